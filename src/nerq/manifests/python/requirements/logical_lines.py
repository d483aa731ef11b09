"""The logical lines of a requirements file, as pip joins and strips them.

Follows pip 26's requirements file format: ``str.splitlines`` decides what a line is, a
backslash at the end continues it, a comment begins at ``#`` after white space or at the start
of a line, and ends a continuation (https://pip.pypa.io/en/stable/reference/requirements-file-format/).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.plugin import Source

_CODING = regex(rb"coding[:=]\s*([-\w.]+)")
# Those among Python's that read bytes as text of some language, in time linear in the size.
_NO_TEXT_CODECS = regex(r"punycode|idna|escape|mbcs|oem|undefined|utf.?7", re.IGNORECASE)


def logical_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines joined and without comments, each with the 1-based number of its first one.

    Empty ones are left out.
    """
    parts: list[str] = []
    first = 0
    for number, line in enumerate(lines, 1):
        first = first or number
        whole = line
        is_continued = line[-1:] == "\\"
        if parts or is_continued:
            is_comment = line.lstrip()[:1] == "#"
            if is_continued and not is_comment:
                parts.append(line.strip("\\"))
                continue
            whole = "".join((*parts, " " if is_comment else "", line))
            parts = []
        if whole := _uncommented(whole):
            yield first, whole
        first = 0
    if whole := _uncommented("".join(parts)):
        yield first, whole


def _uncommented(line: str) -> str:
    mark = line.find("#")
    while mark > 0 and not line[mark - 1].isspace():
        mark = line.find("#", mark + 1)
    return (line if mark < 0 else line[:mark]).strip()


def text_of(source: Source) -> tuple[str, str | None]:
    """The file's text, and what is wrong with its encoding, or None.

    A byte order mark decides, then a coding line among the first two, then UTF-8.
    """
    if source.encoding in ("utf-16-le", "utf-16-be"):
        return source.text, "UTF-16 without a byte order mark, which pip cannot read"
    if source.encoding not in ("utf-8", "latin-1"):
        return source.text, None
    for line in source.data[:4096].split(b"\n")[:2]:
        found = _CODING.search(line) if line.startswith(b"#") else None
        if found:
            return _decoded(source, found[1].decode("ascii", "replace"))
    return source.text, None


def _decoded(source: Source, encoding: str) -> tuple[str, str | None]:
    if _NO_TEXT_CODECS.search(encoding):
        return source.text, f"the coding line names {encoding}, which is not an encoding of text"
    try:
        return source.data.decode(encoding), None
    except LookupError:
        return source.text, f"the coding line names {encoding}, an encoding nobody knows"
    except ValueError:
        return source.text, f"the file is not in {encoding}, which its coding line names"
