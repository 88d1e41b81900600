"""Functions that are wrapped, to correct the count of ops after a call."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

# What `compat.count.opcounts` wraps, to correct the count of ops after a call:
# key → module, attribute. All seen in 2.16 to 2.21. Where one is missing, random ops
# that come after such a call get another op seed than in 1.15.
_COUNTED = {
    "indicator column": (
        "feature_column.feature_column_v2",
        "IndicatorColumn._transform_id_weight_pair",
    ),
    "repeated dataset": ("data.ops.dataset_ops", "DatasetV1.repeat"),
    "options of a dataset": ("data.ops.dataset_ops", "DatasetV1.with_options"),
    "initializer of an iterator": (
        "data.ops.iterator_ops",
        "Iterator.make_initializer",
    ),
    "rewritten dataset": ("data.ops.dataset_ops", "apply_rewrite"),
    "parallel_interleave": ("data.ops.readers", "ParallelInterleaveDataset.__init__"),
    "shuffled and repeated files": (
        "data.experimental.ops.readers",
        "_maybe_shuffle_and_repeat",
    ),
    "CsvDataset": ("data.experimental.ops.readers", "CsvDatasetV2.__init__"),
    "sparse element": (
        "framework.sparse_tensor",
        "SparseTensorSpec._from_compatible_tensor_list",
    ),
    "attribute of a tensor": ("framework.tensor", "Tensor.__getattr__"),
    "name of a scope": ("framework.ops", "internal_name_scope_v1.__enter__"),
    "array of a tensor": ("framework.tensor", "Tensor.__array__"),
    "length of a tensor": ("framework.tensor", "Tensor.__len__"),
    "constant": ("framework.tensor_util", "make_tensor_proto"),
    "unstack": ("ops.array_ops_stack", "unstack"),
    "truediv": ("ops.math_ops", "_truediv_python3"),
    "add_n": ("ops.math_ops", "add_n"),
    "cond": ("ops.cond", "cond"),
    "read_meta_graph_file": ("framework.meta_graph", "read_meta_graph_file"),
    "one shot iterator": (
        "data.ops.dataset_ops",
        "DatasetV1._make_one_shot_iterator",
    ),
    "initializable iterator": (
        "data.ops.dataset_ops",
        "DatasetV1._make_initializable_iterator",
    ),
    "replicas in step": (
        "training.sync_replicas_optimizer",
        "SyncReplicasOptimizer.apply_gradients",
    ),
    "eye": ("ops.linalg_ops_impl", "eye"),
    "ftrl's slots": ("training.ftrl", "FtrlOptimizer._create_slots"),
    "ftrl's constants": ("training.ftrl", "FtrlOptimizer._prepare"),
    "variable with regularizer": (
        "ops.variable_scope",
        "_VariableStore._get_single_variable",
    ),
    "regularization loss": ("ops.variable_scope", "_LazyEvalTensor._as_tensor"),
    "axes of a reduction": ("ops.math_ops", "_ReductionDims"),
    "embedding_lookup_sparse": ("ops.embedding_ops", "embedding_lookup_sparse"),
    "TensorArray": ("ops.tensor_array_ops", "_GraphTensorArray.__init__"),
    "TensorArray.concat": ("ops.tensor_array_ops", "_GraphTensorArray.concat"),
    "split in equal parts": ("ops.gen_array_ops", "split"),
    "gather of a variable": (
        "ops.resource_variable_ops",
        "BaseResourceVariable.sparse_read",
    ),
    "checks of images": ("ops.image_ops_impl", "_CheckAtLeast3DImage"),
    "decode_image": ("ops.image_ops_impl", "decode_image"),
    "checked image": ("ops.image_ops_impl", "_AssertAtLeast3DImage"),
    "flip": ("ops.image_ops_impl", "_flip"),
    "random flip": ("ops.image_ops_impl", "_random_flip"),
    "rot90": ("ops.image_ops_impl", "rot90"),
    "image.transpose": ("ops.image_ops_impl", "transpose"),
    "is_non_decreasing": ("ops.check_ops", "is_non_decreasing"),
    "is_strictly_increasing": ("ops.check_ops", "is_strictly_increasing"),
    "crop_to_bounding_box": ("ops.image_ops_impl", "crop_to_bounding_box"),
    "per_image_standardization": ("ops.image_ops_impl", "per_image_standardization"),
    "sharded saver": ("training.saver", "BaseSaverBuilder._AddShardedSaveOpsForV2"),
    "sufficient_statistics": ("ops.nn_impl", "sufficient_statistics"),
    "tensordot": ("ops.math_ops", "tensordot"),
    "dropout": ("ops.nn_ops", "_dropout"),
    "parse_example": ("ops.parsing_ops", "parse_example"),
    "parse_single_sequence_example": (
        "ops.parsing_ops",
        "parse_single_sequence_example",
    ),
    "repeat": ("ops.array_ops", "repeat"),
    "weighted_moments": ("ops.nn_impl", "weighted_moments"),
    "parse_single_example": ("ops.parsing_ops", "parse_single_example"),
    "small constants": ("ops.array_ops", "_constant_if_small"),
    "reduce_logsumexp": ("ops.math_ops", "reduce_logsumexp"),
    "reduce_variance": ("ops.math_ops", "reduce_variance"),
    "reduce_std": ("ops.math_ops", "reduce_std"),
    "saturate_cast": ("ops.math_ops", "saturate_cast"),
    "count_nonzero": ("ops.math_ops", "count_nonzero_v2"),
    "confusion_matrix": ("ops.confusion_matrix", "confusion_matrix"),
    "clip_by_norm": ("ops.clip_ops", "clip_by_norm"),
    "first gradients": ("ops.gradients_util", "_DefaultGradYs"),
    "slices of variables": ("ops.tensor_getitem_override", "_slice_helper"),
    "slices": ("framework.tensor", "Tensor.__getitem__"),
    "size of an axis": ("ops.gen_array_ops", "strided_slice"),
    "sizes of all axes": ("ops.gen_array_ops", "unpack"),
    "random_gamma": ("ops.random_ops", "random_gamma"),
    "random_uniform": ("ops.random_ops", "random_uniform"),
    # of compat.run.error_text: without them errors say what TensorFlow 2 says
    "errors of a new op": ("framework.ops", "_create_c_op"),
    "errors of a run": ("client.session", "BaseSession._run"),
    "errors of a tensor": ("framework.tensor", "Tensor._disallow"),
}


def wrap(key: str, wrapper: Callable[[Callable[..., Any]], Callable[..., Any]]) -> bool:
    """Put `wrapper(function)` in the place of a private function.

    Args:
        key: A key of `_COUNTED`.
        wrapper: From the function there to the one to put there.

    Returns:
        Whether it was there.
    """
    module = f"tensorflow.python.{_COUNTED[key][0]}"
    if module in sys.modules:
        return _wrapped_in(sys.modules[module], key, wrapper)
    if not _waiting:
        sys.meta_path.insert(0, _Finder())
    _waiting.setdefault(module, []).append((key, wrapper))  # few scripts import it
    return True


def _wrapped_in(owner: Any, key: str, wrapper: Callable[..., Any]) -> bool:
    *owners, name = _COUNTED[key][1].split(".")
    try:
        for part in owners:
            owner = getattr(owner, part)
        function = getattr(owner, name)
    except AttributeError:
        return False
    put = wrapper(function)
    setattr(owner, name, put)
    _put[key] = put
    return True


# Module → what is to be wrapped in it once it is imported.
_waiting: dict[str, list[tuple[str, Callable[..., Any]]]] = {}


class _Finder(importlib.abc.MetaPathFinder):
    """Has functions wrapped in modules that are imported later."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname not in _waiting:
            return None
        spec: Any = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is None or spec.loader is None:
            return None
        real = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            real(module)
            for key, wrapper in _waiting.pop(fullname, ()):
                _wrapped_in(module, key, wrapper)

        spec.loader.exec_module = exec_module
        return spec


_put: dict[str, Callable[..., Any]] = {}


def wrapped(key: str) -> Callable[..., Any] | None:
    """What `wrap` has put in the place of a function, or None.

    Args:
        key: A key of `_COUNTED`.
    """
    return _put.get(key)
