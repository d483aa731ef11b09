"""What one requirement names, written as pip takes it on the command line or in a file.

Beside dependency specifiers
(https://packaging.python.org/en/latest/specifications/dependency-specifiers/) pip takes URLs,
version control URLs with ``#egg=NAME``, archives and folders
(https://pip.pypa.io/en/stable/reference/requirement-specifiers/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.addresses import origin_of, shown
from nerq.manifests.pip_url import archive_name, github_repository, is_archive, is_url
from nerq.manifests.requirement_line import MAX_LENGTH, parse_plain, parse_requirement
from nerq.model import Origin, Reference

if TYPE_CHECKING:
    from nerq.manifests.requirement_line import Requirement

_HEAD = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?")
_EGG = re.compile(r"[#&]egg=([^&\s]*)")
_SCP = re.compile(r"[\w.-]+@[\w.-]+:(?!//)\S")
_NO_PATH = re.compile(r"[\s{}<>|*?\"'\0-\x1f]")
_FILE_SCHEME = re.compile(r"file:(?:///?(?=/|[A-Za-z]:)|//)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folder:
    """A local folder with a project in it, without a name.

    Attributes:
        path: as written, without extras; relative to the folder of the file or of the command.
    """

    path: str


def parse(text: str, model: Reference) -> Reference | Folder:
    """What a requirement names.

    Args:
        text: the requirement without options, stripped.
        model: a reference with the place, scope and origin that the result takes over.

    Raises:
        ManifestError: pip would refuse it, or it does not say which package it is; the
            message holds no credentials.
    """
    if len(text) > MAX_LENGTH:
        raise ManifestError(f"not a requirement: longer than {MAX_LENGTH:,} characters")
    plain = parse_plain(text)
    if plain is not None and not is_archive(plain.name):
        return _filled(model, plain)
    if _SCP.match(text):
        raise ManifestError(f"not a requirement: {shown(text)}; pip wants git+ssh://HOST/PATH")
    if is_url(text):
        body, _, marker = text.partition("; ")
        return _from_url(body.strip(), replace(model, marker=_checked(marker)))
    body, _, marker = text.partition(";")
    if is_archive(body.strip()) and "@" not in body:
        return _from_archive(body.strip(), replace(model, marker=_checked(marker)))
    return _from_text(text, body.strip(), model)


def parse_editable(text: str, model: Reference) -> Reference | Folder:
    """What the value of ``-e`` names.

    Raises:
        ManifestError: as `parse`.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH or is_url(text) or " @ " in text:
        return parse(text, model)
    return _from_folder(text, model)


def _from_text(text: str, body: str, model: Reference) -> Reference | Folder:
    try:
        return _filled(model, parse_requirement(text))
    except ManifestError as error:
        path = body.partition("[")[0]
        if "/" in path or "\\" in path or path.startswith("."):
            return _from_folder(path, model)
        if "${" in text:
            raise ManifestError(
                f"a variable of the environment decides what {shown(text)} is"
            ) from error
        raise


def _filled(model: Reference, requirement: Requirement) -> Reference:
    url = requirement.url
    return Reference(
        "package",
        model.ecosystem,
        requirement.name,
        model.location,
        model.found_by,
        requirement.version,
        requirement.specifier,
        model.scope,
        origin=origin_of(url) if url else model.origin,
        extras=requirement.extras,
        marker=requirement.marker,
    )


def _checked(marker: str) -> str | None:
    """A marker as written, None for none.

    Raises:
        ManifestError: it is no marker.
    """
    marker = marker.strip()
    if marker:
        parse_requirement(f"any; {marker}")
    return marker or None


def _from_url(url: str, model: Reference) -> Reference | Folder:
    origin = origin_of(url)
    model = replace(model, origin=origin)
    if named := _egg(url, model):
        return named
    if found := archive_name(url):
        return _pinned(model, *found)
    if repository := github_repository(url) if origin.kind == "git" else None:
        name, revision = repository
        return replace(model, kind="repository", ecosystem="github", name=name, version=revision)
    if origin.kind == "path" and not is_archive(url.partition("#")[0]):
        return Folder(_file_path(url))
    raise ManifestError(f"{shown(url)} does not say which package it is; NAME @ URL would")


def _from_archive(path: str, model: Reference) -> Reference:
    found = archive_name(path)
    if found is None:
        raise ManifestError(f"{shown(path)} does not say which package it is")
    return _pinned(replace(model, origin=Origin("path")), *found)


def _pinned(model: Reference, name: str, version: str) -> Reference:
    return replace(model, name=name, version=version, specifier=f"=={version}")


def _from_folder(path: str, model: Reference) -> Reference | Folder:
    if named := _egg(path, replace(model, origin=Origin("path"))):
        return named
    path = re.split(r"[\[#]", path, maxsplit=1)[0].strip()
    if not path or _NO_PATH.search(path) or "://" in path:
        raise ManifestError(f"not a requirement: {shown(path)}")
    return Folder(path)


def _egg(text: str, model: Reference) -> Reference | None:
    """What ``#egg=`` names; old files put extras and versions there too."""
    found = _EGG.search(text)
    head = _HEAD.match(found[1]) if found else None
    if head is None:
        return None
    extras = tuple(extra.strip() for extra in (head[2] or "").split(",") if extra.strip())
    return replace(model, name=head[1], extras=extras)


def _file_path(url: str) -> str:
    """The path of a ``file:`` URL, which is often written with too few slashes."""
    from urllib.parse import unquote

    path = _FILE_SCHEME.sub("", url, count=1)
    return unquote(re.split(r"[\[#?]", path, maxsplit=1)[0]) or "."
