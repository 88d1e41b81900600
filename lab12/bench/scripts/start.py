# The first line of nearly every script, and nothing more.
import tensorflow as tf

print(tf.__version__)
