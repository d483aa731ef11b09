"""What is installed in a Python environment, by the metadata that installers leave there.

Core metadata (https://packaging.python.org/en/latest/specifications/core-metadata/), the
database of installed projects (…/recording-installed-packages/) and the origin of direct
references (…/direct-url/). No environment found in the scanned tree is ever run.
"""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.manifests import dependency_graph
from nerq.manifests.python.environment.installed_graph import Installed, edges
from nerq.manifests.python.environment.site_packages import find
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference
from nerq.origins import git_origin, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.plugin import Item

FOUND_BY = "installed"

_METADATA = frozenset({".dist-info", ".egg-info", ".egg", ".egg-link"})
_MAX_METADATA = 8 * 1024 * 1024
_MAX_DIRECT_URL = 64 * 1024


def installed(python: str | None, project_root: str) -> Iterator[Item]:
    """One reference for every package installed, by folder name.

    Direct is what an installer was asked for, what nothing else needs, and what the project
    itself needs where it is installed there too (the project is not reported).

    Args:
        python: an interpreter or the folder of a virtual environment, as the user named it;
            an interpreter outside a virtual environment is run once, isolated, to learn where
            its packages lie. None for the ``.venv`` of the project.
        project_root: the scanned folder.

    Raises:
        UsageError: no such interpreter or environment.
    """
    environment = find(python, project_root)
    packages: list[Installed] = []
    for folder in environment.folders:
        for entry in _entries(folder):
            item = _read(entry, Location(environment.label(entry)))
            if isinstance(item, Problem):
                yield item
            else:
                packages.append(item)
    yield from _references(packages, Path(os.path.realpath(project_root)))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if entry.suffix in _METADATA)
    except OSError:
        return []


def _read(entry: Path, location: Location) -> Installed | Problem:
    from importlib.metadata import Distribution

    if entry.suffix == ".egg-link":
        return Installed(entry.stem, None, Origin("path"), location)
    if entry.name.startswith("~"):
        return Problem(location, "the rest of an uninstallation that did not finish")
    path = entry / "EGG-INFO" if entry.suffix == ".egg" else entry
    if not _is_readable(path):
        return Problem(location, "no readable metadata of an installed package")
    try:
        distribution = Distribution.at(path)
        headers = distribution.metadata
        names, versions = headers.get_all("Name") or [""], headers.get_all("Version") or [""]
        wants = tuple(distribution.requires or ())
    except (OSError, ValueError, LookupError) as error:
        return Problem(location, f"metadata that cannot be read ({type(error).__name__})")
    name, version = str(names[0]).strip(), str(versions[0]).strip()
    if not name:
        return Problem(location, "metadata without a name")
    direct_url = _direct_url(path)
    return Installed(
        name=name,
        version=version or None,
        origin=_origin(direct_url),
        location=location,
        wants=wants,
        is_requested=(path / "REQUESTED").exists(),
        folder=_local_folder(direct_url),
    )


def _is_readable(path: Path) -> bool:
    """Whether metadata is a regular file of a sane size: a pipe would stop the scan for ever."""
    for candidate in (path / "METADATA", path / "PKG-INFO", path):
        try:
            status = candidate.stat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            return status.st_size <= _MAX_METADATA
        if not stat.S_ISDIR(status.st_mode):
            return False
    return False


def _direct_url(path: Path) -> dict[str, object] | None:
    """What ``direct_url.json`` says; None where there is none, empty where it says nothing."""
    file = path / "direct_url.json"
    try:
        status = file.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_DIRECT_URL:
        return {}
    try:
        value = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _origin(direct_url: dict[str, object] | None) -> Origin:
    if direct_url is None:
        return PUBLIC_REGISTRY
    url = direct_url.get("url")
    if not isinstance(url, str):
        # It was not taken from an index; where from is not known, so nothing is asked about it.
        return Origin("url")
    if isinstance(direct_url.get("vcs_info"), dict):
        return git_origin(url)
    return origin_of(url)


def _local_folder(direct_url: dict[str, object] | None) -> str | None:
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    url = (direct_url or {}).get("url")
    if not isinstance(url, str) or not re.match(r"file:", url, re.IGNORECASE):
        return None
    try:
        return os.path.realpath(url2pathname(urlsplit(url).path))
    except ValueError:
        return None


def _references(packages: list[Installed], project_root: Path) -> Iterator[Reference]:
    asks = edges(packages)
    own = {
        package
        for package in packages
        if package.folder is not None and Path(package.folder).is_relative_to(project_root)
    }

    def needs(package: Installed) -> Iterable[Installed]:
        return asks[package]

    direct = [package for package in packages if package.is_requested and package not in own]
    direct += [needed for package in packages if package in own for needed in asks[package]]
    direct += [item for item in dependency_graph.unasked(packages, needs) if item not in own]
    chains = dependency_graph.chains(direct, needs, lambda package: package.name)
    for package in packages:
        if package in own:
            continue
        chain = chains.get(package)
        yield Reference(
            kind="package",
            ecosystem="pypi",
            name=package.name,
            location=package.location,
            found_by=FOUND_BY,
            version=package.version,
            direct=chain == (),
            via=chain or (),
            origin=package.origin,
        )
