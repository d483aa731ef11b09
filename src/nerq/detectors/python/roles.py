"""What the place of a text in the code says about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from nerq.detectors.vocabulary.keys import INNER_NAMES
from nerq.detectors.vocabulary.keys import role as role_of_name
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.model import Kind

OUTPUT, BY_SHAPE, BY_NAME, BY_CALL = range(4)


@dataclass(frozen=True, slots=True)
class Role:
    """How far a place says that the text there is an id.

    Attributes:
        shape: what found it, kebab-case.
        strength: 0 it is none; 1 only its own looks can tell; 2 a variable, key or parameter
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
