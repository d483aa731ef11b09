"""Reads the values of shell and environment variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.mentions import by_key, by_looks, likely, links_in, reference
from nerq.detectors.vocabulary.keys import INNER_NAMES, is_strong, role_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.detectors.vocabulary.keys import Role
    from nerq.documents.shell import Word
    from nerq.model import Location
    from nerq.plugin import Item, Search


def read_assignment(
    name: str,
    word: Word,
    where: Callable[[int, int], Location],
    search: Search,
    *,
    shape: str,
) -> Iterator[Item]:
    """What the value of a shell or environment variable names.

    A name that says nothing needs a value that cannot be anything but a model's id.
    """
    text = word.text
    if not word.is_literal:  # what a run puts in is followed from its use, if at all
        return
    role = role_of(name, search)
    found = None
    if role is not None:
        found = by_key(text, role, bare=is_strong(name, search))
    elif "/" in text and "://" not in text:
        found = likely(by_looks(text))
    if found is not None:
        yield reference(found, where(word.line, word.column), shape)
    elif role != "output":  # a place to push to may be an address, too
        for offset, linked in links_in(text):
            yield reference(linked, where(word.line, word.column + offset), "huggingface-url")


def setting_role(name: str, kind: Role, search: Search) -> Role | None:
    """What the value of ``name=…`` among a command's words is.

    Args:
        name: with dots where it is a path: ``actor.model.path``.
        kind: what a repository of the hub is in this command.
        search: the project's own keys.
    """
    parts = name.split(".")
    # Hydra: in ``model.path=…`` the last word says nothing, the one before it does.
    if len(parts) > 1 and parts[-1].lower() in INNER_NAMES:
        return role_of(parts[-2], search)
    role = role_of(parts[-1], search)
    return kind if role == "repository" else role
