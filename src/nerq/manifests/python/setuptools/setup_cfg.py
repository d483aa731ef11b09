"""``setup.cfg`` of setuptools.

https://setuptools.pypa.io/en/latest/userguide/declarative_config.html

.. code:: ini

    [options]
    install_requires =
        requests>=2

    [options.extras_require]
    socks = pysocks
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.documents import ini_lines
from nerq.errors import ManifestError
from nerq.manifests.python.listed_requirements import read_listed, without_comment
from nerq.manifests.python.mentions import Mentions, normalised
from nerq.manifests.python.requirement_line import parse_requirement
from nerq.model import Reference
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.ini_lines import IniDocument, Option
    from nerq.plugin import Item, Source

_SCOPES = {
    "install_requires": "runtime",
    "setup_requires": "build",
    "tests_require": "dev",
}
_FILE = "file:"


def parse(source: Source) -> Iterator[Item]:
    """The packages of ``[options]`` and ``[options.extras_require]``, in the file's order.

    Lines that are not INI are problems where the file has such a section, and of no concern
    to nerq where it only configures other tools.
    """
    document = ini_lines.parse(source.text)
    mentions = Mentions(source.path, "setup-cfg")
    own_name = _own_name(document)
    for name, options in document.sections.items():
        for option in options:
            scope = _scope(name, option)
            for item in _packages(mentions, source, option, scope) if scope else ():
                is_own = isinstance(item, Reference) and normalised(item.name) == own_name
                if not is_own:
                    yield item
    if any(name == "options" or name.startswith("options.") for name in document.sections):
        for line, reason in document.problems:
            yield mentions.problem(reason, line)


def _own_name(document: IniDocument) -> str:
    for option in document.sections.get("metadata", ()):
        if option.key.lower() == "name":
            return normalised(option.text)
    return ""


def _scope(section: str, option: Option) -> str | None:
    if section == "options":
        return _SCOPES.get(option.key.lower().replace("-", "_"))
    if section in {"options.extras_require", "extras"}:
        # The short name is that of pbr (https://docs.openstack.org/pbr/latest/).
        return f"extra:{option.key}"
    return None


def _packages(mentions: Mentions, source: Source, option: Option, scope: str) -> Iterator[Item]:
    if option.text.startswith(_FILE):
        paths = option.text.removeprefix(_FILE).replace("\n", ",").split(",")
        for path in filter(str.strip, paths):
            for item in read_listed(mentions, source, path, scope):
                yield _at(item, option.line)
        return
    for line, text in _requirements(option):
        requirement = without_comment(text)
        if requirement:
            yield mentions.requirement(requirement, line, scope)


def _requirements(option: Option) -> Iterator[tuple[int, str]]:
    """One a line, or on the key's own line separated by semicolons."""
    if option.has_lines or not option.values:
        yield from option.values
        return
    line, text = option.values[0]
    if ";" not in text or _is_requirement(text):
        yield line, text
        return
    for part in text.split(";"):
        yield line, part


def _is_requirement(text: str) -> bool:
    try:
        parse_requirement(text)
    except ManifestError:
        return False
    return True


def _at(item: Item, line: int) -> Item:
    if item.location.line is not None:
        return item
    return replace(item, location=replace(item.location, line=line))


FORMAT = ManifestFormat(
    id="setup-cfg",
    title="setup.cfg",
    files=("setup.cfg",),
    parse=parse,
    reads="required, extra, setup and test packages, also from files named with `file:`; extras"
    " of pbr",
    omits="Python's own version, `attr:` (nothing is run)",
    spec="https://setuptools.pypa.io/en/latest/userguide/declarative_config.html",
)
