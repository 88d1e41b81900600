"""What old code took out of 1.15's files though it was not public.

`from tensorflow.contrib.rnn.python.ops.core_rnn_cell import _Linear` and its like. A
file of 1.15 is its public module (`deep.py`) and, beside that, the names listed here,
each with its place in `compat`. To set such a name sets it there too, so that old code
that replaces a function (`attention_wrapper._compute_attention = mine`) is heard.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from compat.errors import Refused

_ATTENTION = "contrib.seq2seq.attention_base"
_BEAMS = "contrib.seq2seq.beam_search_inside"
_CELLS = "nn.rnn_cell.inside"

# File of 1.15 → name → where it is in compat: "module" or "module:other name".
_NAMES: dict[str, dict[str, str]] = {
    "contrib.cudnn_rnn.python.ops.cudnn_rnn_ops": dict.fromkeys(
        (
            "CUDNN_GRU",
            "CUDNN_GRU_PARAMS_PER_LAYER",
            "CUDNN_INPUT_AUTO_MODE",
            "CUDNN_INPUT_LINEAR_MODE",
            "CUDNN_INPUT_SKIP_MODE",
            "CUDNN_LSTM",
            "CUDNN_LSTM_PARAMS_PER_LAYER",
            "CUDNN_RNN_BIDIRECTION",
            "CUDNN_RNN_RELU",
            "CUDNN_RNN_RELU_PARAMS_PER_LAYER",
            "CUDNN_RNN_TANH",
            "CUDNN_RNN_TANH_PARAMS_PER_LAYER",
            "CUDNN_RNN_UNIDIRECTION",
        ),
        "contrib.cudnn_rnn.inside",
    ),
    "contrib.layers.python.layers.embedding_ops": {
        "_sampled_scattered_embedding_lookup": (
            "contrib.layers.hashed:sampled_scattered_embedding_lookup"
        ),
        "_sampled_scattered_embedding_lookup_sparse": (
            "contrib.layers.hashed:sampled_scattered_embedding_lookup_sparse"
        ),
        "embedding_lookup_sparse_with_distributed_aggregation": (
            "contrib.layers.aggregated"
        ),
        "scattered_embedding_lookup": "contrib.layers.hashed",
        "scattered_embedding_lookup_sparse": "contrib.layers.hashed",
    },
    "contrib.layers.python.layers.layers": dict.fromkeys(
        (
            "DATA_FORMAT_NCDHW",
            "DATA_FORMAT_NCHW",
            "DATA_FORMAT_NDHWC",
            "DATA_FORMAT_NHWC",
            "_add_variable_to_collections",
            "_apply_activation",
            "_build_variable_getter",
            "_dense_inner_flatten",
            "_inner_flatten",
            "_sparse_inner_flatten",
            "poincare_normalize",
            "pool",
        ),
        "contrib.layers.inside",
    ),
    "contrib.layers.python.layers.optimizers": {
        "_add_scaled_noise_to_gradients": "contrib.layers.optimizers:_noisy",
        "_multiply_gradients": "contrib.layers.optimizers:_multiplied",
        "adaptive_clipping_fn": "contrib.layers.clipping",
    },
    "contrib.layers.python.layers.utils": dict.fromkeys(
        (
            "NamedOutputs",
            "append_tensor_alias",
            "channel_dimension",
            "collect_named_outputs",
            "constant_value",
            "convert_collection_to_dict",
            "gather_tensors_aliases",
            "get_tensor_aliases",
            "get_variable_collections",
            "last_dimension",
            "n_positive_integers",
            "smart_cond",
            "static_cond",
            "two_element_tuple",
        ),
        "contrib.layers.utils",
    ),
    "contrib.layers.python.ops.sparse_ops": dict.fromkeys(
        ("dense_to_sparse_tensor", "indicators_to_sparse_ids", "sparse_row_envelope"),
        "contrib.layers.sparse",
    ),
    "contrib.legacy_seq2seq.python.ops.seq2seq": {
        "Linear": "contrib.rnn.linear:Linear",
        "_extract_argmax_and_embed": "contrib.legacy_seq2seq.decoders:argmax_and_embed",
    },
    "contrib.rnn.python.kernel_tests.benchmarking": dict.fromkeys(
        ("device", "dict_product", "seconds_per_run"), "contrib.rnn.benchmarking"
    ),
    "contrib.rnn.python.ops.core_rnn_cell": {
        "_BIAS_VARIABLE_NAME": _CELLS,
        "_Linear": "contrib.rnn.linear:Linear",
        "_WEIGHTS_VARIABLE_NAME": _CELLS,
        "_linear": "contrib.rnn.linear:linear",
    },
    "contrib.rnn.python.ops.lstm_ops": {
        "_block_lstm": "contrib.rnn.block_ops:block_lstm",
        "_lstm_block_cell": "contrib.rnn.block_ops:lstm_block_cell",
    },
    "contrib.rnn.python.ops.rnn_cell": {
        "CFNCell": "contrib.rnn.minimal",
        "LayerNormLSTMCell": "contrib.rnn.normalized",
        "MinimalRNNCell": "contrib.rnn.minimal",
        "NTMCell": "contrib.rnn.turing",
        "NTMControllerState": "contrib.rnn.turing",
        "WeightNormLSTMCell": "contrib.rnn.normalized",
        "_Linear": "contrib.rnn.linear:Linear",
        "_get_concat_variable": "contrib.rnn.sharded:sharded",
    },
    "contrib.rnn.python.tools.checkpoint_convert": {
        "RNN_NAME_REPLACEMENTS": "contrib.rnn.checkpoint_convert",
        "_RNN_SHARDED_NAME_REPLACEMENTS": (
            "contrib.rnn.checkpoint_convert:SHARDED_NAME_REPLACEMENTS"
        ),
        "_rnn_name_replacement": "contrib.rnn.checkpoint_convert:renamed",
        "_rnn_name_replacement_sharded": (
            "contrib.rnn.checkpoint_convert:renamed_sharded"
        ),
        "convert_names": "contrib.rnn.checkpoint_convert",
    },
    "contrib.seq2seq.python.ops.attention_wrapper": {
        "_BaseAttentionMechanism": f"{_ATTENTION}:BaseAttentionMechanism",
        "_BaseMonotonicAttentionMechanism": f"{_ATTENTION}:BaseMonotonicMechanism",
        "_bahdanau_score": "contrib.seq2seq.bahdanau",
        "_compute_attention": "contrib.seq2seq.attention_wrapper",
        "_luong_score": "contrib.seq2seq.luong",
        "_maybe_mask_score": _ATTENTION,
        "_monotonic_probability_fn": _ATTENTION,
        "_prepare_memory": _ATTENTION,
        "_zero_state_tensors": "nn.rnn_cell.base:zero_states",
    },
    "contrib.seq2seq.python.ops.beam_search_decoder": {
        "_beam_search_step": _BEAMS,
        "_check_batch_beam": _BEAMS,
        "_check_ndims": _BEAMS,
        "_check_static_batch_beam_maybe": _BEAMS,
        "_get_scores": _BEAMS,
        "_length_penalty": _BEAMS,
        "_mask_probs": _BEAMS,
        "_maybe_tensor_gather_helper": _BEAMS,
        "_tensor_gather_helper": _BEAMS,
        "_tile_batch": _BEAMS,
        "attention_probs_from_attn_state": _BEAMS,
        "gather_tree_from_array": _BEAMS,
        "get_attention_probs": _BEAMS,
    },
    "contrib.seq2seq.python.ops.decoder": {
        "_create_zero_outputs": "contrib.seq2seq.decoder",
        "_zero_state_tensors": "nn.rnn_cell.base:zero_states",
        "_transpose_batch_time": "contrib.seq2seq.decoder:transpose_batch_time",
    },
    "contrib.seq2seq.python.ops.loss": {"SequenceLoss": "contrib.seq2seq.loss"},
    "contrib.training.python.training.hparam_pb2": {
        "HParamDef": "contrib.training.hparam_def",
    },
    "contrib.seq2seq.python.ops.helper": {
        "_transpose_batch_time": "contrib.seq2seq.decoder:transpose_batch_time",
        "_unstack_ta": "contrib.seq2seq.helper:unstacked",
        "bernoulli_sample": "contrib.seq2seq.sampling",
        "categorical_sample": "contrib.seq2seq.sampling",
    },
    "python.layers.convolutional": {
        "Convolution1D": "layers.convolution:Conv1D",
        "Convolution2D": "layers.convolution:Conv2D",
        "Convolution3D": "layers.convolution:Conv3D",
        "SeparableConvolution2D": "layers.separable:SeparableConv2D",
        **dict.fromkeys(
            ("Convolution2DTranspose", "Deconv2D", "Deconvolution2D"),
            "layers.transposed:Conv2DTranspose",
        ),
        **dict.fromkeys(
            ("Convolution3DTranspose", "Deconv3D", "Deconvolution3D"),
            "layers.transposed:Conv3DTranspose",
        ),
        "convolution1d": "layers.convolutions:conv1d",
        "convolution2d": "layers.convolutions:conv2d",
        "convolution3d": "layers.convolutions:conv3d",
        "separable_convolution2d": "layers.convolutions:separable_conv2d",
        **dict.fromkeys(
            ("convolution2d_transpose", "deconv2d", "deconvolution2d"),
            "layers.convolutions:conv2d_transpose",
        ),
        **dict.fromkeys(
            ("convolution3d_transpose", "deconv3d", "deconvolution3d"),
            "layers.convolutions:conv3d_transpose",
        ),
    },
    "python.layers.core": {
        "FullyConnected": "layers.core:Dense",
        "fully_connected": "layers.core:dense",
    },
    "python.layers.normalization": {
        "BatchNorm": "layers.normalization:BatchNormalization",
        "batch_norm": "layers.normalization:batch_normalization",
    },
    "python.layers.pooling": {
        "AvgPool2D": "layers.pooling:AveragePooling2D",
        "MaxPool2D": "layers.pooling:MaxPooling2D",
        "avg_pool2d": "layers.pooling:average_pooling2d",
        "max_pool2d": "layers.pooling:max_pooling2d",
    },
    "python.ops.rnn_cell_impl": {
        "ASSERT_LIKE_RNNCELL_ERROR_REGEXP": _CELLS,
        "_BIAS_VARIABLE_NAME": _CELLS,
        "_RNNCellWrapperV1": "nn.rnn_cell.wrappers:CellWrapper",
        "_WEIGHTS_VARIABLE_NAME": _CELLS,
        "_check_rnn_cell_input_dtypes": _CELLS,
        "_check_supported_dtypes": _CELLS,
        "_concat": _CELLS,
        "_hasattr": _CELLS,
        "_zero_state_tensors": "nn.rnn_cell.base:zero_states",
        "assert_like_rnncell": "nn.rnn_cell.base",
    },
}
_NAMES["contrib.cudnn_rnn.python.layers.cudnn_rnn"] = _NAMES[
    "contrib.cudnn_rnn.python.ops.cudnn_rnn_ops"
]
_NAMES["python.ops.rnn_cell"] = _NAMES["python.ops.rnn_cell_impl"]

# The folders whose modules 1.15's files imported, and thus had as attributes.
_IMPORTED = ("python.ops", "python.framework", "python.util", "python.layers")


def place(file: str, name: str) -> tuple[ModuleType, str] | None:
    """The module of `compat` and the name there, of a name in a file of 1.15.

    Args:
        file: Path of the file below `tensorflow`.
        name: The name in it.
    """
    there = _NAMES.get(file, {}).get(name)
    if there is None:
        return None
    where, _, other = there.partition(":")
    module = importlib.import_module(f"compat.{where}")
    found = getattr(module, other or name)
    if name.startswith("_") and getattr(found, "__name__", name) == other:
        found.__name__ = found.__qualname__ = name  # it was not public there either
    return module, other or name


class File(ModuleType):
    """A file of 1.15: its public module, and the names that were not public.

    Args:
        path: Its path below `tensorflow`.
        public: The public module of the facade that it stands for.
    """

    def __init__(self, path: str, public: Any) -> None:
        super().__init__(f"tensorflow.{path}")
        self.__dict__["_path"] = path
        self.__dict__["_public"] = public
        self.__dict__["_replaced"] = {}
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        found = place(self._path, name)
        if found is not None:
            return getattr(*found)
        if name.startswith("__"):
            return getattr(self._public, name)
        value = self._find(name)
        self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        found = place(self._path, name)
        if found is None:
            super().__setattr__(name, value)
            return
        self.__dict__["_replaced"].setdefault(name, getattr(*found))
        setattr(*found, value)

    def __delattr__(self, name: str) -> None:
        # `mock.patch` takes away what it put there: what was before is there again.
        found = place(self._path, name)
        if found is not None and name in self._replaced:
            setattr(*found, self._replaced.pop(name))
        self.__dict__.pop(name, None)

    def __dir__(self) -> list[str]:
        return sorted({*dir(self._public), *_NAMES.get(self._path, ())})

    def _find(self, name: str) -> Any:
        from compat import _private
        from compat.names import internals, surface

        try:
            return getattr(self._public, name)
        except AttributeError:
            if self._path.startswith("python."):
                real = _private.internal(self._path)
                if hasattr(real, name):
                    return getattr(real, name)
            for folder in _IMPORTED:
                module = internals.find(f"{folder}.{name}")
                if module is not None:
                    return module
            public = getattr(self._public, "_path", None)
            if surface.lookup(f"tf.{public}.{name}") is not None:
                raise
            named = f"tf.{self._path}.{name}"
            raise Refused(surface.refusal(named, also=dir(self))) from None
