"""What the visitor leaves: texts with what their places say, and places that ask for ids."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from nerq.detectors.vocabulary.keys import INNER_NAMES
from nerq.detectors.vocabulary.keys import role as role_of_name
from nerq.patterns import regex

if TYPE_CHECKING:
    import ast

    from nerq.detectors.python.scope import Module, Scope
    from nerq.model import Kind

OUTPUT, BY_SHAPE, BY_NAME, BY_CALL = range(4)
# A name that is called everywhere says nothing any more: looking through more calls is only slow.
_CALLS_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Role:
    """How far a place says that the text there is an id.

    Attributes:
        shape: what found it, kebab-case.
        strength: 0 it is not one; 1 only its own looks can tell; 2 a variable, key or parameter
            is named as if; 3 a callable takes it as one.
        kind: what the id names.
        context: whom the code speaks to, as in `read_model_id`.
        is_inner: inside a table of a table, where only telling keys pass the role on.
    """

    shape: str
    strength: int
    kind: Kind = "model"
    context: str | None = None
    is_inner: bool = False


# Names of tables all of whose values are ids; ``model = {...}`` describes one.
_MANY = regex(r"s(?:_\w+)?$|(?:map|mapping|list|table|dict|registry|catalog|lookup)\w*$|_to_|_by_")

WEAK = Role("python-literal", BY_SHAPE)
IGNORED = Role("python-output", OUTPUT)


@lru_cache(maxsize=8192)
def for_name(name: str, shape: str, keys: frozenset[str] = frozenset()) -> Role | None:
    """What a variable, keyword, parameter or key of this name holds; None where it says nothing."""
    if not name:
        return None
    if name in keys:
        return Role(shape, BY_CALL)
    said = role_of_name(name, "code")
    if said is None:
        return None
    if said == "output":
        return IGNORED
    kind: Kind = said if said in ("dataset", "space") else "model"
    return Role(shape, BY_NAME, kind, is_inner=_MANY.search(name.lower()) is None)


def for_key(key: str, table: Role) -> Role | None:
    """What stands under a key of a table that itself holds ids; None where it passes nothing on."""
    own = for_name(key, table.shape)
    if own is not None:
        strength = own.strength and max(own.strength, table.strength)
        return replace(own, strength=strength, context=table.context)
    if key.lower() in INNER_NAMES or not table.is_inner:
        return replace(table, is_inner=True)
    return None


@dataclass(slots=True)
class Note:
    """A text in the code, and the best that is known about its place.

    Attributes:
        column: what it has in common with other texts: the argument of a callable, the column
            of a table; None where it stands alone.
        is_used: whether it became a reference.
    """

    node: ast.expr
    text: str
    role: Role
    module: Module
    column: tuple[object, ...] | None = None
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """An expression whose value is taken as an id."""

    scope: Scope
    node: ast.expr
    role: Role


class Argument(NamedTuple):
    """What a call does with one of its arguments.

    Attributes:
        node: the argument.
        role: as what it is asked for; None where the call does not ask.
        walk: ``visited``: the texts in it are noted; ``output``: they are messages, paths or
            what is made here; ``named``: it is visited as the value of its option's name;
            ``passed``: it is only asked for here, and visited elsewhere or not at all.
        column: what it has in common with the same argument of other calls, or None.
        option: the command-line option whose default it is, or empty.
    """

    node: ast.expr
    role: Role | None = None
    walk: Literal["visited", "output", "named", "passed"] = "visited"
    column: tuple[object, ...] | None = None
    option: str = ""


@dataclass(eq=False, slots=True)
class Notes:
    """Everything that one pass over a module's tree leaves; it decides nothing.

    Attributes:
        module: the code.
        texts: by identity of the node.
        demands: in the order of the code.
        options: defaults of command-line options, by the attribute that holds them.
        calls: calls of each name, with the scope they stand in.
        functions: every function of the module, by name.
        docstrings: texts that are statements.
    """

    module: Module
    texts: dict[int, Note] = field(default_factory=dict)
    demands: list[Demand] = field(default_factory=list)
    options: dict[str, list[tuple[ast.expr, Scope]]] = field(default_factory=dict)
    calls: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=dict)
    functions: dict[str, list[Scope]] = field(default_factory=dict)
    docstrings: list[ast.Constant] = field(default_factory=list)

    def note(self, node: ast.expr, text: str, role: Role, module: Module | None = None) -> None:
        """Keeps a text with the strongest role that was seen for its place."""
        known = self.texts.get(id(node))
        if known is None:
            self.texts[id(node)] = Note(node, text, role, module or self.module)
        elif role.strength > known.role.strength or (
            role.strength == known.role.strength and role.context and not known.role.context
        ):
            known.role = role

    def add_call(self, name: str, node: ast.Call, scope: Scope) -> None:
        """Keeps a call, so that what it gives for a parameter can be followed."""
        kept = self.calls.setdefault(name, [])
        if name and len(kept) < _CALLS_KEPT:
            kept.append((node, scope))

    def add_function(self, function: Scope) -> None:
        """Keeps a function, so that its calls can be followed into it."""
        self.functions.setdefault(function.name, []).append(function)

    def add_option(self, name: str, default: ast.expr, scope: Scope) -> None:
        """Keeps the default of a command-line option."""
        self.options.setdefault(name, []).append((default, scope))
