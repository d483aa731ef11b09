"""INI files as `configparser` reads them, with the line of every value line.

https://docs.python.org/3/library/configparser.html#supported-ini-file-structure, without
interpolation, as setuptools reads ``setup.cfg``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nerq.patterns import regex

_HEADER = regex(r"\[(.+)\]")
_DELIMITER = regex(r"[=:]")
_LINE_END = regex(r"\r\n|\r|\n")
_COMMENTS = ("#", ";")


@dataclass(slots=True)
class Option:
    """One ``key = value``.

    Attributes:
        key: as written, without white space around it.
        line: 1-based line of the key.
        values: 1-based number and stripped text of each line of the value that is neither
            empty nor a comment.
        has_lines: whether the value goes on below the key's line.
    """

    key: str
    line: int
    values: list[tuple[int, str]] = field(default_factory=list)
    has_lines: bool = False

    @property
    def text(self) -> str:
        """The value with its lines joined by line ends."""
        return "\n".join(text for _, text in self.values)


@dataclass(slots=True)
class IniDocument:
    """Sections, and what could not be understood.

    Attributes:
        sections: options by section name as written; those of a section that is opened
            twice stand together.
        problems: 1-based lines and reasons.
    """

    sections: dict[str, list[Option]] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)


def parse(text: str) -> IniDocument:
    """The document; lines that fit nowhere are its problems, never an error."""
    document = IniDocument()
    reader = _Reader(document)
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        stripped = line.strip()
        if stripped.startswith(_COMMENTS):
            continue
        if not stripped:
            continue
        reader.read(number, stripped, len(line) - len(line.lstrip()))
    return document


class _Reader:
    """Where the reading stands: the open section and option, and how far it is indented."""

    __slots__ = ("document", "indent", "keys", "option", "section")

    def __init__(self, document: IniDocument) -> None:
        self.document = document
        self.section: list[Option] | None = None
        self.option: Option | None = None
        self.indent = 0
        self.keys: set[str] = set()

    def read(self, number: int, text: str, indent: int) -> None:
        """Take one line that is neither empty nor a comment."""
        if self.option is not None and indent > self.indent:
            self.option.values.append((number, text))
            self.option.has_lines = True
            return
        self.indent = indent
        header = _HEADER.match(text)
        if header is not None:
            self._open(header[1], number)
        elif self.section is None:
            self.document.problems.append((number, "this line stands before any [section]"))
        else:
            self._add(text, number)

    def _open(self, name: str, number: int) -> None:
        if name in self.document.sections:
            self.document.problems.append((number, "this [section] is opened a second time"))
        self.section = self.document.sections.setdefault(name, [])
        self.keys = {option.key for option in self.section}
        self.option = None

    def _add(self, text: str, number: int) -> None:
        found = _DELIMITER.search(text)
        if found is None or self.section is None:
            self.option = None
            self.document.problems.append((number, "this line is not a `key = value`"))
            return
        key, value = text[: found.start()].strip(), text[found.end() :].strip()
        if key in self.keys:
            self.document.problems.append((number, "this key stands twice in its section"))
        self.keys.add(key)
        self.option = Option(key, number)
        if value:
            self.option.values.append((number, value))
        self.section.append(self.option)
