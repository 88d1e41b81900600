"""Functions of `tf` that TensorFlow 2 builds from other ops than 1.15 did.

places.csv of `compat.names` gives them out under 1.15's names. Like those of
`compat.count.gradients`, they are here for the op count, from which 1.15 takes its
seeds, and give the same values.
"""
