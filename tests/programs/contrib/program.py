"""Which family a program of tf.contrib belongs to, by its number."""

from __future__ import annotations

from tests.programs.contrib.labels import Labels
from tests.programs.contrib.layers import Layers
from tests.programs.contrib.legacy import Legacy
from tests.programs.contrib.seq2seq import Seq2seq
from tests.programs.contrib.unrolling import Cells

FAMILIES = (Cells, Seq2seq, Layers, Cells, Seq2seq, Legacy, Labels)


def program(seed: int) -> str:
    """Return the text of the program of tf.contrib with this number.

    Args:
        seed: Any whole number, 0 or more.
    """
    return FAMILIES[seed % len(FAMILIES)](seed).text()
