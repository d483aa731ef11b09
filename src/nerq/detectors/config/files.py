"""Which configuration files are read at all, and what is done where they cannot be parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.config.values import ConfigReader
from nerq.detectors.shell.key_lines import read_pairs
from nerq.detectors.vocabulary import settings_gate
from nerq.documents.page import Page, in_order
from nerq.errors import ManifestError
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Search, Source

# Of every syntax: the same keys say the same.
HINT = settings_gate.HINT
# Resolved dependencies; never configuration, often huge.
_LOCKS = regex(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.ya?ml|[^/]*\.lock|[^/]*conda-lock[^/]*\.ya?ml"
    r"|[^/]*[.-]lock\.(?:json|ya?ml|toml)|pylock[^/]*\.toml)$"
)
# Larger files are data, and read without a parser; what is beyond the second size is not read.
_PARSED = 4_000_000
_READ = 20_000_000


def read_config(
    source: Source, search: Search, load: Callable[[Source], Iterable[Node]], shape: str
) -> Iterator[Item]:
    """What a configuration file names, parsed where it can be, else pair by pair.

    Templates, broken files and files of over 4 MB are read without a parser, which sees
    ``key: value`` on one line but no context; of those, the first 20 MB.
    """
    if _LOCKS.search(source.path):
        return
    yield from in_order(_read(source, search, load, shape))


def _read(
    source: Source, search: Search, load: Callable[[Source], Iterable[Node]], shape: str
) -> Iterator[Item]:
    page = Page(source)
    if len(source.data) <= _PARSED:
        reader = ConfigReader(page, search, shape)
        try:
            documents = list(load(source))
        except ManifestError:
            documents = []
        if documents:
            for document in documents:
                yield from reader.items(document)
            return
    yield from read_pairs(source.text[:_READ], 1, page.at, search, shape=shape)
