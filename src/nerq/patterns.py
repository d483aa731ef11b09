"""Regular expressions that are compiled when first used.

Readers know some three hundred expressions, of which a scan of one project needs a few dozen;
compiling all of them would take several times as long as Python takes to start.
"""

from __future__ import annotations

from re import compile as compiled
from typing import TYPE_CHECKING, AnyStr, cast

if TYPE_CHECKING:
    from re import Pattern

_METHODS = (
    *("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split"),
    *("scanner", "pattern", "flags", "groups", "groupindex"),
)


class _Waiting:
    """Stands for a compiled expression; from the first use on, its methods are the other's."""

    def __init__(self, text: object, flags: int) -> None:
        self._given = (text, flags)
        self.pattern = text

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        text, flags = self._given
        real = compiled(text, flags)  # type: ignore[call-overload]
        self.__dict__.update((method, getattr(real, method)) for method in _METHODS)
        return self.__dict__[name]

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"


def regex(text: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    """What ``re.compile`` returns, compiled when it is first used.

    An error in the expression is raised then, not here. For use as a module's constant; the
    functions of `re` do not take it as their argument.
    """
    return cast("Pattern[AnyStr]", _Waiting(text, int(flags)))
