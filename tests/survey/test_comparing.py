"""Which numbers an output has, and when two outputs have the same ones."""

import pytest

from compat.survey import nudged, printed
from compat.survey.comparing import compare


def numbers(text):
    return [n.text for line in printed.lines(text) for n in line.numbers]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("loss 0.5, step 10", ["0.5", "10"]),
        ("[[1. 2.5e-03]\n [-3 nan]]", ["1.", "2.5e-03", "-3", "nan"]),
        ("conv2d_1/kernel:0 x2 v1.15.5", ["0"]),  # names and versions are none
        ("(None, 28)  acc=.5", ["28", ".5"]),
        ("2017-03-01 12:30:45 loss 0.5", ["0.5"]),
        ("took 3.2 s, loss 0.5", ["0.5"]),
        ("Epoch 3 time: 12.5 loss 0.5", ["3", "0.5"]),
        ("12 examples/sec: 900.5; loss 0.5", ["12", "0.5"]),
        (" - 1s 12ms/step - loss: 0.5", ["0.5"]),
        ("<object at 0x7f01>", []),
        # of what was written over, the last; of a bar that grows, its end
        ("a 1\rb 2\rc 3\n", ["3"]),
        ("1/2 [==>...] - loss: 9.0\n2/2 [====] - 0s - loss: 0.5", ["2", "2", "0.5"]),
        ("infinite banana", []),
        ("WARNING:tensorflow:From lab.py:12: x is deprecated", []),
        ("WARNING:tensorflow:\nnot in 2.0\n  * see 3\n\nloss 0.5", ["0.5"]),
        ("The TensorFlow contrib module will not be in 2.0\n  * 3\n\n5", ["5"]),
        ("From lab.py:24: The name tf.placeholder is deprecated. See 3", []),
        ("Instructions for updating:\nrate = 1 - keep_prob\nloss 0.5", ["0.5"]),
        ("a/mul: (Mul): /job:localhost/replica:0/task:0/device:CPU:0", []),
        ("INFO:tensorflow:loss = 0.5, step = 1", ["0.5", "1"]),
        ("inf", ["inf"]),
    ],
)  # fmt: skip
def test_numbers_of_an_output(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "expected, received, verdict",
    [
        ("loss 0.1234", "loss 0.1235", "same"),  # a unit of the last place
        ("loss 0.1234", "loss 0.1240", "differ"),
        ("accuracy 0.5", "accuracy 0.6", "differ"),  # where that is little
        ("loss 12.5", "loss 12.6", "same"),
        ("loss 1.234567", "loss 1.234999", "same"),  # a thousandth of it
        ("loss 1.234567", "loss 1.239567", "differ"),
        ("100 steps", "101 steps", "differ"),  # whole numbers are equal or not
        ("1.2e-09", "-3.4e-09", "same"),
        ("nan 1", "nan 1", "same"),
        ("nan", "0.5", "differ"),
        ("inf", "-inf", "differ"),
        ("a 1\nb 2", "a 1", "differ"),  # a line is missing
        ("a 1", "a 1\nb 2", "differ"),  # a line too many
        ("a 1 2", "a 1", "differ"),
        ("done", "finished", "none"),
        ("", "loss 3", "differ"),
        ("a 1\nwarning 7\nb 2", "a 1\nb 2\nwarning 7", "differ"),
    ],
)
def test_the_same_numbers(expected, received, verdict):
    assert compare([expected], received).verdict == verdict


def test_the_first_difference_says_where():
    found = compare(["a 1\nb 0.5 0.7\nc 3"], "a 1\nb 0.5 0.9\nc 4")
    assert found.first == {
        "line": 2,
        "expected": "0.7",
        "received": "0.9",
        "text": "b 0.5 0.7",
    }
    assert found.largest == pytest.approx(0.25)


def test_a_line_between_does_not_move_the_others():
    found = compare(["a 1\nb 2\nc 3"], "a 1\nextra 9\nb 2\nc 3")
    assert found.first["expected"] == "no such line"
    assert found.first["received"] == "extra 9"


def test_what_the_real_one_does_not_repeat_is_left_out():
    runs = ["loss 0.5\nsum 1.25\nmean 2.5\nspeed 80.0", "loss 0.5\nsum 1.25\nmean 2.5"]
    runs[0] += "\nrandom 0.77"
    runs[1] += "\nspeed 80.0\nrandom 0.31"
    found = compare(runs, "loss 0.5\nsum 1.25\nmean 2.5\nspeed 99.0\nrandom 0.9")
    assert (found.verdict, found.left_out) == ("same", 1)
    assert compare(runs, "loss 0.6\nsum 1.25\nmean 2.5\nrandom 1.0").verdict == "differ"


@pytest.mark.parametrize(
    "nudged, received, verdict",
    [
        ("loss 1.0001\nloss 2.01", "loss 1.0001\nloss 2.04", "rounding"),
        ("loss 1.0001\nloss 2.0001", "loss 1.0001\nloss 2.04", "differ"),
        ("loss 1.0000\nloss 2.01", "loss 1.04\nloss 2.04", "differ"),  # too early
        ("loss 1.0001\nloss 2.01\nmore 3", "loss 1.0001\nloss 2.04", "differ"),
        ("loss 1.0001\nloss 2.0000", "loss 1.0000\nloss 2.0000", "same"),
    ],
)
def test_rounding_is_told_from_a_fault(nudged, received, verdict):
    assert compare(["loss 1.0000\nloss 2.0000"], received, 1e-3, nudged).verdict == (
        verdict
    )


def test_a_script_that_is_not_seeded():
    runs = ["epoch 1 loss 0.5\nepoch 2 loss 0.4", "epoch 1 loss 0.7\nepoch 2 loss 0.6"]
    assert compare(runs, "epoch 1 loss 0.8\nepoch 2 loss 0.3").verdict == "unseeded"


def test_all_weights_are_moved_at_once(monkeypatch):
    import tensorflow as tf

    v1 = tf.compat.v1
    base = next(kind for kind in v1.Session.__mro__ if "run" in vars(kind))
    plain, runs = base.run, []

    def counted(self, *args):
        runs.append(args)
        return plain(self, *args)

    monkeypatch.setattr(base, "run", counted)
    nudged.nudge()
    with tf.Graph().as_default(), v1.Session() as session:
        some = [v1.Variable(tf.ones([9])) for _ in range(3)]
        whole = v1.Variable(tf.ones([9], tf.int32))
        session.run(v1.global_variables_initializer())
        *weights, counts = session.run([*some, whole])
    assert len(runs) == 4  # to make them, to read them, to move them, to see them
    assert counts.tolist() == [1] * 9
    for weight in weights:
        assert 1e-6 < abs(weight - 1).max() < 1e-4
