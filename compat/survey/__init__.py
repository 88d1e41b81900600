"""`compat survey`: runs all scripts of a course, and says how they did.

`finding` says what is a script; `copies` gives each one a folder of its own, and
`processes` runs it there within its limits; `printed` reads the numbers it printed,
`comparing` holds them against those of the real TensorFlow 1.15 (`real`); `state` keeps
every result, so that a survey goes on where it was stopped; `showing` and `page` show
them.
"""
