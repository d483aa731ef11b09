"""The quick reading of a dependency specifier agrees with `packaging`."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet

from nerq.errors import ManifestError
from nerq.manifests.python.requirement_line import parse_plain, parse_requirement

PIECES = st.lists(
    st.sampled_from(
        [
            "foo",
            "Foo.bar",
            "a-b_c",
            "1x",
            "x-",
            "[",
            "]",
            "[a]",
            "[a,b]",
            "[a-b,]",
            "==",
            ">=",
            "<=",
            "<",
            ">",
            "!=",
            "~=",
            "===",
            "1",
            "1.0",
            "1.0.*",
            "2.0a1",
            "1.0rc1.post2.dev3",
            "1!2.0",
            "1.0+local",
            "v1",
            ",",
            ";",
            "(",
            ")",
            "@",
            "https://x.example/y",
            "python_version",
            "sys_platform",
            "extra",
            "os_name",
            "'x'",
            '"y"',
            "'3.8'",
            "and",
            "or",
            "in",
            "not",
            " ",
            "  ",
            "\t",
            "\n",
            ";python_version<'3'",
            " ; extra == 'x'",
        ]
    ),
    max_size=9,
).map("".join)


def agree(text: str) -> None:
    """Both read the same, or both refuse."""
    found = parse_requirement(text)
    parsed = Requirement(text)
    assert found.name == parsed.name
    assert set(found.extras) == parsed.extras
    assert SpecifierSet(found.specifier or "") == parsed.specifier
    assert found.url == parsed.url
    assert (None if found.marker is None else Marker(found.marker)) == parsed.marker
    exact = {s.version for s in parsed.specifier if s.operator in {"==", "==="}}
    pins: set[str | None] = {version for version in exact if version and not version.endswith(".*")}
    if (found.specifier or "").count("==") == 1:
        assert {found.version} == (pins or {None})
    else:  # `packaging` merges clauses that mean the same: ==1,==1.0
        assert found.version is None or found.version in pins


@settings(max_examples=1500, deadline=None)
@given(PIECES)
def test_what_is_read_is_what_packaging_reads(text: str) -> None:
    try:
        Requirement(text)
    except InvalidRequirement:
        assert parse_plain(text) is None
        try:
            parse_requirement(text)
        except ManifestError:
            return
        raise AssertionError(text) from None
    agree(text)


VERSIONS = st.sampled_from(["1", "1.0", "2.0a1", "3.dev1", "1.0.post1", "1.*", "1.0+x", "1!1"])
OPERATORS = st.sampled_from(["==", ">=", "<=", "<", ">", "!=", "~=", "==="])
CLAUSES = st.tuples(OPERATORS, st.sampled_from(["", " "]), VERSIONS).map("".join)
MARKERS = st.lists(
    st.sampled_from(["python_version < '3.8'", 'os_name=="nt"', "extra == 'x'", "'x' in os_name"]),
    max_size=3,
).map(" and ".join)


@settings(max_examples=800, deadline=None)
@given(
    st.sampled_from(["a", "A.b-c_d", "x1"]),
    st.sampled_from(["", "[x]", "[x,y-z]", " [ x , y ]", "[]"]),
    st.lists(CLAUSES, max_size=3).map(",".join),
    st.sampled_from(["", " ", "  "]),
    MARKERS,
)
def test_well_formed_ones_agree(
    name: str, extras: str, clauses: str, gap: str, marker: str
) -> None:
    text = f"{name}{extras}{gap}{clauses}{gap}{'; ' + marker if marker else ''}"
    try:
        Requirement(text)
    except InvalidRequirement:
        assert parse_plain(text) is None
    else:
        agree(text)
