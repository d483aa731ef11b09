"""Bodies of answers, read into rows: one row of a single answer, many of a batch."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.trust.service.wire import DUPLICATED, NAME, SCORE, WireRow, row_name, score_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NESTED_IN = ("data", "result")


class BodyError(ValueError):
    """A body that is not JSON, or not of the documented shape; its text says why."""


@dataclass(slots=True)
class BatchRows:
    """The rows of a batch answer by the id they answer.

    Attributes:
        rows: one row an id; an id with several differing rows is not among them.
        not_found: ids that the service says it does not know.
    """

    rows: dict[str, WireRow] = field(default_factory=dict)
    not_found: set[str] = field(default_factory=set)


def load(body: bytes) -> object:
    """The JSON value; an object that gives a key twice with two values says so.

    Raises:
        BodyError: it is not JSON, nests too deeply, or is empty.
    """
    if not body.strip():
        raise BodyError("an empty body")
    try:
        value = json.loads(body)
        return json.loads(body, object_pairs_hook=_object) if _is_doubtful(body, value) else value
    except RecursionError:
        raise BodyError("JSON nested too deeply") from None
    except ValueError:
        # Also UnicodeDecodeError, and an integer of more digits than Python converts.
        shown = "HTML" if body.lstrip()[:1] == b"<" else "broken JSON"
        raise BodyError(shown) from None


def _is_doubtful(body: bytes, value: object) -> bool:
    """Whether some key that gives a score may stand twice in an object.

    Python's reader takes the last of two in silence, and looking at every key of every object
    costs twice the time; counting the key in the text shows when that is needed.
    """
    if not isinstance(value, dict):
        return False
    results = value.get("results")
    rows = list(results.values()) if isinstance(results, dict) else results
    rows = rows if isinstance(rows, list) else [value]
    keys = [score_key(row) for row in rows if isinstance(row, dict)]
    return any(
        key is not None and body.count(f'"{key}"'.encode()) != keys.count(key) for key in set(keys)
    )


def single_row(body: bytes) -> WireRow:
    """The row of a single answer.

    Raises:
        BodyError: as for `load`, or it is not an object.
    """
    value = load(body)
    if not isinstance(value, dict):
        raise BodyError(f"JSON that is not an object ({type(value).__name__})")
    if not any(key in value for key in (*SCORE, *NAME)):
        for key in _NESTED_IN:
            inner = value.get(key)
            if isinstance(inner, dict):
                return inner
    return value


def batch_rows(body: bytes, asked: Sequence[str]) -> BatchRows:
    """The rows of a batch answer, in whatever order and shape they came.

    Rows without a usable name, for things not asked, or contradicting one another are left
    out; the caller sees which ids are missing.

    Raises:
        BodyError: as for `load`, or there are no ``results``.
    """
    value = load(body)
    if not isinstance(value, dict):
        raise BodyError(f"JSON that is not an object ({type(value).__name__})")
    results = value.get("results")
    if not isinstance(results, (list, dict)):
        raise BodyError("JSON without results")
    names = _Names(asked)
    found = BatchRows()
    disputed: set[str] = set()
    for name, row in _named(results):
        id_ = names.find(name)
        if id_ is None:
            continue
        if id_ in found.rows and found.rows[id_] != row:
            disputed.add(id_)
        found.rows[id_] = row
    for id_ in disputed:
        del found.rows[id_]
    listed = value.get("not_found")
    if isinstance(listed, list):
        ids = (names.find(name) for name in listed if isinstance(name, str))
        found.not_found = {id_ for id_ in ids if id_ is not None and id_ not in found.rows}
        found.not_found -= disputed
    return found


def _named(results: list[object] | dict[str, object]) -> Iterable[tuple[str, WireRow]]:
    """Name and row of every object in ``results``."""
    if isinstance(results, dict):
        for key, row in results.items():
            if isinstance(row, dict):
                yield key, row
        return
    for row in results:
        name = row_name(row) if isinstance(row, dict) else None
        if name is not None:
            assert isinstance(row, dict)
            yield name, row


class _Names:
    """Finds the id that a service's echo stands for: as asked, or but for case and spaces."""

    def __init__(self, asked: Sequence[str]) -> None:
        self._exact = frozenset(asked)
        self._loose: dict[str, str | None] = {}
        for id_ in asked:
            key = id_.strip().casefold()
            self._loose[key] = None if key in self._loose else id_

    def find(self, name: str) -> str | None:
        if name in self._exact:
            return name
        return self._loose.get(name.strip().casefold())


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    first: dict[str, object] = {}
    twice = {key for key, item in pairs if first.setdefault(key, item) != item}
    if twice:
        value[DUPLICATED] = tuple(sorted(twice))
    return value
