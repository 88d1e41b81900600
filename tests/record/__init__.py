"""Renew what the tests compare with: `python -m tests.record NAME…`.

A name is that of a file of cases (`contrib.rnn.cells`), of a folder (`contrib.rnn`), of
one case (`contrib.rnn.cells.nas`: the others in its golden stay as they are), or of a
file beside this one: what is asked of 1.15.5 in a way of its own.
"""
