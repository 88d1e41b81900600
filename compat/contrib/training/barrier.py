"""The barrier: values that wait, by key, until all of their components are there."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


class Barrier:
    """Elements that are taken when all their components have been put in.

    Args:
        types: Dtypes of the components.
        shapes: Their shapes.
        shared_name: The name across sessions.
        name: Name of the op.

    Source: what `tf.contrib.training.SequenceQueueingStateSaver.barrier` is.
    """

    def __init__(
        self, types: Any, shapes: Any, shared_name: str | None = None, name="barrier"
    ):
        self._types = list(types)
        self._shapes = [tf.TensorShape(shape) for shape in shapes]
        for index, shape in enumerate(self._shapes):
            if shape.num_elements() == 0:
                raise ValueError(
                    "Empty tensors are not supported, but received shape "
                    f"'{shape}' at index {index}"
                )
        self._barrier_ref = tf.raw_ops.Barrier(
            component_types=self._types,
            shapes=self._shapes,
            shared_name=shared_name or "",
            name=name,
        )
        self._name = self._barrier_ref.op.name.split("/")[-1]

    @property
    def barrier_ref(self) -> Any:
        """The tensor that stands for the barrier."""
        return self._barrier_ref

    @property
    def name(self) -> str:
        """The name of its op."""
        return self._barrier_ref.op.name

    def insert_many(self, component_index: int, keys: Any, values: Any, name=None):
        """The op that puts component `component_index` of the elements `keys`."""
        return tf.raw_ops.BarrierInsertMany(
            handle=self._barrier_ref,
            keys=keys,
            values=values,
            component_index=component_index,
            name=name or f"{self._name}_BarrierInsertMany",
        )

    def take_many(
        self, num_elements: Any, allow_small_batch=False, timeout=None, name=None
    ) -> tuple[Any, Any, list[Any]]:
        """Complete elements, the oldest first: `(indices, keys, values)`."""
        taken = tf.raw_ops.BarrierTakeMany(
            handle=self._barrier_ref,
            num_elements=num_elements,
            component_types=self._types,
            allow_small_batch=allow_small_batch,
            timeout_ms=-1 if timeout is None else timeout,
            name=name or f"{self._name}_BarrierTakeMany",
        )
        size = None if allow_small_batch else tf.get_static_value(num_elements)
        outputs = [taken.indices, taken.keys, *taken.values]
        for output, shape in zip(outputs, [[], [], *self._shapes], strict=True):
            output.set_shape(tf.TensorShape([size]).concatenate(shape))
        return taken.indices, taken.keys, list(taken.values)

    def close(self, cancel_pending_enqueues: bool = False, name=None) -> Any:
        """The op that lets in no new keys."""
        return tf.raw_ops.BarrierClose(
            handle=self._barrier_ref,
            cancel_pending_enqueues=cancel_pending_enqueues,
            name=name or f"{self._name}_BarrierClose",
        )

    def ready_size(self, name: str | None = None) -> Any:
        """The number of complete elements."""
        return tf.raw_ops.BarrierReadySize(
            handle=self._barrier_ref, name=name or f"{self._name}_BarrierReadySize"
        )

    def incomplete_size(self, name: str | None = None) -> Any:
        """The number of elements that still wait for a component."""
        return tf.raw_ops.BarrierIncompleteSize(
            handle=self._barrier_ref,
            name=name or f"{self._name}_BarrierIncompleteSize",
        )
