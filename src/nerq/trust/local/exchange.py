"""What is asked of a source, and how its answer is read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nerq.trust.local.http_cache import CachedReply


class SourceError(Exception):
    """A source gave no usable answer; the text says why, for a person."""


class NotThereError(Exception):
    """A source answered that it has no such thing."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a source.

    Attributes:
        url: without credentials.
        auth: user name and password for this host, or None.
        body: JSON to post; None = GET.
        is_text: whether the answer is text, not JSON.
        missing: status codes that mean «no such thing».
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    body: Mapping[str, object] | None = None
    is_text: bool = False
    missing: frozenset[int] = frozenset({404, 410})

    @property
    def content(self) -> bytes | None:
        """The bytes to post; equal bodies give equal bytes."""
        return None if self.body is None else json.dumps(self.body, sort_keys=True).encode()

    @property
    def key(self) -> str:
        """Under which an answer is kept: never holds a credential."""
        body = self.content or b""
        accept = self.headers.get("Accept", "")
        who = hashlib.sha256(
            repr((self.auth, self.headers.get("Authorization"))).encode()
        ).hexdigest()
        return f"{self.url} {accept} {hashlib.sha256(body).hexdigest()[:16]} {who[:16]}"


@dataclass(frozen=True, slots=True)
class Document:
    """A source's answer.

    Attributes:
        url: where it came from, without credentials.
        data: the JSON value, or the text.
        headers: the few that were kept, names in lower case.
        seen: the UTC day it was fetched.
    """

    url: str
    data: object
    headers: Mapping[str, str]
    seen: date


def read_answer(request: Request, kept: CachedReply) -> Document:
    """The document in an answer.

    Raises:
        NotThereError: it says that there is none.
        SourceError: it holds no usable document.
    """
    if kept.status in request.missing:
        raise NotThereError
    if kept.status != 200:
        raise SourceError(f"it answers {kept.status}")
    seen = datetime.fromtimestamp(kept.stored, tz=timezone.utc).date()
    if request.is_text:
        return Document(request.url, kept.body.decode("utf-8", "replace"), kept.headers, seen)
    try:
        data = json.loads(kept.body)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SourceError("its answer is not JSON") from error
    return Document(request.url, data, kept.headers, seen)
