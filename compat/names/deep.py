"""The deep paths that old code imports: other names for the public modules.

A folder of 1.15 and the files in it stand for one public module:
`tensorflow.contrib.rnn.python.ops.core_rnn_cell` is `tensorflow.contrib.rnn`. What old
code finds there are thus the same objects, not copies.
"""

from __future__ import annotations

# Folder → public module, and the folder's files in 1.15.
_FOLDERS = {
    "contrib.crf.python.ops": ("contrib.crf", "crf"),
    "contrib.cudnn_rnn.python.layers": ("contrib.cudnn_rnn", "cudnn_rnn"),
    "contrib.cudnn_rnn.python.ops": ("contrib.cudnn_rnn", "cudnn_rnn_ops"),
    "contrib.framework.python.framework": (
        "contrib.framework",
        "checkpoint_utils experimental graph_util tensor_util",
    ),
    "contrib.framework.python.ops": (
        "contrib.framework",
        "arg_scope checkpoint_ops ops prettyprint_ops script_ops sort_ops variables",
    ),
    "contrib.grid_rnn.python.ops": ("contrib.grid_rnn", "grid_rnn_cell"),
    "contrib.layers.python.layers": (
        "contrib.layers",
        "embedding_ops encoders feature_column feature_column_ops initializers layers "
        "normalization optimizers regularizers rev_block_lib summaries target_column "
        "utils",
    ),
    "contrib.layers.python.ops": (
        "contrib.layers",
        "bucketization_op sparse_feature_cross_op sparse_ops",
    ),
    "contrib.legacy_seq2seq.python.ops": ("contrib.legacy_seq2seq", "seq2seq"),
    "contrib.recurrent.python.ops": ("contrib.recurrent", "functional_rnn recurrent"),
    "contrib.rnn.python.ops": (
        "contrib.rnn",
        "core_rnn_cell fused_rnn_cell gru_ops lstm_ops rnn rnn_cell",
    ),
    "contrib.seq2seq.python.ops": (
        "contrib.seq2seq",
        "attention_wrapper basic_decoder beam_search_decoder beam_search_ops decoder "
        "helper loss sampler",
    ),
    "contrib.training.python.training": (
        "contrib.training",
        "bucket_ops device_setter evaluation feeding_queue_runner hparam hparam_pb2 "
        "resample sampling_ops sequence_queueing_state_saver training tuner",
    ),
    "python.layers": (
        "layers",
        "base convolutional core layers normalization pooling",
    ),
}

# Files whose folder does not stand for one public module.
_FILES = {
    "contrib.learn.python.learn.preprocessing.categorical": (
        "contrib.learn.preprocessing"
    ),
    "contrib.learn.python.learn.preprocessing.categorical_vocabulary": (
        "contrib.learn.preprocessing"
    ),
    "contrib.learn.python.learn.preprocessing.text": "contrib.learn.preprocessing",
    "contrib.lookup.lookup_ops": "contrib.lookup",
    "contrib.rnn.python.kernel_tests.benchmarking": "contrib.rnn",
    "contrib.rnn.python.tools.checkpoint_convert": "contrib.rnn",
    "python.ops.rnn": "nn",
    "python.ops.rnn_cell": "contrib.rnn",
    "python.ops.rnn_cell_impl": "contrib.rnn",
} | {
    f"{folder}.{file}": public
    for folder, (public, files) in _FOLDERS.items()
    for file in files.split()
}

# Names in 1.15's folders and files that are public in another module.
BORROWED = {
    name: "contrib.framework"
    for name in (
        "add_arg_scope",
        "deprecated",
        "deprecated_arg_values",
        "deprecated_args",
    )
}

# Files whose folder has a function of their name: `from … import` gives the function.
BEHIND_FUNCTIONS = {"contrib.framework.python.ops.arg_scope"}

_ON_THE_WAY = {
    path.rsplit(".", steps)[0]
    for path in (*_FOLDERS, *_FILES)
    for steps in range(path.count(".") + 1)
}


def public_of_file(path: str) -> str | None:
    """Give the public module that a file of 1.15 stands for, both below `tensorflow`.

    Args:
        path: For example `contrib.seq2seq.python.ops.loss`.
    """
    return _FILES.get(path)


def public_of_folder(path: str) -> str | None:
    """Give the public module that has the names found in a folder of 1.15."""
    return _FOLDERS[path][0] if path in _FOLDERS else None


def leads_on(path: str) -> bool:
    """Whether a path is a folder of 1.15 with deep paths below."""
    return path in _ON_THE_WAY
