"""Fetches the archives of advisories that OSV publishes, one an ecosystem.

https://google.github.io/osv.dev/data/ (2026): ``…/PyPI/all.zip``. They are fetched in pieces
(RFC 9110, 14.2), so that a broken download goes on where it ended, memory stays small and an answer
is never longer than what was asked for. A piece of another edition (``ETag``) starts it anew; the
size must be the one announced, and the archive's own checksums are verified at the import.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.errors import UnfinishedError
from nerq.trust.local.endpoints import join
from nerq.trust.local.osv_document import OSV_NAMES
from nerq.trust.transport.certificates import trust_for
from nerq.trust.transport.client import Bounds, Client, Outgoing
from nerq.trust.transport.event_loop import run_to_end
from nerq.trust.transport.failures import TransportFailure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nerq.trust.transport.client import Reply

PIECE = 8_000_000  # bytes
LARGEST = 4_000_000_000  # bytes of an archive
_SECONDS = 300.0  # for one piece, on the slowest line that is still worth it
_MOST_EDITIONS = 3  # that may appear while one is fetched
_MARK = ".edition"


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of an archive: its ``ETag`` (empty where the server gives none) and its size."""

    etag: str
    size: int


def ecosystems() -> tuple[str, ...]:
    """Those whose archives can be read, by their ids."""
    return tuple(sorted(OSV_NAMES))


def fetch_dump(
    base: str, ecosystem: str, folder: Path, tell: Callable[[int, int], None]
) -> Path | None:
    """The archive of one ecosystem; None where the one imported last is still the newest.

    Args:
        base: address below which the archives lie.
        ecosystem: one of `ecosystems`.
        folder: where the archive is put, and pieces of it are kept until it is whole.
        tell: told (bytes there are, bytes of all) after each piece.

    Raises:
        UnfinishedError: it could not be fetched whole; what came is kept for the next time.
    """
    if not base:
        raise UnfinishedError("local.endpoints.dumps is empty: no archive can be fetched")
    name = OSV_NAMES[ecosystem]
    download = _Download(join(base, name, "all.zip"), folder / f"{name}-all.zip", tell)
    try:
        run_to_end(download.run())
    except TransportFailure as error:
        raise UnfinishedError(f"{error}; what came is kept, so run the command again") from error
    except OSError as error:
        raise UnfinishedError(f"{download.path}: cannot be written ({error.strerror})") from error
    return download.path if download.is_new else None


def note_import(path: Path) -> None:
    """The archive was imported: it is removed, and its edition is known from now on."""
    _mark_of(path).replace(_imported_of(path))
    path.unlink(missing_ok=True)


def forget_import(folder: Path, ecosystem: str) -> None:
    """Nothing of the ecosystem is imported any more: its archive is fetched in any edition."""
    _imported_of(folder / f"{OSV_NAMES[ecosystem]}-all.zip").unlink(missing_ok=True)


class _Download:
    """One archive on its way into a file."""

    def __init__(self, url: str, path: Path, tell: Callable[[int, int], None]) -> None:
        self._url = url
        self.path = path
        self._part = path.with_suffix(".part")
        self._tell = tell
        self.is_new = False

    async def run(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        client = Client(trust_for(self._url), Bounds(PIECE, _SECONDS), {})
        try:
            for _ in range(_MOST_EDITIONS):
                if await self._fetch(client):
                    return
        finally:
            await client.close()
        raise UnfinishedError(f"{self._url} changed while it was fetched; run the command again")

    async def _fetch(self, client: Client) -> bool:
        """Whether it is whole; False where another edition appeared meanwhile."""
        edition = _read_mark(_mark_of(self.path))
        there = self._part.stat().st_size if edition and self._part.is_file() else 0
        while edition is None or there < edition.size:
            reply = await client.send(Outgoing(self._url, self._headers(there)))
            if reply.status == 304:
                return True
            found, piece = _piece(self._url, reply, there)
            if edition is not None and found != edition:
                self._restart()
                return False
            edition = found
            self._append(edition, piece, there)
            there += len(piece)
            self._tell(there, edition.size)
        self._part.replace(self.path)
        self.is_new = True
        return True

    def _headers(self, there: int) -> dict[str, str]:
        headers = {"Range": f"bytes={there}-{there + PIECE - 1}", "Accept-Encoding": "identity"}
        imported = _read_mark(_imported_of(self.path)) if there == 0 else None
        return {**headers, "If-None-Match": imported.etag} if imported else headers

    def _restart(self) -> None:
        _mark_of(self.path).unlink(missing_ok=True)
        self._part.unlink(missing_ok=True)

    def _append(self, edition: Edition, piece: bytes, there: int) -> None:
        if there == 0:
            self._part.unlink(missing_ok=True)
            text = json.dumps({"etag": edition.etag, "size": edition.size})
            _mark_of(self.path).write_text(text, encoding="utf-8")
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(self._part, flags, 0o600), "ab") as file:
            file.write(piece)


def _piece(url: str, reply: Reply, there: int) -> tuple[Edition, bytes]:
    """The edition that the answer is of, and its bytes from ``there`` on.

    Raises:
        UnfinishedError: it is not the piece that was asked for.
    """
    etag = reply.headers.get("etag", "")
    if reply.status == 200:  # a server that knows no ranges sends all of it
        return Edition(etag, len(reply.body)), reply.body[there:]
    unit, _, said = reply.headers.get("content-range", "").partition(" ")
    span, _, total = said.partition("/")
    start, size = span.partition("-")[0], total.strip()
    is_piece = reply.status == 206 and unit == "bytes" and start == str(there)
    if not (is_piece and reply.body and size.isascii() and size.isdigit() and len(size) < 12):
        raise UnfinishedError(f"{url} answered {reply.status}, not the piece that was asked for")
    if int(size) > LARGEST:
        raise UnfinishedError(f"{url} announces {size} bytes, more than any archive holds")
    return Edition(etag, int(size)), reply.body


def _mark_of(path: Path) -> Path:
    return path.with_suffix(_MARK)


def _imported_of(path: Path) -> Path:
    return path.with_suffix(".imported")


def _read_mark(path: Path) -> Edition | None:
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return Edition(str(written["etag"]), int(written["size"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
