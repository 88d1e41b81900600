"""Translates statements; the script's own lines and comments stay where they can."""

from __future__ import annotations

import ast
import textwrap

from compat.port.compounds import Compounds
from compat.port.layout import WIDTH
from compat.port.pieces import Piece
from compat.port.values import Gap, Value, quoted, unparsed

_COMPOUND = (
    ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef,
    ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith,
)  # fmt: skip


class Statements(Compounds):
    """Translates blocks of statements.

    Attributes:
        gaps: What is not ported: line, name, why.
        scope: The line of the function around, 0 for the module.
    """

    def where(self, line: int) -> str:
        """What a line is called in a comment."""
        raise NotImplementedError

    def block(self, body: list[ast.stmt]) -> list[Piece]:
        """The pieces of a block."""
        found: list[Piece] = []
        carried: list[str] = []
        for statement in body:
            pieces = self.statement(statement)
            if not pieces:
                blank = [one for one in self.lead(statement) if not one.strip()]
                carried = carried or blank
                continue
            if carried and not pieces[0].lead:
                pieces[0].lead = carried[:1]
            carried = []
            found += pieces
        return found

    def lead(self, statement: ast.stmt) -> list[str]:
        """The comments and blank lines right before a statement."""
        first = self.first_line(statement)
        begin = first
        while begin > 1 and self.is_remark(self.lines[begin - 2]):
            begin -= 1
        return [one.strip() for one in self.lines[begin - 1 : first - 1]]

    def statement(self, statement: ast.stmt) -> list[Piece]:
        """The pieces that a statement becomes."""
        before = self.pending
        self.pending = []
        try:
            if isinstance(statement, _COMPOUND):
                pieces = self.compound(statement)
            else:
                pieces = self.simple(statement)
        except Gap as gap:
            pieces = [self.gap(statement, gap)]
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # code that no rule has thought of: it is a gap, not the end of the others
            said = f"not understood here ({type(error).__name__}: {error})"
            first = ast.unparse(statement).partition("\n")[0][:40]
            pieces = [self.gap(statement, Gap(first, " ".join(said.split())[:120]))]
        if self.pending:
            made = Piece(self.pending, True, line=statement.lineno)
            made.targets = [one.partition(" = ")[0] for one in self.pending[:1]]
            pieces = [made, *pieces]
        self.pending = before
        if pieces:
            lead = self.lead(statement)
            pieces[0].lead = lead + pieces[0].lead
            for piece in pieces:
                piece.line = piece.line or statement.lineno
            if pieces[-1].generated and not pieces[-1].gap:
                self.remark(pieces, statement)
        return pieces

    def remark(self, pieces: list[Piece], statement: ast.stmt) -> None:
        """Put the old line, and the comment that stood there, behind new code."""
        last = self.lines[(statement.end_lineno or 1) - 1]
        rest = last[self._column(statement) :].strip()
        old = rest if rest.startswith("#") else ""
        where = self.where(statement.lineno)
        pieces[-1].comment = f"{old} ({where})" if old else f"# {where}"

    def _column(self, statement: ast.stmt) -> int:
        line = self.lines[(statement.end_lineno or 1) - 1]
        return len(line.encode()[: statement.end_col_offset].decode())

    def gap(self, statement: ast.stmt, gap: Gap) -> Piece:
        """A statement that stays as it is, in comments."""
        self.gaps.append((statement.lineno, gap.name, gap.why))
        lines = [f"# GAP {self.where(statement.lineno)}: {gap.name}: {gap.why}"]
        lines += self.page(gap.name)
        end = statement.end_lineno or statement.lineno
        indent = statement.col_offset
        own = self.lines[self.first_line(statement) - 1 : end]
        lines += [f"# {one[indent:]}".rstrip() for one in own]
        return Piece(["\n".join(lines)], True, gap=True)

    def page(self, name: str) -> list[str]:
        """Where the reference has a name, and what it says to write."""
        from compat.names import surface

        plain = name.partition("(")[0]
        row = surface.lookup(plain)
        if row is None:
            return []
        place = plain.rpartition(".")[0].replace(".", "")
        said = f"see docs/surface.md#{place}: {row.keras3}".removesuffix(": ")
        indent = "#   "
        return textwrap.wrap(
            said, WIDTH - 4, initial_indent=indent, subsequent_indent=indent,
            break_long_words=False,
        )  # fmt: skip

    # Simple statements.

    def verbatim(self, statement: ast.stmt) -> list[Piece]:
        """A statement as it is."""
        end = statement.end_lineno or statement.lineno
        lines = self.lines[self.first_line(statement) - 1 : end]
        indent = statement.col_offset
        inside = _in_strings(statement)
        cut = [
            one
            if number in inside
            else one[indent:]
            if not one[:indent].strip()
            else one
            for number, one in enumerate(lines, self.first_line(statement))
        ]
        if ";" in "".join(cut) and len(self.starts[statement.lineno]) > 1:
            cut = [quoted(ast.unparse(statement))]
        first = self.first_line(statement)
        return [
            Piece(
                cut,
                targets=self.droppable(statement),
                inside={one - first for one in inside},
            )
        ]

    def droppable(self, statement: ast.stmt) -> list[str]:
        """The names of an assignment that does nothing else."""
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return []
        harmless = (
            ast.Constant, ast.Name, ast.Load, ast.List, ast.Tuple, ast.BinOp,
            ast.UnaryOp, ast.operator, ast.unaryop, ast.Attribute, ast.Subscript,
        )  # fmt: skip
        calls = (ast.Call,)
        for node in ast.walk(statement.value):
            if isinstance(node, calls) and ast.unparse(node.func) in ("len", "range"):
                continue
            if not isinstance(node, (*harmless, *calls)) or isinstance(node, calls):
                return []
        target = statement.targets[0]
        return [target.id] if isinstance(target, ast.Name) else []

    def simple(self, statement: ast.stmt) -> list[Piece]:
        """A statement without statements in it."""
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            return self.imported(statement)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            return self.assign(statement, statement.targets[0])
        if isinstance(statement, ast.Assign):
            return self.chained(statement)
        if isinstance(statement, ast.Expr):
            return self.expression(statement)
        if isinstance(statement, ast.Return) and statement.value is not None:
            return self.returned(statement)
        new, changed = self._copy(statement)
        if not changed:
            return self.verbatim(statement)
        return [Piece([quoted(unparsed(ast.fix_missing_locations(new)))], True)]

    def chained(self, statement: ast.Assign) -> list[Piece]:
        """`a, b = both = …`: the first, and then the others from it."""
        first, *others = statement.targets
        if not isinstance(first, (ast.Name, ast.Tuple)):
            first, *others = others + [first]
        if not self.is_ours(statement.value):
            return self.verbatim(statement)
        pieces = self.assign(statement, first)
        text = ast.unparse(first).strip("()")
        lines = [f"{ast.unparse(one)} = {text}" for one in others]
        return [*pieces, Piece(lines, True)]

    def is_ours(self, node: ast.AST) -> bool:
        """Whether an expression is not the script's own text when it is translated."""
        value = self.expr(node)
        return value.changed or value.kind != "plain"

    def imported(self, statement: ast.Import | ast.ImportFrom) -> list[Piece]:
        """TensorFlow's imports go; names that nothing reads go later."""
        if isinstance(statement, ast.ImportFrom):
            if (statement.module or "").partition(".")[0] in (
                "tensorflow",
                "__future__",
            ):
                return []
            names = [one.asname or one.name for one in statement.names]
            return self._import(statement, names)
        kept = [a for a in statement.names if a.name.partition(".")[0] != "tensorflow"]
        if not kept:
            return []
        names = [(one.asname or one.name).partition(".")[0] for one in kept]
        if len(kept) < len(statement.names):
            return [Piece([ast.unparse(ast.Import(kept))], True, targets=names)]
        return self._import(statement, names)

    def _import(self, statement: ast.stmt, names: list[str]) -> list[Piece]:
        (piece,) = self.verbatim(statement)
        piece.targets = [] if "*" in names else names
        return [piece]

    def expression(self, statement: ast.Expr) -> list[Piece]:
        """A call for what it does."""
        value = self.expr(statement.value)
        if value.kind == "gone":
            return []
        if value.kind == "run":
            return self.run_pieces(value, None)
        if value.kind == "train":
            return [Piece(value.data["lines"], True)]
        if not value.changed:
            return self.verbatim(statement)
        return [Piece([value.text], True)]

    def returned(self, statement: ast.Return) -> list[Piece]:
        """What a function gives."""
        assert statement.value is not None
        value = self.expr(statement.value)
        if value.kind == "run":
            if value.text:
                return [Piece([f"return {value.text}"], True)]
            name = self.fresh("found")
            pieces = self.run_pieces(value, ast.Name(name, ast.Store()))
            return [*pieces, Piece([f"return {name}"], True)]
        if value.kind == "rnn":
            raise Gap("return", "a recurrent layer's result under no names")
        if value.kind in ("gone", "variable", "optimizer", "train", "gradients"):
            raise Gap("return", f"what is left of it is no value ({value.kind})")
        if not value.changed:
            return self.verbatim(statement)
        text = value.text
        if isinstance(statement.value, ast.Tuple) and text[:1] == "(":
            text = text[1:-1]
        return [Piece([f"return {text}"], True)]


def _in_strings(statement: ast.stmt) -> set[int]:
    """The lines that begin inside a string."""
    found: set[int] = set()
    for node in ast.walk(statement):
        is_text = isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
        )
        if is_text and node.lineno != node.end_lineno:  # type: ignore[attr-defined]
            first, last = node.lineno + 1, node.end_lineno + 1  # type: ignore[attr-defined]
            found |= set(range(first, last))
    return found


_ = Value
