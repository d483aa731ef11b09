"""Answers in one portable file, for machines that cannot ask.

JSON Lines, UTF-8. The first line says what follows::

    {"nerq-snapshot": 1, "created_at": "2026-03-19T00:00:00Z", "service": "https://nerq.ai",
     "answers": 2, "sha256": "..."}
    {"target": "langchain", "is_confirmed": true, "row": {"target_trust": 81.5, ...}}
    {"target": "microsoft/phi-2", "is_confirmed": true, "row": {"target_trust": 61.2, ...}}

``row`` is a row as the service gives it; ``sha256`` is that of all bytes after the first line.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.errors import UnfinishedError
from nerq.model import Rated, Unrated
from nerq.trust.service.rows import to_row
from nerq.trust.service.wire import Rating, RowError, read_row
from nerq.trust.transport.addresses import service_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nerq.model import Answer, Target

_VERSION = 1
_KEY = "nerq-snapshot"
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that was read and found whole.

    Attributes:
        path: of its file.
        created_at: ISO 8601, UTC.
        service: URL of the service that gave the answers.
        age: seconds since then.
        rows: row and whether it is confirmed, by the id that was asked.
    """

    path: Path
    created_at: str
    service: str
    age: float
    rows: Mapping[str, tuple[object, bool]]

    def find(self, id_: str) -> tuple[Rating, bool] | None:
        """The reading of an id, and whether it is confirmed; None where there is none.

        Raises:
            UnfinishedError: its row cannot be used.
        """
        found = self.rows.get(id_)
        if found is None:
            return None
        try:
            return read_row(found[0]), found[1]
        except RowError as error:
            raise _damaged(self.path, f"the answer for {id_} is unusable: {error}") from error


def write_snapshot(
    path: Path,
    service: str,
    answers: Mapping[Target, Answer],
    pins: Mapping[str, str] | None = None,
    now: float | None = None,
) -> int:
    """Writes the service's answers to a file; returns how many.

    Args:
        path: of the file, which is replaced as a whole or not at all.
        service: URL of the service.
        answers: those of other sources, and the missing ones, are left out.
        pins: as for `nerq.trust.service.preflight.Preflight`.
        now: seconds since the epoch; None = now.

    Raises:
        UnfinishedError: the file cannot be written.
    """
    lines: dict[str, str] = {}
    for target, answer in answers.items():
        if isinstance(answer, (Rated, Unrated)) and answer.source == "nerq" and _is_kept(answer):
            id_ = (pins or {}).get(f"{target.ecosystem}:{target.id}", target.id)
            lines[id_] = _line(id_, answer)
    body = "".join(lines[id_] for id_ in sorted(lines)).encode()
    header = {
        _KEY: _VERSION,
        "created_at": _iso(time.time() if now is None else now),
        "service": service_url(service),
        "answers": len(lines),
        "sha256": _digest(body),
    }
    _replace(path, json.dumps(header).encode() + b"\n" + body)
    return len(lines)


def read_snapshot(path: Path, max_age: float | None = None, now: float | None = None) -> Snapshot:
    """The snapshot in a file.

    Args:
        path: of the file.
        max_age: seconds; an older snapshot is refused. None = any age.
        now: seconds since the epoch; None = now.

    Raises:
        UnfinishedError: it cannot be read, is damaged, of a newer version, or too old.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise UnfinishedError(f"the snapshot {path} cannot be read: {why}") from error
    head, _, body = data.partition(b"\n")
    header = _header(path, head)
    if header.get("sha256") != _digest(body):
        raise _damaged(path, "its checksum does not fit")
    created_at = str(header.get("created_at"))
    age = max(0.0, (time.time() if now is None else now) - _seconds(path, created_at))
    if max_age is not None and age > max_age:
        raise UnfinishedError(
            f"the snapshot {path} is {age / _DAY:.0f} days old (of {created_at}), and max-age "
            f"allows {max_age / _DAY:g}; export a new one with `nerq snapshot export`"
        )
    rows = _rows(path, body)
    return Snapshot(path, created_at, str(header.get("service")), age, rows)


def _is_kept(answer: Rated | Unrated) -> bool:
    return isinstance(answer, Rated) or answer.rule == "not-in-index"


def _line(id_: str, answer: Rated | Unrated) -> str:
    score = answer.score if isinstance(answer, Rated) else None
    is_confirmed = answer.is_confirmed if isinstance(answer, Rated) else True
    row = to_row(Rating(score, answer.facts))
    entry = {"target": id_, "is_confirmed": is_confirmed, "row": row}
    return json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise UnfinishedError(f"the snapshot {path} cannot be written: {why}") from error


def _header(path: Path, line: bytes) -> dict[str, object]:
    try:
        header = json.loads(line)
    except (ValueError, RecursionError):
        header = None
    version = header.get(_KEY) if isinstance(header, dict) else None
    if not isinstance(header, dict) or not isinstance(version, int):
        raise UnfinishedError(f"{path} is not a snapshot; `nerq snapshot export` writes one")
    if version != _VERSION:
        raise UnfinishedError(
            f"the snapshot {path} is of version {version}, which this nerq cannot read; "
            "update nerq, or export it again"
        )
    return header


def _rows(path: Path, body: bytes) -> dict[str, tuple[object, bool]]:
    rows: dict[str, tuple[object, bool]] = {}
    for line in body.splitlines():
        id_, row, is_confirmed = _entry(path, line)
        rows[id_] = row, is_confirmed
    return rows


def _entry(path: Path, line: bytes) -> tuple[str, object, bool]:
    try:
        entry = json.loads(line)
        return str(entry["target"]), entry["row"], entry["is_confirmed"] is True
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise _damaged(path, "a line is not an answer") from error


def _damaged(path: Path, why: str) -> UnfinishedError:
    return UnfinishedError(f"the snapshot {path} is damaged: {why}; copy or export it again")


def _digest(body: bytes) -> str:
    from hashlib import sha256

    return sha256(body).hexdigest()


def _iso(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _seconds(path: Path, date: str) -> float:
    import calendar

    try:
        return float(calendar.timegm(time.strptime(date, "%Y-%m-%dT%H:%M:%SZ")))
    except ValueError as error:
        raise _damaged(path, "its date cannot be read") from error
