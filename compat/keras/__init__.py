"""Keras 2 for legacy code: `import keras` and `tf.keras` of a script of 2016 to 2019.

The modules have the names of keras 2.3.1; `compat.names.keras2` finds them. What a
script gets from them is Keras 3's, or a subclass of it that behaves as Keras 2 did.
`mode.py` says whether a script uses Keras alone or inside a TensorFlow 1.x graph.
"""
