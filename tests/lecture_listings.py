"""Which lines of the lecture's texts are a script, and what their extraction spoiled.

The texts are somebody else's and no part of this project: `LAB12_LECTURES` names a
folder that has them, five files that begin with 000_ to 004_. A part is lines of one,
or code that a slide leaves to its reader. A repair puts back what the way from slides
to text has lost: brackets, indentation, an address that was taken for a link.
"""

from __future__ import annotations

import re
from pathlib import Path

TF = "import tensorflow as tf\nimport numpy as np\n"
RNN = TF + "from tensorflow.contrib import rnn\n"
KERAS = "import numpy as np\nfrom keras.models import Sequential\n"
SEEDED = "tf.set_random_seed(777)\n"
INIT = "sess.run(tf.global_variables_initializer())\n"

# sets of letters have another order in another Python
SORTED = [("list(set(", "sorted(set(")]
LOWER = [*SORTED, ("targets=Y", "targets=y")]
# `sess.run` before a bracket looked like the address of a link, and is gone
RUNS = [
    *SORTED,
    ("l, _ =[loss, train]", "l, _ = sess.run([loss, train]"),
    ("result =, feed", "result = sess.run(prediction, feed"),
    ("tf.Session() as sess:\n", f"tf.Session() as sess:\n    {INIT}"),
]
LAST = "        print(char_set[index[-1]]"
BOTH = [
    *SORTED,
    ("results =, feed", "results = sess.run(outputs, feed"),
    ("sess = tf.Session()\n", f"sess = tf.Session()\n{INIT}"),
    (" to index\n\n\n", " to index\n    dataX.append(x)\n    dataY.append(y)\n\n"),
]
STACKED = [
    *BOTH,
    ("results =\n        [train_op", "results = sess.run(\n        [train_op"),
    (LAST, f"    else:\n{LAST}"),
]
FLAT = "print(''.join([char_set[t] for t in index]), end='')\n    print("
EACH = "\nfor j, result in enumerate(results):\n    index = np.argmax(result, axis=1)\n"
INDENTED = ("x_str =", "y_str =", "print(i, x_str", "x = [", "y = [", "_, l, results")
ALONE = [
    *((f"\n{one}", f"\n    {one}") for one in INDENTED),
    ("\nlogits=", "\n    logits="),
    ("\nindex = np", "\n    index = np"),
    ("\nif j is", "\n    if j is"),
    (f"{EACH}    print(i", EACH.replace("\n", "\n    ")[:-4] + "        print(i"),
    ("results =\n    [train_op", "results = sess.run(\n        [train_op"),
    (FLAT, f"    {FLAT}".replace("\n    print(", "\n    else:\n        print(")),
    *BOTH,
]
# a line that the next one stands for
REPLACED = "dynamic_rnn(\n    cell, x_one_hot, dtype=tf.float32, scope='shown')\n"
SPACES = ("''.join(text)", "' '.join(text)")
REVIEWS = [
    ("[ .shuffle", " .shuffle"),
    ("([None],[]))\n\ntest", "([None],[])))\n\ntest"),
    ("        encoded_sample_pred_text = tf", "    encoded_sample_pred_text = tf"),
    ("        predictions = model.predict(tf", "    predictions = model.predict(tf"),
]

SLIDES = ["000:699-702", "sample = sentence\nsequence_length = 10\n", "000:724-740"]
SLIDES += ["000:758-764"]
SCALED = """def MinMaxScaler(data):
    return (data - np.min(data, 0)) / (np.max(data, 0) - np.min(data, 0) + 1e-7)
"""
FEW = f"""with tf.Session() as sess:
    {INIT}    for i in range(20):
        l, _ = sess.run([loss, train], feed_dict={{x: dataX, y: dataY}})
        print(i, l)
"""

# name: the parts and the repairs
LISTINGS: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "one node": (["000:148-151", SEEDED, "000:153-179"], []),
    "five steps": (
        ["000:231-232", SEEDED, "000:233-250"],
        [("0., 1.]], dtype", "0., 1.]]], dtype")],
    ),
    "three words": ([TF, SEEDED, "000:299-316"], []),
    "lengths": (
        [RNN, SEEDED, "sess = tf.InteractiveSession()\n", "000:1085-1097"],
        [("[[[...]]]", "np.ones([3, 5, 4])")],
    ),
    "losses": ([TF, "sess = tf.InteractiveSession()\n", "000:511-522"], []),
    "hihello on slides": (
        [
            TF,
            "sequence_length, input_dimension, hidden_size = 6, 5, 5\nbatch_size = 1\n",
        ]
        + [SEEDED, "000:431-461", "000:469-482", "000:530-562"],
        [("[[1, 0, 0, 0, 0],  ", "[[[1, 0, 0, 0, 0], "), ("0]]      #", "0]]] #")]
        + [("targets=Y", "targets=y")],
    ),
    "a sentence": (
        [TF, SEEDED, "000:627-640", "000:603-605", "000:645-681"],
        [*LOWER, ("(X, num", "(x, num")],
    ),
    "windows on slides": (
        [TF, SEEDED, *SLIDES, "000:781-802", FEW],
        [*LOWER, ("(X, num", "(x, num")],
    ),
    "stacked on slides": (
        [RNN, SEEDED, *SLIDES, "char_set = idx2char\n", "000:831-861", "000:874-885"]
        + ["000:894-908", "000:913-924", "000:939-950"],
        [*LOWER, ("(X, num", "(x, num"), ("train_op =\n", "train_op = \\\n")]
        + [("dynamic_rnn(cell, x_one_hot, dtype=tf.float32)\n", REPLACED)],
    ),
    "stock": (
        [TF, SCALED, SEEDED, "hidden_dim = 10\n", "000:1191-1224", "000:1277-1290"]
        + ["000:1295-1338"],
        [],
    ),
    "hihello": (["002:42-43", SEEDED, "002:44-90"], RUNS),
    "cheer": (["002:95-142"], RUNS),
    "windows": (["002:145-213"], ALONE),
    "stacked": (["002:231-303"], STACKED),
    "sine in parts": (
        [KERAS, "from keras.layers import SimpleRNN, Dense\n", "004:136-139"]
        + [
            "004:152-157",
            "004:172-177",
            "004:219-225",
            "print(model.predict(X).shape)\n",
        ],
        [],
    ),
    "sine": (["004:232-278"], []),
    "sixpence": (
        ["004:482-513"],
        [
            ("\n    model.add(LSTM", "\nmodel.add(LSTM"),
            ("34(w)\n+34", "34(w)+34"),
            SPACES,
        ],
    ),
    "sixpence goes on": (
        ["004:528-560"],
        [("model_rnn_sixpence.h5", "model_many2one_sixpence.h5")],
    ),
    "reviews": (
        ["003:412-413", "003:419-427", "003:435-436", "003:457-459", "003:466-473"]
        + ["003:479-483", "003:499-507", "003:521-526", "003:534-536", "003:543-543"]
        + ["003:563-566"],
        [*REVIEWS[:2], ("Dense(1) 출력", "Dense(1)")],
    ),
    "reviews, stacked": (
        ["003:412-413", "003:435-436", "003:457-458", "003:499-507", "003:609-621"]
        + ["003:672-685"],
        [*REVIEWS, ("Dropout(0.5), 과적합 방지", "Dropout(0.5),")],
    ),
}


def lines(folder: Path, part: str) -> str:
    """A part: lines of a text, of those in fences alone where it has any; or code."""
    place = re.fullmatch(r"(\d{3}):(\d+)-(\d+)", part)
    if place is None:
        return part
    text = next(folder.glob(f"{place[1]}_*")).read_text(encoding="utf-8").split("\n")
    inside = not any(line.startswith("```") for line in text)
    found = []
    for number, line in enumerate(text, 1):
        if line.startswith("```"):
            inside = not inside
        elif inside and int(place[2]) <= number <= int(place[3]):
            found.append(line)
    return "\n".join(found) + "\n"


def listing(folder: Path, name: str) -> str:
    """A listing as one script.

    Raises:
        ValueError: When a repair has nothing to repair: the texts are others.
    """
    parts, repairs = LISTINGS[name]
    script = "".join(lines(folder, part) for part in parts)
    for spoiled, whole in repairs:
        if spoiled not in script and (spoiled, whole) not in SORTED:
            raise ValueError(f"{name}: expected {spoiled!r}, which is not there")
        script = script.replace(spoiled, whole)
    return script
