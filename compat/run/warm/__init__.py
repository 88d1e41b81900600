"""`compat run --warm`: a server that imported TensorFlow once, and forks for a script.

`client` is what the user starts: it hands its folder, environment, arguments, standard
streams and limits to the server (`server`), passes signals on, and ends as the script
ends. `place` says where the two meet and whether they fit together.
"""
