"""What a walk over code leaves: texts with what their places say, and places that ask for ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from nerq.detectors.python.roles import Role
    from nerq.detectors.python.scope import Module, Scope


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
