"""The cases of tf.contrib.seq2seq and tf.contrib.legacy_seq2seq, by name."""

from seq2seq_attention import ATTENTION
from seq2seq_beams import BEAMS
from seq2seq_decoding import DECODING
from seq2seq_legacy import LEGACY

CASES = {**DECODING, **ATTENTION, **BEAMS, **LEGACY}
