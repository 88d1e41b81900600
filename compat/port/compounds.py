"""Translates statements that have others in them."""

from __future__ import annotations

import ast
from typing import Any

from compat.port.assignments import Assignments
from compat.port.expressions import fewer
from compat.port.pieces import Piece
from compat.port.values import Value, quoted


def _with(node: ast.FunctionDef, **fields: Any) -> ast.FunctionDef:
    """A function with other fields."""
    return ast.FunctionDef(
        **{**{name: getattr(node, name, None) for name in node._fields}, **fields}
    )


class Compounds(Assignments):
    """Translates compound statements; `block` and `verbatim` are `Statements`'."""

    def block(self, body: list[ast.stmt]) -> list[Piece]:
        """The pieces of a block."""
        raise NotImplementedError

    def is_remark(self, line: str) -> bool:
        """Whether a line is blank or a comment."""
        return not line.strip() or line.lstrip().startswith("#")

    def first_line(self, statement: ast.stmt) -> int:
        """The first line, of decorators too."""
        above = [one.lineno for one in getattr(statement, "decorator_list", [])]
        return min([statement.lineno, *above])

    def compound(self, statement: Any) -> list[Piece]:
        """A statement with statements in it."""
        if isinstance(statement, ast.With):
            return self.context(statement)
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            outer, self.scope = self.scope, statement.lineno
            env = dict(self.env)
            for one in (*statement.args.args, *statement.args.kwonlyargs):
                self.env.pop(one.arg, None)
            if isinstance(statement, ast.FunctionDef):
                for arg in self.session_arguments(statement):
                    self.env[arg] = Value("", "gone")
            found = self._headed(statement, statement)
            own = {k: v for k, v in self.env.items() if k.startswith("self.")}
            self.scope, self.env = outer, {**env, **own}
            return found
        return self._headed(statement, statement)

    def context(self, statement: ast.With) -> list[Piece]:
        """A `with`, without sessions and scopes of names."""
        items, changed = [], False
        for item in statement.items:
            value = self.expr(item.context_expr)
            if value.kind == "gone":
                changed = True
                if item.optional_vars is not None:
                    self.env[ast.unparse(item.optional_vars)] = value
                continue
            new, is_new = self._copy(item)
            items.append(new)
            changed = changed or is_new
        if items and changed:
            inner = self.block(statement.body)
            made = ast.With(items, [ast.Pass()])
            header = quoted(ast.unparse(ast.fix_missing_locations(made)))
            return [Piece([], True, body=[(header.rpartition("\n")[0], inner)])]
        if not items:
            return self.block(statement.body)
        return self._headed(statement, statement)

    def _headed(self, node: Any, whole: ast.stmt | None) -> list[Piece]:
        """A header and its block, an `else` with them.

        Args:
            node: The statement.
            whole: The same; `None` for an `elif`, which is never given as it stands.
        """
        header, changed = self._header(node)
        parts: list[tuple[str, list[Piece]]] = [(header, self.block(node.body))]
        for handler in getattr(node, "handlers", []):
            text, is_new = self._header(handler)
            changed = changed or is_new
            parts.append((text, self.block(handler.body)))
        orelse = getattr(node, "orelse", [])
        if orelse:
            if isinstance(node, ast.If) and self._is_elif(orelse):
                inner = self._headed(orelse[0], None)
                if inner:
                    (first, then), *more = inner[0].body
                    first = first if first.startswith("el") else f"el{first}"
                    parts += [(first, then), *more]
                    changed = changed or inner[0].comment == "changed"
            else:
                parts.append(("else:", self.block(orelse)))
        if getattr(node, "finalbody", []):
            parts.append(("finally:", self.block(node.finalbody)))
        for place, (_, inner_pieces) in enumerate(parts):
            counts = (len(node.body), None)[place > 0]
            if counts is not None and len(inner_pieces) != counts:
                changed = True
        changed = changed or any(p.changed for _, some in parts for p in some)
        if not changed and whole is not None:
            return self.verbatim(whole)
        if not any(some for _, some in parts):
            return []
        said = "changed" if changed and whole is None else ""
        return [Piece([], True, body=parts, comment=said)]

    def _is_elif(self, orelse: list[ast.stmt]) -> bool:
        first = orelse[0]
        is_if = len(orelse) == 1 and isinstance(first, ast.If)
        return is_if and self.lines[first.lineno - 1].lstrip().startswith("elif")

    def _header(self, node: Any) -> tuple[str, bool]:
        """The lines down to the colon."""
        parts = {
            name: self._part(value) if not isinstance(value, list) else (value, False)
            for name, value in ast.iter_fields(node)
            if name in ("test", "iter", "items", "type")
        }
        changed = any(is_new for _, is_new in parts.values())
        if isinstance(node, ast.FunctionDef) and self.without_of(node):
            changed = True
            args = fewer(node.args, self.without_of(node))
            node = ast.copy_location(_with(node, args=args), node)
        if isinstance(node, ast.FunctionDef):
            args, is_new = self._copy(node.args)
            parts["args"] = (args, is_new)
            changed = changed or is_new
        fields = {name: getattr(node, name, None) for name in node._fields}
        fields |= {name: value for name, (value, _) in parts.items()}
        fields |= {"body": [ast.Pass()]}
        for name in ("orelse", "handlers", "finalbody"):
            if name in fields:
                fields[name] = []
        if isinstance(node, ast.Try):
            return "try:", False
        first, last = self.first_line(node), node.body[0].lineno
        own = self.lines[first - 1 : self.first_line(node.body[0]) - 1]
        while own and self.is_remark(own[-1]):
            own = own[:-1]
        if changed or not own or last == node.lineno:
            made = type(node)(**fields)
            if isinstance(node, ast.ExceptHandler):
                made = ast.Try([ast.Pass()], [made], [], [])
            text = quoted(ast.unparse(ast.fix_missing_locations(made)))
            lines = text.split("\n")
            if isinstance(node, ast.ExceptHandler):
                lines = lines[2:]
            return "\n".join(lines[:-1]), changed
        indent = node.col_offset
        return "\n".join(one[indent:] for one in own), False
