"""The first line of a Keras 3 script, and nothing more."""

import keras

print(keras.__version__)
