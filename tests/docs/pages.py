"""Reads the hand-written pages: their code blocks, headings and links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "fragments" not in path.parts)

_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*?) -->\n)?^```(?P<language>[a-z]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block, with the comment on the line before it."""

    language: str
    note: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks, in order."""
    text = page.read_text(encoding="utf-8")
    return [Block(m["language"], m["note"] or "", m["text"]) for m in _BLOCK.finditer(text)]


def prose(page: Path) -> str:
    """The page without its blocks."""
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))


def commands(page: Path) -> list[str]:
    """Lines of shell that begin with nerq, without their comments."""
    lines = [
        re.sub(r"\s+#.*", "", line).strip()
        for block in blocks(page)
        if block.language == "sh"
        for line in block.text.splitlines()
    ]
    return [line for line in lines if line.startswith("nerq ")]


def links(page: Path) -> list[str]:
    """Targets of links and pictures, as written."""
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """What the headings can be linked to as."""
    found = set()
    for heading in _HEADING.findall(prose(page)):
        plain = re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading).lower()
        found.add(re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-"))
    return found
