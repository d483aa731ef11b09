"""From where the requirements of a file could come: its index options as one origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.manifests.least_public import least_public
from nerq.model import PUBLIC_REGISTRY

if TYPE_CHECKING:
    from nerq.manifests.requirements_options import Options
    from nerq.model import Origin


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

    def origin(self) -> Origin:
        """The least public place among those that every requirement could come from."""
        places = [url for url in (*self.others, self.main) if url]
        return least_public(places, "pypi") if places else PUBLIC_REGISTRY
