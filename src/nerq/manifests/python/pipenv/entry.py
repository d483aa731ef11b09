"""What pipenv writes for one package, in ``Pipfile`` and ``Pipfile.lock`` alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.python.package_sources import PackageSources
from nerq.manifests.python.requirement_line import Requirement, exact_version
from nerq.model import PUBLIC_REGISTRY
from nerq.origins import registry_origin

if TYPE_CHECKING:
    from nerq.documents.node import Node
    from nerq.model import Origin

_MARKERS = (
    "os_name",
    "sys_platform",
    "platform_machine",
    "platform_python_implementation",
    "platform_release",
    "platform_system",
    "platform_version",
    "python_version",
    "python_full_version",
    "implementation_name",
    "implementation_version",
)


def read_sources(array: Node | None) -> PackageSources:
    """The indexes a file lists; the first one holds the packages that name none."""
    indexes: dict[str, Origin] = {}
    default = None
    rows = array.items() if array is not None and array.is_array else ()
    for row in rows:
        if row.is_table:
            origin = registry_origin(row.text_at("url"))
            indexes.setdefault((row.text_at("name") or "").lower(), origin)
            default = default or origin
    return PackageSources(default=default or PUBLIC_REGISTRY, indexes=indexes)


def read_entry(name: str, value: Node, sources: PackageSources) -> tuple[Requirement, Origin]:
    """What is asked for, and where it comes from; parts of the wrong type count as missing."""
    if isinstance(value.value, str):
        return _requirement(name, value.value), sources.of(name)
    extras = value.get("extras")
    rows = extras.items() if extras is not None and extras.is_array else ()
    requirement = _requirement(
        name,
        value.text_at("version") or "",
        tuple(row.value for row in rows if isinstance(row.value, str)),
        _marker(value),
    )
    origin = sources.assigned(value)
    return requirement, sources.of(name) if origin is None else origin


def _requirement(
    name: str, version: str, extras: tuple[str, ...] = (), marker: str | None = None
) -> Requirement:
    specifier = None if version.strip() in {"", "*"} else version.strip()
    return Requirement(name, extras, specifier, marker, None, exact_version(specifier))


def _marker(value: Node) -> str | None:
    """The markers, also those written as keys of their own: ``sys_platform = "== 'win32'"``."""
    parts = [value.text_at("markers")]
    for key in _MARKERS:
        comparison = value.text_at(key)
        parts.append(None if comparison is None else f"{key} {comparison}")
    written = [part for part in parts if part]
    if len(written) > 1:
        return " and ".join(f"({part})" for part in written)
    return written[0] if written else None
