"""A layer found in a checkpoint, and what a checkpoint holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from compat.migrate.kinds import BY_NAME, Array, Kind

OPTIMIZER = "an optimizer's"
COUNTER = "a counter or setting, no layer's weights"
_PROJECTIONS = ("projection/kernel", "W_P_0", "projection_weights")


@dataclass
class Piece:
    """A layer found in a checkpoint.

    Args:
        kind: Which kind of layer.
        scope: Its scope there, as 1.15 spells it.
        names: Its variables' names there, as they are.
        leaves: The same, as 1.15 spells them, below the scope.
        arrays: Their values.
        forget_bias: What the cell adds to its forget gate while it runs.
        backward: For a bidirectional layer, the piece that reads from the end.
        settings: What is not usual: `activation`, `cell_clip`, ….
        shapes: The variables' shapes there, where the arrays have others.
        reverse: Whether it reads from the end.
        seen: Whether the settings were read in the graph beside the checkpoint.
    """

    kind: Kind
    scope: str
    names: list[str]
    leaves: list[str]
    arrays: list[Array]
    forget_bias: float = 1.0
    backward: Piece | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    reverse: bool = False
    seen: bool = False

    def variables(self) -> dict[str, Array]:
        """Its variables by their names in the checkpoint, both directions."""
        own = {
            name: array.reshape(self.shapes.get(name, array.shape))
            for name, array in zip(self.names, self.arrays, strict=True)
        }
        return own | (self.backward.variables() if self.backward else {})

    def parts(self) -> Iterator[Piece]:
        """Its directions, each as a layer of its own."""
        yield replace(self, backward=None) if self.backward else self
        if self.backward is not None:
            yield self.backward

    def by_leaf(self) -> dict[str, Array]:
        """Its own variables by the names that its kind has for them."""
        return dict(zip(self.leaves, self.arrays, strict=True))

    @property
    def units(self) -> int:
        """Its units: the size of its state, for recurrent layers."""
        return self.kind.units(self.by_leaf())

    @property
    def inputs(self) -> int:
        """The size of its inputs; for an embedding, its words."""
        leaf = self.kind.input_leaf or self.kind.leaves[0]
        rows = int(self.by_leaf()[leaf].shape[0])
        return rows - (self.projection or self.units) if self.kind.joined else rows

    @property
    def projection(self) -> int | None:
        """The size of its projected output, if it is projected."""
        for leaf, array in self.by_leaf().items():
            if leaf in _PROJECTIONS:
                return int(array.shape[1])
        return None

    def weights(self) -> list[Array]:
        """Keras's weights of the layer, for `layer.set_weights`."""
        own = [np.array(array) for array in self.arrays]
        if self.kind.to_keras is not None:
            more = {"forget_bias": self.forget_bias} if self.kind.forget else {}
            own = self.kind.to_keras(*self.arrays, **more)
        return own + (self.backward.weights() if self.backward else [])

    def replaced(self, weights: list[Array]) -> Piece:
        """The same piece with other weights, as Keras has them."""
        behind = None
        if self.backward is not None:
            half = len(weights) // 2
            weights, rest = weights[:half], weights[half:]
            behind = self.backward.replaced(rest)
        arrays = [np.array(array) for array in weights]
        if self.kind.to_tf1 is not None:
            more = {"forget_bias": self.forget_bias} if self.kind.forget else {}
            arrays = self.kind.to_tf1(*weights, **more)
        return replace(self, arrays=arrays, backward=behind)


def copied(name: str, array: Array) -> Piece:
    """A variable that Keras has as it is."""
    # an embedding's way copies as well
    return Piece(BY_NAME["embedding"], name, [name], ["embeddings"], [array])


@dataclass
class Found:
    """What a checkpoint holds.

    Args:
        pieces: Its layers, in the order of their scopes.
        left: Every other variable, and why it is none of a layer.
        notes: What else there is to say, a line each.
        graph: The graph beside it, if there is one.
    """

    pieces: list[Piece] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    graph: Any = None

    def missing(self) -> dict[str, str]:
        """The variables of layers that are not mapped."""
        usual = (OPTIMIZER, COUNTER)
        return {name: why for name, why in self.left.items() if why not in usual}
