"""Cases: small TensorFlow 1.x programs that run on both sides.

The folders mirror compat's. A case is a function under a decorator:

    from tests.cases.registry import family
    from tests.cases.values import given

    case = family(__name__)

    @case
    def forget_bias(tf):
        cell = tf.nn.rnn_cell.BasicLSTMCell(3, forget_bias=0.5)
        outputs, state = tf.nn.dynamic_rnn(cell, given(tf, [2, 4, 5]), dtype=tf.float32)
        return {"outputs": outputs, "state": state}

It builds ops and gives, in any nesting, what is to be seen: tensors are run, all else
is kept as text. Its full name is that of its place and of the function,
`nn.cells.forget_bias`; the answers of TensorFlow 1.15.5 lie beside the file in an .npz
of the same name. To record them, and to see one case:

    python -m tests.record nn.cells
    pytest -k nn.cells.forget_bias

The files of cases run on Python 3.7 too. They are imported by `worker.py` alone: on
1.15.5, or under `compat`.
"""
