# TensorFlow 1.x
import tensorflow as tf

hparams = tf.contrib.training.HParams(units=128, rate=0.1)
hparams.parse("units=64")
print(hparams.units, hparams.rate)

# Keras 3
from dataclasses import dataclass, replace


@dataclass
class HParams:
    units: int = 128
    rate: float = 0.1


hparams = replace(HParams(), units=64)
print(hparams.units, hparams.rate)
