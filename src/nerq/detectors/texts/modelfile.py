"""Ollama Modelfiles: what a model is built from (``FROM``) and adapted with (``ADAPTER``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.detectors.mentions import by_key, reference
from nerq.documents.page import Page
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Search, Source

_NAMING = "FROM|ADAPTER"  # the instructions that name a model
_INSTRUCTION = regex(rf"[ \t]*({_NAMING})[ \t]+(\"?)([^\s\"#]+)", re.IGNORECASE)


def _detect(source: Source, search: Search) -> Iterator[Item]:
    """Texts in triple quotes are prompts and templates; nothing is read in them."""
    del search
    page = Page(source)
    is_quoted = False
    for number, line in enumerate(page.lines, 1):
        # A line of a prompt may begin with FROM as well.
        match = None if is_quoted else _INSTRUCTION.match(line)
        is_quoted ^= line.count('"""') % 2 == 1
        if match is None:
            continue
        is_base = match[1].upper() == "FROM"
        # An adapter is a file or a repository of the hub, never a name of Ollama's library.
        found = by_key(match[3], "model", context="ollama" if is_base else None)
        if found is not None:
            shape = "modelfile-from" if is_base else "modelfile-adapter"
            yield reference(found, page.at(number, match.start(3) + 1), shape)


DETECTOR = Detector(
    id="modelfile",
    title="Ollama Modelfiles",
    files=("Modelfile", "Modelfile.*", "*.modelfile", "*.Modelfile", "modelfile"),
    hint=re.compile(rf"(?:{_NAMING})[ \t]".encode(), re.IGNORECASE),
    detect=_detect,
    reads="FROM and ADAPTER; files of this machine are left out",
)
