"""Whether JavaScript may name a model, told from its bytes before it is split into tokens."""

from __future__ import annotations

from functools import cache, lru_cache

from nerq.detectors.vocabulary.gates import (
    ANYWHERE,
    MARKS,
    NONE,
    Words,
    flattened,
    in_any_case,
    quoted,
    shortest,
    words_of,
    worth,
)
from nerq.detectors.vocabulary.hub_id import HUB_HOSTS
from nerq.detectors.vocabulary.javascript_callables import POSITIONS, RUNNERS
from nerq.detectors.vocabulary.keys import stems_of
from nerq.detectors.vocabulary.providers import PACKAGES
from nerq.patterns import regex

_TEXTS = regex(quoted("\"'`").encode())


class JavaScriptGate:
    """Asked like a compiled pattern."""

    def search(self, data: bytes) -> bool:
        """Whether a file is worth splitting into tokens, which takes long."""
        if any(word in data for word in _telling()) or data.startswith(MARKS):
            return True
        best = max(map(_worth, set(_TEXTS.findall(data))), default=NONE)
        return best == ANYWHERE or (best > NONE and _keys().stand_in(data, flattened(data)))


HINT = JavaScriptGate()


@lru_cache(maxsize=16384)
def _worth(text: bytes) -> int:
    return worth(text.decode())


@cache
def _telling() -> list[bytes]:
    """Calls whose model may be made at run time, providers' packages, hosts; Ollama's any names."""
    words = {*POSITIONS, *RUNNERS, *PACKAGES, *HUB_HOSTS, ":11434", *in_any_case("ollama")}
    return [word.encode() for word in shortest(words)]


@cache
def _keys() -> Words:
    return words_of(stems_of("settings"))
