"""From where the requirements of a file could come: its index options as one origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.model import PUBLIC_REGISTRY
from nerq.origins import least_public
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.manifests.python.requirements.options import Options
    from nerq.model import Origin


_HEADER = 20
_COMMAND = regex(r"#\s+(?:\S*[/\\])?(?:uv|pip-compile|pdm|poetry|rye|pip-lock)(?:\.exe)?\s")
_OPTION = regex(
    r"\s(-i|--(?:default-|extra-)?index(?:-url)?|(?:--find-links|-f)(?=.?[^\s\"']*/))"
    r"(?:[= ]|(?=\S))\s*[\"']?([^\s\"']+)"
)
_MAIN = ("-i", "--index-url", "--default-index")
_NAMED = regex(r"[\w.-]+=\S*://")
"""``--index name=https://…``"""


@dataclass
class Indexes:
    """The indexes that pip would look into, for all files of one run.

    Attributes:
        main: what ``--index-url`` says last.
        others: indexes, pages and folders beside it, in order.
    """

    main: str | None = None
    others: list[str] = field(default_factory=list)

    def add(self, options: Options) -> None:
        """Takes the options of one line."""
        self.main = options.index_url or self.main
        self.others += (*options.extra_index_urls, *options.find_links)

    def add_command(self, lines: Sequence[str]) -> None:
        """Takes the options that the command in a file's first comment ran with, if any.

        pip-compile and uv may leave the options themselves out and tell them there only.
        """
        for line in lines[:_HEADER]:
            if not line.startswith("#"):
                break
            if _COMMAND.match(line):
                for option, url in _OPTION.findall(line):
                    place = url.partition("=")[2] if _NAMED.match(url) else url
                    if option in _MAIN:
                        self.main = self.main or place
                    else:
                        self.others.append(place)

    def origin(self) -> Origin:
        """The least public place among those that every requirement could come from."""
        places = [url for url in (*self.others, self.main) if url]
        return least_public(places, "pypi") if places else PUBLIC_REGISTRY
