"""`tf.contrib.recurrent`: recurrent networks whose loops are ops of their own."""

from compat.contrib.recurrent.functional_rnn import (
    bidirectional_functional_rnn,
    functional_rnn,
)
from compat.contrib.recurrent.recurrent import Recurrent

__all__ = ["Recurrent", "bidirectional_functional_rnn", "functional_rnn"]
