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
from nerq.manifests.python.requirement_line import MAX_LENGTH, parse_plain, parse_requirement
from nerq.manifests.python.requirements.pip_url import (
    archive_name,
    github_repository,
    is_archive,
    is_url,
)
from nerq.model import Origin, Reference
from nerq.origins import origin_of
from nerq.patterns import regex
from nerq.redaction import clean, shown

if TYPE_CHECKING:
    from nerq.manifests.python.requirement_line import Requirement

_EGG = regex(r"[#&]egg=([^&]*)")
_EGG_NAME = regex(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[([^\]]*)\])?(?:[=<>!~][^\s\[]*)?"
)
_NOT_EDITABLE = regex(r"(?:https?|ftp|ssh):", re.IGNORECASE)
_SCP = regex(r"[\w.-]+@([\w.-]+:(?!//)\S)")
_NO_PATH = regex(r"[\s{}<>|*?\"'\0-\x1f]")
_FILE_SCHEME = regex(r"file:(?:///?(?=/|[A-Za-z]:)|//)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folder:
    """A local folder with a project in it, without a name.

    Attributes:
        path: as written, without extras; relative to the folder of the file or of the command.
    """

    path: str


def parse_pip_requirement(text: str, model: Reference) -> Reference | Folder:
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
    if plain is not None and not ("." in plain.name and is_archive(plain.name)):
        return _filled(model, plain)
    # pip itself splits off the marker, so that it may follow a URL without a blank.
    body, _, marker = text.partition("; " if is_url(text) else ";")
    found = _parse_body(body.strip(), model)
    if not marker.strip() or isinstance(found, Folder):
        return found
    return replace(found, marker=_checked(marker.strip()))


def _parse_body(body: str, model: Reference) -> Reference | Folder:
    scp = _SCP.match(body)
    if scp and not is_url(scp[1]):
        raise ManifestError(f"not a requirement: {shown(body)}; pip wants git+ssh://HOST/PATH")
    if is_url(body):
        return _from_url(body, model)
    before, at, _ = body.partition("@")
    has_extras = body.endswith("]") and not body.endswith("[]")
    file = body.rpartition("[")[0] if has_extras else body
    if is_archive(file) and (not at or _is_path(before)):
        return _from_archive(file, model)
    try:
        return _filled(model, parse_requirement(body))
    except ManifestError as error:
        if _is_path(body.partition("[")[0]):
            return _from_folder(body, model)
        if "${" in body:
            raise ManifestError(
                f"a variable of the environment decides what {shown(body)} is"
            ) from error
        raise


def parse_editable(text: str, model: Reference) -> Reference | Folder:
    """What the value of ``-e`` names.

    Raises:
        ManifestError: as `parse_pip_requirement`.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH or " @ " in text:
        return parse_pip_requirement(text, model)
    if is_url(text):
        if _NOT_EDITABLE.match(text):
            raise ManifestError(f"{shown(text)} cannot be editable: neither a folder nor Git")
        return _from_url(text, model)
    return _from_folder(text, model)


def _is_path(text: str) -> bool:
    return "/" in text or "\\" in text or text.startswith(".")


def _filled(model: Reference, requirement: Requirement) -> Reference:
    url = requirement.url
    if url:
        _check_url(url)
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
        marker=clean(requirement.marker) if requirement.marker else None,
    )


def _checked(marker: str) -> str:
    parse_requirement(f"any; {marker}")
    return clean(marker)


def _check_url(url: str) -> None:
    from urllib.parse import urlsplit

    try:
        urlsplit(url)
    except ValueError as error:
        raise ManifestError(f"not a URL: {shown(url)}") from error


def _from_url(url: str, model: Reference) -> Reference | Folder:
    _check_url(url)
    origin = origin_of(url)
    model = replace(model, origin=origin)
    if named := _egg(url, model):
        return named
    if origin.kind != "git" and (found := archive_name(url)):
        return _pinned(model, *found)
    if repository := github_repository(url) if origin.kind != "path" else None:
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


def _from_folder(text: str, model: Reference) -> Reference | Folder:
    path = re.split(r"[\[#]", text, maxsplit=1)[0].strip()
    if not path or _NO_PATH.search(path) or "://" in text:
        raise ManifestError(f"not a requirement: {shown(text)}")
    return _egg(text, replace(model, origin=Origin("path"))) or Folder(path)


def _egg(text: str, model: Reference) -> Reference | None:
    """What ``#egg=`` names; old files put extras and versions there too.

    Raises:
        ManifestError: it is not a name.
    """
    found = _EGG.search(text)
    if found is None:
        return None
    head = _EGG_NAME.fullmatch(found[1])
    if head is None:
        raise ManifestError(f"not a package name behind #egg=: {shown(text)}")
    extras = tuple(extra.strip() for extra in (head[2] or "").split(",") if extra.strip())
    return replace(model, name=head[1], extras=extras)


def _file_path(url: str) -> str:
    """The path of a ``file:`` URL, which is often written with too few slashes."""
    from urllib.parse import unquote

    path = _FILE_SCHEME.sub("", url, count=1)
    return unquote(re.split(r"[\[#?]", path, maxsplit=1)[0]) or "."
