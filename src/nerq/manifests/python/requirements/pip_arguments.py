"""Arguments of ``pip install``, as commands and configurations of other tools write them.

All that the readers of commands know of pip's requirements: one word or option at a time,
where a requirements file has lines (https://pip.pypa.io/en/stable/cli/pip_install/).
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.requirement_line import parse_plain
from nerq.manifests.python.requirements.index_options import Indexes
from nerq.manifests.python.requirements.options import parse_options
from nerq.manifests.python.requirements.pip_requirement import parse_pip_requirement
from nerq.manifests.python.requirements.pip_url import is_archive, is_url
from nerq.model import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.model import Origin


def parse_pip_argument(text: str, model: Reference) -> Reference | None:
    """What one argument names; None for a folder without a name.

    Args:
        text: the argument, stripped.
        model: a reference with the place, scope and origin that the result takes over.

    Raises:
        ManifestError: pip would refuse it, or it does not say which package it is.
    """
    found = parse_pip_requirement(text, model)
    return found if isinstance(found, Reference) else None


def is_project_archive(text: str) -> bool:
    """Whether the argument is an archive that lies in the project itself."""
    return is_archive(text) and not is_url(text) and "@" not in text


def is_pip_argument(text: str) -> bool:
    """Whether the text has a form of its own that only pip's arguments have."""
    return parse_plain(text) is not None or " @ " in text


def check_pip_option(text: str) -> None:
    """Holds that an option is one of pip's.

    Raises:
        ManifestError: pip has no such option, or it lacks its value.
    """
    parse_options(text)


def origin_of_options(options: Iterable[str]) -> Origin:
    """Where packages come from that are installed with these options; wrong ones say nothing."""
    indexes = Indexes()
    for text in options:
        with contextlib.suppress(ManifestError):
            indexes.add(parse_options(text))
    return indexes.origin()
