"""Python that cannot be parsed (a template, Python 2): the plainest calls, line by line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.mentions import reference
from nerq.detectors.vocabulary.model_id import read_model_id
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.python.scope import Module
    from nerq.model import Reference

MAX_LINE = 2000
_SHAPES = regex(
    r"(?P<dataset>\bload_dataset\s*\(\s*)[\"'](?P<data>[^\"'\s]{2,200})[\"']"
    r"|(?:\bfrom_pretrained\s*\(\s*|\b(?:SentenceTransformer|CrossEncoder|LLM)\s*\(\s*"
    r"|\b(?:\w*model(?:_?name(?:_or_path)?|_?id|_?path)?|repo_id|tokenizer)\b[\"']?\s*[=:]\s*)"
    r"[\"'](?P<model>[^\"'\s]{2,200})[\"']",
    re.IGNORECASE,
)


def detect(module: Module, first: int = 1, last: int | None = None) -> Iterator[Reference]:
    """Yields what lines ``first`` to ``last`` (1-based, inclusive) plainly name, as likely."""
    inside = ""
    for number, line in enumerate(module.lines[first - 1 : last], first):
        inside, is_text = _inside_text(line, inside)
        if is_text or len(line) > MAX_LINE or line.lstrip().startswith("#"):
            continue
        for match in _SHAPES.finditer(line):
            kind = "dataset" if match["data"] else "model"
            text = match["data"] or match["model"]
            found = read_model_id(text, kind="dataset" if kind == "dataset" else "model", bare=True)
            if found is not None:
                column = match.start("data" if match["data"] else "model")
                place = module.place(number, column)
                yield reference(replace(found, certainty="likely"), place, "python-line")


def _inside_text(line: str, inside: str) -> tuple[str, bool]:
    """Whether a line belongs to a long text: the quotes that stay open, and whether to skip it."""
    was_inside = bool(inside)
    for quotes in ('"""', "'''"):
        if inside in {"", quotes} and line.count(quotes) % 2:
            inside = "" if inside else quotes
            return inside, True
    return inside, was_inside
