"""Whether settings or commands may name a model: one test for all files that hold either.

Configuration holds commands (``run:``, ``command:``), and scripts hold settings (variables,
bodies of requests), so both are told by the same words.
"""

from __future__ import annotations

from functools import cache, lru_cache

from nerq.detectors.vocabulary.gates import MARKS, Words, flattened, words_of
from nerq.detectors.vocabulary.hub_id import HUB_HOSTS
from nerq.detectors.vocabulary.keys import stems_of
from nerq.detectors.vocabulary.model_id import is_model_like, read_model_id
from nerq.detectors.vocabulary.programs import NAMED_LISTS, PROGRAMS, SHORT_FLAGS
from nerq.patterns import regex

# The second part of ``owner/name-7b``, which may be told by its looks alone.
_NAMES = regex(rb"/[A-Za-z][\w.-]+")
_SHORTEST = 5  # letters of a name that hardly is a part of another word
_SHORT = regex(rf"(?:{'|'.join(SHORT_FLAGS)})[ \t=\"',\]\[-]+([\w.:/@-]+)".encode())
# Code that a command hands to Python is read by the rules of Python, whatever it says.
_INLINE = regex(rb"python[^#]{0,60}?(?:-c\b|<<)")


class SettingsGate:
    """Asked like a compiled pattern."""

    def search(self, data: bytes) -> bool:
        """Whether a file is worth reading."""
        return (
            _words().stand_in(data, flattened(data))
            or any(map(_is_name, set(_NAMES.findall(data))))
            or any(map(_is_model, set(_SHORT.findall(data))))
            or _INLINE.search(data) is not None
            or data.startswith(MARKS)
        )


HINT = SettingsGate()


@cache
def _words() -> Words:
    """Keys that name models, programs that take them, the hub."""
    # ``docker`` runs other things, too, and what follows it, ``model``, is among the keys.
    programs = {program.words[0] for program in PROGRAMS} - {"docker"}
    short = {f"^{name}" if len(name) < _SHORTEST else name for name in programs}
    flags = {flag.lstrip("-") for flag in NAMED_LISTS}
    return words_of({*stems_of("settings"), *short, *flags, *HUB_HOSTS})


@lru_cache(maxsize=16384)
def _is_name(name: bytes) -> bool:
    return is_model_like(f"a1{name.decode()}")


@lru_cache(maxsize=2048)
def _is_model(text: bytes) -> bool:
    return read_model_id(text.decode()) is not None
