"""From where the requirements of a file could come: its index options as one origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.manifests.addresses import registry_origin
from nerq.model import PUBLIC_REGISTRY, Origin

if TYPE_CHECKING:
    from nerq.manifests.requirements_options import Options


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
        """The least public place among those that every requirement could come from.

        A place other than the ecosystem's public registry wins, since any name might be
        found there only; a folder counts as this machine.
        """
        places = [registry_origin(url) for url in (*self.others, self.main) if url]
        private = [place for place in places if not _is_public(place)]
        return next(iter(private or places), PUBLIC_REGISTRY)


def _is_public(origin: Origin) -> bool:
    from urllib.parse import urlsplit

    from packageurl.contrib import purl2url

    public: str = purl2url.get_repo_url("pkg:pypi/any")  # type: ignore[no-untyped-call]  # untyped library
    return f"//{urlsplit(public).netloc}/" in f"{origin.url}/"
