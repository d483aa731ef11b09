"""Cheap looks at a file's bytes that tell whether a reader could find anything in it.

Nothing here knows a word of its own. What a text may mean is asked of `read_model_id` itself;
which words ask for an id is compiled from the tables of keys, callables, programs and providers.
So a row that is added there is looked for here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nerq.detectors.vocabulary.hub_id import read_address, references_in_url
from nerq.detectors.vocabulary.model_id import is_model_like, read_model_id
from nerq.detectors.vocabulary.model_names import LEGACY_DATASETS, PLAIN_LEGACY
from nerq.detectors.vocabulary.providers import PLAIN_NAMES
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

# How much has to be known of the place of a text before it is an id: nothing; that an id is due
# there; that, and whose. A text of which even that would make none is of no worth.
NONE, OF_PROVIDER, DUE, ANYWHERE = range(4)
_LONGEST = 2000
# Files in other encodings than UTF-8 hold no words that a search of bytes would find.
MARKS = (b"\xff\xfe", b"\xfe\xff")
# A provider with neither a prefix of owners nor a server of one's own: what nobody reads as a
# name of its models, no provider's code makes a model.
_ANYBODY = "anthropic"
# Stands for what a name or another part of a sum gives.
_ANY = "a1"
_FILLED = regex(r"\{[\w.]+\}")
# Only these make an id without a dash, digit, slash or colon in it.
_PLAIN_OF_HUB = LEGACY_DATASETS | PLAIN_LEGACY
_PLAIN = _PLAIN_OF_HUB.union(*PLAIN_NAMES.values())


def trie(words: Iterable[str]) -> str:
    """A pattern for any of these words that looks at each character once."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(tree: dict[str, dict]) -> str:  # type: ignore[type-arg]
    parts = [re.escape(one) + _branches(below) for one, below in sorted(tree.items()) if one]
    if not parts:
        return ""
    pattern = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{pattern})?" if "" in tree else pattern


def quoted(quotes: str) -> str:
    """A pattern for texts that may be ids, with their quotes; one name may be to be filled in.

    It begins at a quote, which is found quickly, and takes each character once.
    """
    plain = [word for word in _PLAIN if not re.search(r"[-/:\d]", word)]
    written = trie(case(word) for word in plain for case in (str, str.upper, str.capitalize))
    marked = r"(?:[A-Za-z_@][A-Za-z_.+@=,]*)?[-/:\d][\w.:@+/=,?&#%~-]*"
    return rf"[{quotes}](?:{marked}(?:{{[\w.]+}})?|{{\w+}}/[\w.-]+|{written})[{quotes}]"


@lru_cache(maxsize=16384)
def worth(match: str) -> int:
    """Under which conditions such a text is an id somewhere: `NONE` to `ANYWHERE`."""
    text = match[1:-1]
    if len(text) > _LONGEST:
        return NONE
    if "{" in text:
        return DUE if read_model_id(_FILLED.sub(_ANY, text)) is not None else NONE
    if "=" in text or "," in text:  # settings, options: ``--model=x``, ``pretrained=x,dtype=y``
        return max(map(_worth, re.split("[=,]", text)))
    return _worth(text)


def _worth(text: str) -> int:
    if "://" in text or next(references_in_url(text), None):
        is_address = read_address(text, "model") or next(references_in_url(text), None)
        return ANYWHERE if is_address else NONE
    if text[:1] == "/" or text[-1:] == "/":
        # Of ``owner + "/name"``; routes are written like the latter, too.
        is_id = is_model_like if text[0] == "/" else read_model_id
        return DUE if is_id(f"{_ANY}{text}" if text[0] == "/" else f"{text}{_ANY}") else NONE
    if text.lower() in _PLAIN_OF_HUB:
        return DUE
    # Most texts need no other look.
    if text not in _PLAIN and read_model_id(text, context=_ANYBODY, bare=True) is None:
        return NONE
    if is_model_like(text):
        return ANYWHERE
    return DUE if read_model_id(text, bare=True) is not None else OF_PROVIDER


class Words(NamedTuple):
    """Words to look for, in lower case, without dashes and underscores.

    Attributes:
        within: any of which may stand anywhere, in a longer word too.
        alone: those that are part of too many other words, with patterns of which one finds
            the word, or the part of a name, by itself in the text as it is written.
    """

    within: tuple[bytes, ...]
    alone: tuple[tuple[bytes, tuple[re.Pattern[bytes], ...]], ...] = ()

    def stand_in(self, data: bytes, flat: bytes) -> bool:
        """Whether one of the words does; ``flat`` is the same text, by `flattened`."""
        return any(word in flat for word in self.within) or any(
            word in flat and any(pattern.search(data) for pattern in patterns)
            for word, patterns in self.alone
        )


_LOWER = bytes(range(256)).lower()
_SHORT = 3


def flattened(data: bytes) -> bytes:
    """``repo_id``, ``repo-id``, ``repoId`` and ``REPO_ID``, as one: ``repoid``."""
    return data.translate(_LOWER, b"-_")


def words_of(words: Iterable[str]) -> Words:
    """Names, however they are written; ``^name`` has to be a word by itself."""
    flat = {word.lower().replace("_", "").replace("-", "") for word in words}
    alone = {word.strip("^") for word in flat if word[0] == "^" or len(word) < _SHORT}
    within = shortest(word for word in flat if word.strip("^") not in alone)
    return Words(
        tuple(word.encode() for word in within),
        tuple((word.encode(), _whole(word)) for word in sorted(alone)),
    )


def shortest(words: Iterable[str]) -> list[str]:
    """The fewest of these words of which every one of them holds one."""
    kept: list[str] = []
    for word in sorted(set(words), key=lambda one: (len(one), one)):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return kept


def _whole(word: str) -> tuple[re.Pattern[bytes], ...]:
    """``space`` and ``spaces``, ``hfSpace`` and ``HF_SPACE``, but not ``namespace``.

    Each begins with the word itself, which is found quickly, and then looks back.
    """
    capital, large = word.capitalize(), word.upper()
    patterns = (
        rf"{word}(?<![A-Za-z]{word})s?(?![a-z])",
        rf"{capital}s?(?![a-z])",
        rf"{large}(?<![A-Z]{large})S?(?![A-Z])",
    )
    return tuple(regex(pattern.encode()) for pattern in patterns)


def in_any_case(word: str) -> set[str]:
    """What ``word``, ``Word`` and ``WORD`` hold, for a text as it is written."""
    return {word[1:], word[1:].upper()}
