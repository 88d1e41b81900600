"""Keeps what `plt.show()` would have shown, where there is no display for it."""

from __future__ import annotations

import functools
import os
import sys
import warnings
from typing import Any

from compat import hooks, words, writing


def install(script: str) -> None:
    """Have `plt.show()` save the figures, where no backend was chosen and none shows.

    Args:
        script: What the pictures are called after.
    """
    shown = sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "MPLBACKEND")
    )
    if shown:
        return
    stem = os.path.splitext(os.path.basename(script.rstrip(os.sep)))[0]
    saving = _Saving(stem if stem.isidentifier() else "figure")
    if "matplotlib.pyplot" in sys.modules:
        saving.take_over()
    else:
        hooks.Imported("matplotlib.pyplot", saving.take_over)


class _Saving:
    """`plt.show()` that saves all open figures, says where, and closes them.

    Args:
        stem: How the pictures' names begin.
    """

    def __init__(self, stem: str) -> None:
        self._stem, self._count, self._told = stem, 0, False
        self._show: Any = None

    def take_over(self) -> None:
        """Stand in for `show`, unless the script or the user chose a backend."""
        import matplotlib
        from matplotlib import pyplot

        chosen = dict.__getitem__(matplotlib.rcParams, "backend")
        # a notebook's is ours: windows are not for it
        if isinstance(chosen, str) and not os.environ.get("MPLBACKEND"):
            return
        self._show = pyplot.show

        @functools.wraps(pyplot.show)
        def show(*args: Any, **kwargs: Any) -> Any:
            return self.show(*args, **kwargs)

        pyplot.show = show

    def show(self, *args: Any, **kwargs: Any) -> Any:
        """Save what is open; a backend that was chosen since then shows it itself."""
        import matplotlib
        from matplotlib import pyplot

        if matplotlib.get_backend().lower() != "agg":
            return self._show(*args, **kwargs)
        for number in pyplot.get_fignums():
            self._count += 1
            path, missing = f"{self._stem}-{self._count}.png", ""
            try:
                with writing.whole(path) as beside, warnings.catch_warnings():
                    warnings.filterwarnings("ignore", "Glyph .* missing from")
                    missing = _letters_without_a_font(pyplot.figure(number))
                    pyplot.figure(number).savefig(beside)
                said = f"no display: the figure is saved in {path}"
            except OSError as error:  # a disk that is full
                why = writing.cause(error)
                said = f"no display, and {path} cannot be written: {why}"
            print(words.said(f"compat: {said}"), file=sys.stderr)
            if missing and not self._told:
                self._told = True
                said = f"no letters {missing} in this font: {_font()}"
                print(words.said(f"compat: {said}"), file=sys.stderr)
            pyplot.close(number)
        return None


def _letters_without_a_font(figure: Any) -> str:
    """The first letters of a figure's texts that its fonts do not have."""
    from matplotlib import font_manager, text

    missing = ""
    for one in figure.findobj(text.Text):
        said = one.get_text()
        if said.isascii() or not one.get_visible():
            continue
        font = font_manager.get_font(font_manager.findfont(one.get_fontproperties()))
        known = font.get_charmap()
        missing += "".join(c for c in said if ord(c) not in known and not c.isspace())
    return missing[:8]


def _font() -> str:
    """What to write for Korean letters, with a font that is here if there is one."""
    from matplotlib import font_manager

    here = {font.name for font in font_manager.fontManager.ttflist}
    known = ("NanumGothic", "NanumBarunGothic", "Malgun Gothic", "AppleGothic")
    found = next((name for name in (*known, "Noto Sans CJK KR") if name in here), "")
    line = f"plt.rc('font', family='{found or known[0]}')"
    return line if found else f"install fonts-nanum, then {line}"
