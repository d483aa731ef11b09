"""What pip takes for a URL or an archive, and which package such an address names."""

from __future__ import annotations

import re

from nerq.manifests.python.mentions import is_project_name
from nerq.patterns import regex
from nerq.redaction import without_credentials

_SYSTEMS = r"(?:git|hg|svn|bzr)"
_URL = regex(rf"(?:{_SYSTEMS}\+\S|(?:https?|ftp|file|ssh|{_SYSTEMS}):)", re.IGNORECASE)
_ARCHIVES = (
    ".zip",
    ".whl",
    ".tar.bz2",
    ".tbz",
    ".tar.gz",
    ".tgz",
    ".tar",
    ".tar.xz",
    ".txz",
    ".tlz",
    ".tar.lz",
    ".tar.lzma",
)
_GITHUB = regex(
    r"[a-z+]+://(?:www\.)?github\.com[:/]/?([\w.-]+)/([\w.-]+?)(?:\.git)?/?"
    r"(?:@([^\s@]+)|/(?:archive|tarball|zipball)/\S+)?",
    re.IGNORECASE,
)
_MAX_FILE_NAME = 1000


def is_url(text: str) -> bool:
    """Whether pip would take this for a URL rather than for a name or a path."""
    return _URL.match(text) is not None


def is_archive(text: str) -> bool:
    """Whether the end of a name says that it is an archive pip can install."""
    return text.lower().endswith(_ARCHIVES)


def github_repository(url: str) -> tuple[str, str | None] | None:
    """``owner/name`` and the revision of a Git URL or source archive on GitHub, else None."""
    found = _GITHUB.fullmatch(without_credentials(url))
    return (f"{found[1]}/{found[2]}", found[3]) if found else None


def archive_name(path: str) -> tuple[str, str] | None:
    """Name and version in the file name of a wheel or source archive; None without them."""
    from urllib.parse import unquote

    from packaging.utils import (
        InvalidSdistFilename,
        InvalidWheelFilename,
        parse_sdist_filename,
        parse_wheel_filename,
    )

    file = unquote(re.split(r"[/\\]", re.split(r"[#?]", path, maxsplit=1)[0])[-1])
    if len(file) > _MAX_FILE_NAME:
        return None
    try:
        if file.lower().endswith(".whl"):
            parse_wheel_filename(file)
            name, version = file.split("-")[:2]
            return name, version.replace("_", "-")
        stem = re.sub(r"\.(?:zip|tgz|tbz|tar(?:\.\w+)?)$", "", file)
        parse_sdist_filename(f"{stem}.tar.gz")
    except (InvalidSdistFilename, InvalidWheelFilename, ValueError):
        return None
    name, _, version = stem.rpartition("-")
    return (name, version) if is_project_name(name) else None
