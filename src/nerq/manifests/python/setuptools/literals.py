"""What a Python module's names and expressions hold, as far as it is written out.

Nothing is run: literals, their concatenation, names assigned in the module, and what is
appended to those names are followed; everything else is handed back as not readable. All
assignments of a name count, whichever branch they stand in.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_STEPS = 200_000
"""Expressions looked at in one file; a file that needs more is given up."""

_MAX_TEXT = 20_000
_WRAPPERS = frozenset({"list", "tuple", "set", "frozenset", "sorted", "dedent"})
_SPLITTERS = frozenset({"split", "splitlines", "strip"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class Text(NamedTuple):
    """A text of a list, and the 1-based line it stands at."""

    value: str
    line: int


class Computed(NamedTuple):
    """An expression that only running it would tell."""

    expression: ast.expr


Found: TypeAlias = Text | Computed


class _Table(NamedTuple):
    """Entries of a table, keys as text or expression, and the tables it takes in whole."""

    pairs: Sequence[tuple[str | ast.expr, ast.expr]]
    spread: Sequence[ast.expr]


class TooMuchError(Exception):
    """More than `MAX_STEPS` expressions."""


class Literals:
    """The names of a module, or of those parts of it that are given."""

    def __init__(self, bodies: list[list[ast.stmt]]) -> None:
        self._values: dict[str, list[ast.expr]] = {}
        self._items: dict[str, list[tuple[ast.expr, ast.expr]]] = {}
        self._folded: dict[str, str | None] = {}
        self._steps = 0
        for statement in _statements(bodies):
            self._note(statement)

    def _note(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self._assign(target, value)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                self._values.setdefault(name, []).append(value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=method), args=[arg])):
                self._call(owner, method, arg)
            case _:
                pass

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                self._values.setdefault(name, []).append(value)
            case ast.Subscript(value=ast.Name(id=name), slice=key):
                self._items.setdefault(name, []).append((key, value))
            case _:
                pass

    def _call(self, owner: ast.expr, method: str, argument: ast.expr) -> None:
        if not isinstance(owner, ast.Name) or method not in {"append", "extend", "update", "add"}:
            return
        is_one = method in {"append", "add"}
        value = ast.List(elts=[argument], ctx=ast.Load()) if is_one else argument
        self._values.setdefault(owner.id, []).append(ast.copy_location(value, argument))

    def texts(self, expression: ast.expr) -> Iterator[Found]:
        """The texts of an expression that gives a list of texts, each name followed once.

        Raises:
            TooMuchError: the file needs more steps than are allowed.
        """
        waiting = [expression]
        seen: set[str] = set()
        while waiting:
            current = waiting.pop()
            self._step()
            parts = self._parts(current, seen)
            if parts is not None:
                waiting.extend(reversed(parts))
                continue
            text = self.fold(current)
            if text is None:
                yield Computed(current)
            else:
                yield from _lines(text, current)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooMuchError

    def _parts(self, expression: ast.expr, seen: set[str]) -> list[ast.expr] | None:
        """The expressions that one is made of; None where it is a single text or unknown."""
        match expression:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return parts
            case ast.Starred(value=value):
                return [value]
            case ast.IfExp(body=first, orelse=second):
                return [first, second]
            case ast.BinOp(left=left, op=ast.Add(), right=right) if self.fold(expression) is None:
                return [left, right]
            case ast.Name(id=name) if name in self._values:
                return self._once(name, seen)
            case _:
                return _unwrapped(expression) or self._subscript(expression)

    def _once(self, name: str, seen: set[str]) -> list[ast.expr]:
        if name in seen:
            return []
        seen.add(name)
        return self._values[name]

    def _subscript(self, expression: ast.expr) -> list[ast.expr] | None:
        match expression:
            case ast.Subscript(value=table, slice=ast.Constant(value=str(wanted))):
                found = [value for key, value, _ in self.entries(table) if key == wanted]
                return found or None
            case _:
                return None

    def entries(self, expression: ast.expr) -> Iterator[tuple[str | None, ast.expr, int]]:
        """Key, value and line of an expression that gives a table; key None: not readable.

        Raises:
            TooMuchError: the file needs more steps than are allowed.
        """
        waiting = [expression]
        seen: set[str] = set()
        while waiting:
            current = waiting.pop()
            self._step()
            table = self._table(current, seen)
            if table is None:
                yield None, current, current.lineno
                continue
            for key, value in table.pairs:
                self._step()
                if isinstance(key, str):
                    yield key, value, value.lineno
                else:
                    yield self.fold(key), value, key.lineno
            waiting.extend(reversed(table.spread))

    def _table(self, expression: ast.expr, seen: set[str]) -> _Table | None:
        """What an expression that gives a table is made of; None where that is not known."""
        match expression:
            case ast.Dict(keys=keys, values=values):
                both = list(zip(keys, values, strict=True))
                pairs = [(key, value) for key, value in both if key is not None]
                return _Table(pairs, [value for key, value in both if key is None])
            case ast.Call(func=ast.Name(id="dict"), args=arguments, keywords=keywords):
                named = [(word.arg, word.value) for word in keywords if word.arg is not None]
                spread = [word.value for word in keywords if word.arg is None]
                return _Table(named, [*arguments, *spread])
            case ast.Name(id=name) if name in self._values or name in self._items:
                if name in seen:
                    return _Table([], [])
                seen.add(name)
                return _Table(self._items.get(name, []), self._values.get(name, []))
            case _:
                return None

    def fold(self, expression: ast.expr) -> str | None:
        """The one text an expression gives, else None.

        Raises:
            TooMuchError: the file needs more steps than are allowed.
        """
        self._step()
        match expression:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=name):
                return self._fold_name(name)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                # The right one first: a sum of lists is known as such without its whole left.
                after = self.fold(right)
                return None if after is None else _joined([self.fold(left), after])
            case ast.JoinedStr(values=parts):
                return _joined([self.fold(part) for part in parts])
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self.fold(value)
            case _:
                return None

    def _fold_name(self, name: str) -> str | None:
        if name not in self._folded:
            self._folded[name] = None  # what a name that refers to itself holds
            values = self._values.get(name, [])
            self._folded[name] = self.fold(values[0]) if len(values) == 1 else None
        return self._folded[name]


def _joined(parts: list[str | None]) -> str | None:
    texts = [part for part in parts if part is not None]
    if len(texts) < len(parts) or sum(map(len, texts)) > _MAX_TEXT:
        return None
    return "".join(texts)


def _unwrapped(expression: ast.expr) -> list[ast.expr] | None:
    """What stands inside ``list(…)``, ``sorted(…)`` or before ``.splitlines()``."""
    match expression:
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in _WRAPPERS:
            return [argument]
        case ast.Call(func=ast.Attribute(attr="dedent"), args=[argument]):
            return [argument]
        case ast.Call(func=ast.Attribute(value=value, attr=method)) if method in _SPLITTERS:
            is_text = isinstance(value, (ast.Constant, ast.Call, ast.Name))
            return [value] if is_text else None
        case _:
            return None


def _lines(text: str, expression: ast.expr) -> Iterator[Text]:
    """Each line of a text that is not empty; one in triple quotes goes down the file."""
    goes_down = expression.end_lineno != expression.lineno
    for below, line in enumerate(text.split("\n")):
        if line.strip():
            yield Text(line.strip(), expression.lineno + (below if goes_down else 0))


def _statements(bodies: list[list[ast.stmt]]) -> Iterator[ast.stmt]:
    """Every statement of these blocks and the blocks in them, functions and classes left out."""
    waiting = [statement for body in reversed(bodies) for statement in reversed(body)]
    while waiting:
        statement = waiting.pop()
        yield statement
        if not isinstance(statement, _FUNCTIONS):
            for block in reversed(list(ast.iter_child_nodes(statement))):
                if isinstance(block, ast.ExceptHandler):
                    waiting.extend(reversed(block.body))
                elif isinstance(block, ast.stmt):
                    waiting.append(block)
