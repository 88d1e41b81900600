"""The only file that may import ``tensorflow.python``: private names, with their price.

Every function here says in which TensorFlow versions its private name was seen and
what is lost where it is missing. All of them degrade to nothing done.
"""

from __future__ import annotations

import copy
import functools
import importlib
import inspect
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any


class _CountAsSeed:
    """Stands in for TensorFlow 2's "how many random ops has this graph" mapping.

    TensorFlow 2 takes an op's seed by ``mapping.setdefault(graph, 0)`` and then adds
    one. Answering with an op count instead is all that TensorFlow 1.x did differently.
    """

    def __init__(self, op_count: Callable[[Any], int]) -> None:
        self._op_count = op_count

    def setdefault(self, graph: Any, default: int) -> int:
        return self._op_count(graph)

    def __getitem__(self, graph: Any) -> int:
        return self._op_count(graph)

    def __setitem__(self, graph: Any, value: int) -> None:
        pass


def take_op_seeds_from(op_count: Callable[[Any], int]) -> bool:
    """Make ops without a seed of their own ask ``op_count(graph)`` for it.

    Private name: ``random_seed._graph_to_seed_dict``, seen in 2.16 to 2.21. Without it
    the op seeds are TensorFlow 2's and no seeded number agrees with 1.15.

    Args:
        op_count: From a graph to the op seed of the next random op.

    Returns:
        Whether it worked.
    """
    try:
        from tensorflow.python.framework import random_seed
    except ImportError:
        return False
    if not hasattr(random_seed, "_graph_to_seed_dict"):
        return False
    random_seed._graph_to_seed_dict = _CountAsSeed(op_count)
    return True


def find_gradients_by(find: Callable[[Any, Any], Any]) -> bool:
    """Make `tf.gradients` use ``find(op, own)`` as the gradient function of `op`.

    Private name: ``ops.get_gradient_function``, seen in 2.16 to 2.21. Without it the
    op seeds taken after a gradient was built are not 1.15's.

    Args:
        find: From an op and TensorFlow's own gradient function to the one to use.

    Returns:
        Whether it worked.
    """
    try:
        from tensorflow.python.framework import ops
    except ImportError:
        return False
    own = getattr(ops, "get_gradient_function", None)
    if own is None:
        return False

    def get_gradient_function(op: Any) -> Any:
        function = own(op)
        return function if function is None else find(op, function)

    ops.get_gradient_function = get_gradient_function
    return True


# What `compat.count.opcounts` wraps, to correct the count of ops after a call:
# key → module, attribute. All seen in 2.16 to 2.21. Where one is missing, random ops
# that come after such a call get another op seed than in 1.15.
_COUNTED = {
    "repeated dataset": ("data.ops.dataset_ops", "DatasetV1.repeat"),
    "initializable iterator": (
        "data.ops.dataset_ops",
        "DatasetV1._make_initializable_iterator",
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
    "random_uniform": ("ops.random_ops", "random_uniform"),
    # of compat.run.error_text: without them errors say what TensorFlow 2 says
    "errors of a new op": ("framework.ops", "_create_c_op"),
    "errors of a run": ("client.session", "BaseSession._run"),
    "errors of a tensor": ("framework.tensor", "Tensor._disallow"),
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
}


def wrap(key: str, wrapper: Callable[[Callable[..., Any]], Callable[..., Any]]) -> bool:
    """Put `wrapper(function)` in the place of a private function.

    Args:
        key: A key of `_COUNTED`.
        wrapper: From the function there to the one to put there.

    Returns:
        Whether it was there.
    """
    module_name, path = _COUNTED[key]
    try:
        owner: Any = importlib.import_module(f"tensorflow.python.{module_name}")
        *owners, name = path.split(".")
        for part in owners:
            owner = getattr(owner, part)
        function = getattr(owner, name)
    except (ImportError, AttributeError):
        return False
    put = wrapper(function)
    setattr(owner, name, put)
    _put[key] = put
    return True


_put: dict[str, Callable[..., Any]] = {}


def wrapped(key: str) -> Callable[..., Any] | None:
    """What `wrap` has put in the place of a function, or None.

    Args:
        key: A key of `_COUNTED`.
    """
    return _put.get(key)


def internal(path: str) -> ModuleType | None:
    """Today's module at a path that legacy code imports itself.

    Nothing of `compat` depends on what is found: it is handed to legacy code, which
    asked for it (`from tensorflow.python.ops import array_ops`).

    Args:
        path: Below `tensorflow`, for example `python.ops.array_ops`.

    Returns:
        The module, or `None` where there is none.
    """
    try:
        return importlib.import_module(f"tensorflow.{path}")
    except ImportError:
        return None


def is_in_a_loop(op: Any) -> bool:
    """Whether `op` stands in a while loop of a TensorFlow 1.x graph.

    Private name: ``Operation._get_control_flow_context``, seen in 2.16 to 2.21. Without
    it random ops in loops draw in another order than in 1.15.
    """
    context = getattr(op, "_get_control_flow_context", lambda: None)()
    while context is not None:
        if context.IsWhileContext():
            return True
        context = context.outer_context
    return False


def in_control_flow(op: Any) -> bool:
    """Whether `op` stands in a while loop or a branch of a TensorFlow 1.x graph.

    Private name: ``Operation._get_control_flow_context``, seen in 2.16 to 2.21. Without
    it no network over time is built in a faster way.
    """
    context = getattr(op, "_get_control_flow_context", None)
    return context is None or context() is not None


def building_control_flow(graph: Any) -> bool:
    """Whether what is built in `graph` now stands in a loop or a branch.

    Private name: ``Graph._get_control_flow_context``, seen in 2.16 to 2.21. Without it
    no gradient of a network over time is built in a faster way.
    """
    context = getattr(graph, "_get_control_flow_context", None)
    return context is None or context() is not None


def awaited_outside(graph: Any) -> int:
    """How many tensors from outside a loop a constant built in it now waits for.

    Each of them is brought in by an op. Private names: as for `building_control_flow`
    and `has_control_dependencies`; without them this is 0.
    """
    context = getattr(graph, "_get_control_flow_context", lambda: None)()
    current = getattr(graph, "_current_control_dependencies", None)
    if context is None or current is None or not context.IsWhileContext():
        return 0
    return sum(
        bool(op.outputs) and op._get_control_flow_context() is not context
        for op in current()
    )


def has_control_dependencies(graph: Any) -> bool:
    """Whether what is built in `graph` now runs after something else.

    Private name: ``Graph._current_control_dependencies``, seen in 2.16 to 2.21. Without
    it the gradient of a network over time begins later.
    """
    current = getattr(graph, "_current_control_dependencies", None)
    return current is None or bool(current())


_watched: list[Any] = []


def watch_gradients(
    begin: Callable[[Any, dict[str, Any]], Callable[[Any], None]],
    function: Callable[[Any, Any], Any],
) -> bool:
    """Look on while `tf.gradients` works.

    Private names: ``gradients_util._GradientsHelper`` and
    ``ops.get_gradient_function``, seen in 2.16 to 2.21. Without them no network over
    time runs in a faster way.

    Args:
        begin: From the graph and the arguments of a call, by name, to what is called
            with its results, or `None` where it failed.
        function: From an op and its gradient function to the one to call.

    Returns:
        Whether it worked.
    """
    if _watched:
        return True
    try:
        from tensorflow.python.framework import ops
        from tensorflow.python.ops import gradients_util
    except ImportError:
        return False
    helper = getattr(gradients_util, "_GradientsHelper", None)
    find = getattr(ops, "get_gradient_function", None)
    if helper is None or find is None:
        return False
    signature = inspect.signature(helper)

    @functools.wraps(helper)
    def _GradientsHelper(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        end, results = begin(ops.get_default_graph(), bound.arguments), None
        try:
            results = helper(*args, **kwargs)
            return results
        finally:
            end(results)

    def get_gradient_function(op: Any) -> Any:
        own = find(op)
        return own if own is None else function(op, own)

    gradients_util._GradientsHelper = _GradientsHelper
    ops.get_gradient_function = get_gradient_function
    _watched.append(helper)
    return True


_copying: list[Any] = []


def run_copies(copy_of: Callable[[Any], Any]) -> bool:
    """Let a session run a copy of its graph.

    Private names: ``BaseSession._extend_graph``, ``_session``, ``_graph``, ``_target``
    and ``_config``; ``Graph._session_run_lock``; of ``pywrap_tf_session`` what
    `CopiedNodes` uses; seen in 2.16 to 2.21. Without them no network over time runs in
    a faster way.

    Args:
        copy_of: From a session that did not run yet to the copy that it is to run, or
            `None`: what has `graph`, and `extend()`, called before each run.

    Returns:
        Whether it worked.
    """
    if _copying:
        return True
    try:
        from tensorflow.python.client import pywrap_tf_session as c_api
        from tensorflow.python.client import session as sessions
    except ImportError:
        return False
    own = getattr(sessions.BaseSession, "_extend_graph", None)
    if own is None or not CopiedNodes.possible():
        return False

    def _extend_graph(self: Any) -> None:
        if not hasattr(self, "_compat_copy"):
            with _COPY_LOCK:
                if not hasattr(self, "_compat_copy"):
                    self._compat_copy = None if self._target else _begun(self)
        copy = self._compat_copy
        if copy is None:
            return own(self)
        with self._graph._session_run_lock():
            copy.extend()
        with copy.graph._session_run_lock():
            c_api.ExtendSession(self._session)

    def _begun(session: Any) -> Any:
        copy = copy_of(session)
        if copy is None:
            return None
        other = sessions.Session(graph=copy.graph, config=session._config)
        session._session, other._session = other._session, session._session
        other.close()
        return copy

    sessions.BaseSession._extend_graph = _extend_graph
    _copying.append(own)
    return True


def runs_copies() -> bool:
    """Whether sessions run copies: `run_copies` worked."""
    return bool(_copying)


_COPY_LOCK = threading.RLock()


def has_functions(graph: Any) -> bool:
    """Whether a graph has functions in its library.

    Private name: ``Graph._functions``, seen in 2.16 to 2.21. Without it each extension
    of a copied graph takes longer.
    """
    return bool(getattr(graph, "_functions", True))


class CopiedNodes:
    """A graph of nodes that TensorFlow 2 has in C, and Python does not know.

    Python's own import of a graph makes an object of every node, which takes several
    times as long.

    Private names: ``Graph._c_graph`` and ``Graph.new_operations``; of
    ``pywrap_tf_session`` ``TF_GraphImportGraphDefWithResults`` and its options,
    ``TF_OperationName``, ``TF_Output``; seen in 2.16 to 2.21.

    Attributes:
        graph: The graph.
    """

    _USED = (
        "TF_GraphImportGraphDefWithResults TF_ImportGraphDefOptionsSetPrefix "
        "TF_ImportGraphDefOptionsSetValidateColocationConstraints TF_OperationName "
        "TF_ImportGraphDefOptionsAddInputMapping TF_NewBufferFromString TF_Output "
        "TF_ImportGraphDefOptionsRemapControlDependency TF_DeleteBuffer "
        "ExtendSession"
    )

    def __init__(self) -> None:
        import tensorflow as tf

        self.graph = tf.Graph()
        self._count, self._by_name = 0, {}  # type: ignore[var-annotated]

    @classmethod
    def possible(cls) -> bool:
        """Whether this TensorFlow has what it needs."""
        import tensorflow as tf

        try:
            from tensorflow.python.client import pywrap_tf_session as c_api
            from tensorflow.python.framework import c_api_util
        except ImportError:
            return False
        return (
            all(hasattr(c_api, name) for name in cls._USED.split())
            and hasattr(c_api_util, "ScopedTFImportGraphDefOptions")
            and hasattr(tf.Graph, "new_operations")
        )

    def _node(self, name: str) -> Any:
        from tensorflow.python.client import pywrap_tf_session as c_api

        if name not in self._by_name:
            nodes = self.graph.new_operations()
            for node in nodes[self._count :]:
                self._by_name[c_api.TF_OperationName(node)] = node
            self._count = len(nodes)
        return self._by_name[name]

    def add(self, definition: Any) -> None:
        """Add the nodes of a `GraphDef`; they may read those that are there."""
        from tensorflow.python.client import pywrap_tf_session as c_api
        from tensorflow.python.framework import c_api_util

        scoped = c_api_util.ScopedTFImportGraphDefOptions()
        options = scoped.options
        c_api.TF_ImportGraphDefOptionsSetPrefix(options, "")
        c_api.TF_ImportGraphDefOptionsSetValidateColocationConstraints(options, False)
        new = {node.name for node in definition.node}
        for source in {source for node in definition.node for source in node.input}:
            name, _, index = source.removeprefix("^").partition(":")
            if name in new:
                continue
            if source.startswith("^"):
                c_api.TF_ImportGraphDefOptionsRemapControlDependency(
                    options, name, self._node(name)
                )
            else:
                output = c_api.TF_Output()
                output.oper, output.index = self._node(name), int(index or 0)
                c_api.TF_ImportGraphDefOptionsAddInputMapping(
                    options, name, output.index, output
                )
        buffer = c_api.TF_NewBufferFromString(definition.SerializeToString())
        try:
            with self.graph._c_graph.get() as c_graph:
                found = c_api.TF_GraphImportGraphDefWithResults(
                    c_graph, buffer, options
                )
            c_api_util.ScopedTFImportGraphDefResults(found)  # frees it
        finally:
            c_api.TF_DeleteBuffer(buffer)


_ONEDNN = "MklNameChangeOp"  # the label of its kernels


@functools.cache
def has_onednn() -> bool:
    """Whether `onednn_matmul` is there, and all runs where its kernels are: on CPUs.

    Private name: ``kernels.get_registered_kernels_for_op``, seen in 2.21. Without it
    the gradient of an LSTM of many units takes longer.
    """
    import tensorflow as tf

    try:
        from tensorflow.python.framework import kernels

        known = kernels.get_registered_kernels_for_op("_MklMatMul").kernel
    except (ImportError, AttributeError):
        return False
    labels = {kernel.label for kernel in known}
    return _ONEDNN in labels and not tf.config.list_physical_devices("GPU")


def onednn_matmul(a: Any, b: Any, transpose_a: bool = False) -> Any:
    """`a · b` by oneDNN's kernel, whether or not TensorFlow itself is to use oneDNN.

    Private name: the op ``_MklMatMul``, into which TensorFlow turns a MatMul where
    TF_ENABLE_ONEDNN_OPTS=1, seen in 2.21; ask `has_onednn` first.

    Args:
        a: float32 `[rows, depth]`, or `[depth, rows]` with `transpose_a`.
        b: float32 `[depth, columns]`.
        transpose_a: Whether the first one is turned.
    """
    import tensorflow as tf

    value = tf.compat.v1.AttrValue
    op = tf.compat.v1.get_default_graph().create_op(
        "_MklMatMul",
        [a, b],
        [tf.float32],
        name="matmul",
        attrs={
            "transpose_a": value(b=transpose_a),
            "transpose_b": value(b=False),
            "T": value(type=tf.float32.as_datatype_enum),
            "_kernel": value(s=_ONEDNN.encode()),
        },
    )
    return op.outputs[0]


def graph_function(
    function: Callable[..., Any],
    dtypes: list[Any],
    name: str,
    gradient: Callable[..., Any] | None = None,
) -> Callable[..., Any]:
    """Make `function` a function of the graph, each call of which is one op.

    Private name: ``function.Defun``, seen in 2.16 to 2.21. Without it
    `tf.contrib.recurrent` is not there.

    Args:
        function: From tensors to tensors.
        dtypes: Of its arguments.
        name: Of the op, which a hash follows.
        gradient: From an op and the gradients of its results to those of its
            arguments; by default that of what is in the function.
    """
    from tensorflow.python.framework import function as functions

    more = {} if gradient is None else {"python_grad_func": gradient}
    return functions.Defun(*dtypes, func_name=None, **more)(_named(function, name))


def captured_by(function: Any) -> list[Any]:
    """The tensors outside that a `graph_function` uses.

    Private name: ``_DefinedFunction.captured_inputs``, seen in 2.16 to 2.21; see
    `graph_function`.
    """
    return list(function.captured_inputs)


def called_with(function: Any, given: list[Any], captured: list[Any]) -> list[Any]:
    """Call a `graph_function` with other tensors for those that it captured.

    Private name: ``_DefinedFunction._extra_inputs``, seen in 2.16 to 2.21; see
    `graph_function`.
    """
    other = copy.copy(function)
    other._extra_inputs = captured
    results = other(*given)
    return list(results) if isinstance(results, (list, tuple)) else [results]


def _named(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def named(*args: Any) -> Any:
        return function(*args)

    named.__name__ = name
    return named


@functools.cache
def trackable() -> type:
    """Give the base class of what `tf.train.Checkpoint` saves.

    Private name: ``__internal__.tracking.Trackable``, seen in 2.16 to 2.21. Without it
    `tf.train.Checkpoint` refuses the layers and cells of TensorFlow 1.x.
    """
    import tensorflow as tf

    try:
        return tf.__internal__.tracking.Trackable
    except AttributeError:
        return object


def restore_late(owner: Any, name: str, variable: Any) -> None:
    """Give a variable the value that was restored before it was made.

    Private name: ``Trackable._handle_deferred_dependencies``, seen in 2.16 to 2.21.
    Without it `tf.train.Checkpoint.restore` restores what is built, and no more.

    Args:
        owner: The layer.
        name: Of the variable, as the layer knows it.
        variable: The variable.
    """
    handle = getattr(owner, "_handle_deferred_dependencies", None)
    if handle is not None and isinstance(variable, trackable()):
        handle(name=name, trackable=variable)


def old_keras(path: str) -> ModuleType | None:
    """A module of tf_keras that was `tensorflow.python.keras`'s, if it is installed.

    Private name: ``tf_keras.src``, seen in 2.16 to 2.21. Without it the helpers of
    1.15's tests of Keras are not there.

    Args:
        path: Below `tf_keras.src`.
    """
    try:
        return importlib.import_module(f"tf_keras.src.{path}")
    except ImportError:
        return None


def saveable_object() -> tuple[Any, Any]:
    """Give the classes of what `tf.train.Saver` saves that is not a variable.

    Private names: ``saveable_object.SaveableObject`` and ``SaveSpec``, seen in 2.16 to
    2.21. Without them a Saver refuses the weights of `tf.contrib.cudnn_rnn`'s layers.
    """
    try:
        from tensorflow.python.training.saving import saveable_object as found

        return found.SaveableObject, found.SaveSpec
    except (ImportError, AttributeError):

        class SaveSpec:
            def __init__(self, tensor: Any, slices: str, name: str, dtype: Any) -> None:
                self.tensor, self.name, self.dtype = tensor, name, dtype
                self.slice_spec = slices

        class SaveableObject:
            def __init__(self, op: Any, specs: Any, name: str) -> None:
                self.op, self.specs, self.name = op, specs, name

        return SaveableObject, SaveSpec


def callable_of(
    session: Any,
    feeds: list[str],
    fetches: list[str],
    targets: list[str],
    here: bool,
) -> Callable[..., Any] | None:
    """A part of a session's graph, ready to be run: from arrays to arrays.

    Private names: ``Session._make_callable_from_options``, and ``Session._do_call``,
    whose errors say which op failed; seen in 2.16 to 2.21. Without them every run is
    prepared anew, which takes longer.

    Args:
        session: A session.
        feeds: Names of the tensors whose values are given.
        fetches: Names of those whose values are wanted.
        targets: Names of ops that are run besides.
        here: Whether its ops run one after the other in the thread that calls, and not
            side by side in those of the session.
    """
    make = getattr(session, "_make_callable_from_options", None)
    if make is None or not hasattr(session, "_do_call"):
        return None
    from tensorflow.core.protobuf import config_pb2

    options = config_pb2.CallableOptions(feed=feeds, fetch=fetches, target=targets)
    if here:
        options.run_options.inter_op_thread_pool = -1
    return functools.partial(session._do_call, session._do_call(make, options))


def say_errors_by(
    message: Callable[[str, Any], str],
    text: Callable[[Any], str],
    of_function: Callable[[str, list[str], dict[str, Any]], str],
) -> bool:
    """Make errors of ops say what these functions say; see `compat.run.error_text`.

    Private names: ``error_interpolation.interpolate_graph``,
    ``atomic_function.InterpolateRuntimeError.interpolate``, ``tf_stack.
    LoadTracesFromDebugInfo``, seen in 2.16 to 2.21. Without them messages begin with
    "Graph execution error:".

    Args:
        message: From a message and the graph to the message of an error.
        text: From an error to its `str`.
        of_function: From a message, names of ops and their tracebacks to a message.

    Returns:
        Whether it worked.
    """
    import tensorflow as tf

    setattr(tf.errors.OpError, "__str__", text)  # noqa: B010
    try:
        from tensorflow.python.eager.polymorphic_function import atomic_function
        from tensorflow.python.framework import error_interpolation
        from tensorflow.python.util import tf_stack

        load = tf_stack.LoadTracesFromDebugInfo
        inside = atomic_function.InterpolateRuntimeError
        assert error_interpolation.interpolate_graph and inside.interpolate
    except (ImportError, AttributeError):
        return False
    error_interpolation.interpolate_graph = message
    inside.interpolate = lambda self, said, names, about: of_function(
        said, names, load(about)
    )
    return True


def op_of(variable: Any) -> Any:
    """The op of a variable; that of its handle, where it is a resource."""
    try:
        return variable.op
    except AttributeError:
        return variable.handle.op


def traceback_now() -> Any:
    """The frames of the caller, innermost last."""
    import traceback

    return traceback.extract_stack()


def read_global_step(graph: Any) -> Any:
    """The tensor by which hooks read the global step, made once in a graph.

    Private name: ``training_util._get_or_create_global_step_read``, seen in 2.16 to
    2.21. Without it an Estimator's graph has its ops later, and other op seeds.

    Args:
        graph: A graph with a global step.
    """
    try:
        from tensorflow.python.training import training_util
    except ImportError:
        return None
    read = getattr(training_util, "_get_or_create_global_step_read", None)
    return None if read is None else read(graph)


def shuffled_parts(dataset: Any) -> tuple[Any, Any, Any, Any] | None:
    """Of a dataset that was shuffled anew in each epoch: its input, buffer and seeds.

    Private names: ``DatasetV1Adapter._dataset``, ``shuffle_op._ShuffleDataset`` and its
    ``_input_dataset``, ``_buffer_size``, ``_seed``, ``_seed2`` and
    ``_reshuffle_each_iteration``; seen in 2.16 to 2.21. Without them what is shuffled
    and repeated has another order than in 1.15.

    Returns:
        `None` for every other dataset.
    """
    try:
        from tensorflow.python.data.ops import shuffle_op

        inner = getattr(dataset, "_dataset", dataset)
        if not isinstance(inner, shuffle_op._ShuffleDataset):
            return None
        if inner._reshuffle_each_iteration is False:
            return None
        return inner._input_dataset, inner._buffer_size, inner._seed, inner._seed2
    except (ImportError, AttributeError):
        return None
