"""One origin for packages that could come from several places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.ecosystems import is_public_address
from nerq.manifests.addresses import registry_origin
from nerq.model import PUBLIC_REGISTRY, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def least_public(urls: Iterable[str], ecosystem: str) -> Origin:
    """Where a package comes from that any of these registries could hold.

    A place other than the ecosystem's public registry wins, since any name might be found
    there only; a folder counts as this machine. Without any, it is the public registry.

    Args:
        urls: of registries, or paths of folders, in order.
        ecosystem: pypi or conda.
    """
    return least_public_of([registry_origin(url) for url in urls], ecosystem)


def least_public_of(places: Sequence[Origin], ecosystem: str) -> Origin:
    """As `least_public`, of places already read."""
    private = [place for place in places if not is_public(place, ecosystem)]
    return next(iter(private or places), PUBLIC_REGISTRY)


def is_public(origin: Origin, ecosystem: str) -> bool:
    """Whether this is the ecosystem's own public registry, by name or by address."""
    return origin == PUBLIC_REGISTRY or is_public_address(ecosystem, origin.url)
