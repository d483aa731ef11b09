"""What brought a locked package in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.python.locks.locked_package import Link, LockedPackage, references

if TYPE_CHECKING:
    from nerq.model import Reference


def package(name: str, *needs: str | Link, version: str = "1") -> LockedPackage:
    links = [need if isinstance(need, Link) else Link(need) for need in needs]
    return LockedPackage(name, name, version, 1, links=links)


def read(packages: list[LockedPackage], asked: dict[str, list[Link]] | None) -> list[Reference]:
    return list(references(packages, asked, "x.lock", "uv-lock"))


def test_the_shortest_chain_counts_and_the_first_scope() -> None:
    packages = [package("a", "b"), package("b", "c"), package("c"), package("d", "c")]
    found = read(packages, {"runtime": [Link("a")], "group:dev": [Link("d"), Link("b")]})
    assert [(item.name, item.direct, item.via, item.scope) for item in found] == [
        ("a", True, (), "runtime"),
        ("b", True, (), "runtime"),
        ("c", False, ("d",), "runtime"),
        ("d", True, (), "group:dev"),
    ]


def test_a_link_that_names_a_version_leads_to_that_one() -> None:
    packages = [package("a", Link("b", "2")), package("b"), package("b", version="2")]
    found = read(packages, {"runtime": [Link("a")]})
    assert [item.via for item in found] == [(), (), ("a",)]


def test_without_a_project_what_nothing_asks_for_is_direct() -> None:
    packages = [package("leaf"), package("top", "leaf"), package("x", "y"), package("y", "x")]
    found = read(packages, None)
    assert [item.name for item in found if item.direct] == ["top", "x"]


def test_a_package_that_the_project_does_not_lead_to_is_not_direct() -> None:
    (item,) = read([package("stale")], {"runtime": []})
    assert (item.direct, item.via, item.scope) == (False, (), "runtime")


def test_a_direct_package_keeps_how_it_was_asked_for() -> None:
    link = Link("a", extras=("x",), marker="os_name == 'nt'")
    (item,) = read([package("a")], {"runtime": [link]})
    assert (item.extras, item.marker) == (("x",), "os_name == 'nt'")
