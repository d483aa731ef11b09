"""Python that cannot be parsed (a template, Python 2): the plainest calls, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from nerq.detectors.mentions import by_call, likely, reference
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.python.scope import Module
    from nerq.model import Reference

# Longer lines are data or minified code.
MAX_LINE = 2000
# Only what takes an id in every version of every library; there is no way to follow a name.
_SHAPES = regex(
    r"(?P<dataset>\bload_dataset\s*\(\s*)[\"'](?P<dataset_id>[^\"'\s]{2,200})[\"']"
    r"|(?:\bfrom_pretrained\s*\(\s*|\b(?:SentenceTransformer|CrossEncoder|LLM)\s*\(\s*"
    r"|\b(?:\w*model(?:_?name(?:_or_path)?|_?id|_?path)?|repo_id|tokenizer)\b[\"']?\s*[=:]\s*)"
    r"[\"'](?P<model_id>[^\"'\s]{2,200})[\"']",
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
            kind: Literal["dataset", "model"] = "dataset" if match["dataset"] else "model"
            found = likely(by_call(match[f"{kind}_id"], kind))
            if found is not None:
                place = module.place(number, match.start(f"{kind}_id") + 1)
                yield reference(found, place, "python-line")


def _inside_text(line: str, inside: str) -> tuple[str, bool]:
    """Whether a line belongs to a long text: the quotes that stay open, and whether to skip it."""
    was_inside = bool(inside)
    for quotes in ('"""', "'''"):
        if inside in {"", quotes} and line.count(quotes) % 2:
            inside = "" if inside else quotes
            return inside, True
    return inside, was_inside
