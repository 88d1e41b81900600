"""What a model was given, in a table."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Given:
    """What a model was given.

    Args:
        layers: Of each layer, its name and what it got.
        empty: The layers that got nothing.
        unused: The pieces that no layer has a place for, and why.
        lines: What else there is to say.
        wrong: What of the optimizer does not fit.
    """

    layers: list[tuple[str, str]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    unused: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
