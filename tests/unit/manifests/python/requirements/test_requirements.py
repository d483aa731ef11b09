"""Requirements files: includes, indexes, annotations and what is reported."""

from __future__ import annotations

import pytest
from sources import MemorySource, source

from nerq.errors import ManifestError
from nerq.manifests.python.requirements import requirement_lines
from nerq.manifests.python.requirements import requirements_txt as requirements
from nerq.model import Origin, Problem, Reference


def references(file: MemorySource) -> list[Reference]:
    return [item for item in requirements.parse(file) if isinstance(item, Reference)]


def problems(file: MemorySource) -> list[str]:
    return [
        f"{item.location}: {item.message}"
        for item in requirements.parse(file)
        if isinstance(item, Problem)
    ]


def named(file: MemorySource) -> list[str]:
    return [f"{r.location} {r.name}{r.specifier or ''}" for r in references(file)]


def test_includes_are_read_where_they_stand_and_keep_their_own_place() -> None:
    file = source(
        "app/requirements.txt",
        "a==1\n-r base.txt\nb==2\n-c limits.txt\n",
        **{"base.txt": "c==3\n-r more.txt\n", "more.txt": "d\n", "limits.txt": "e<2\n"},
    )
    found = references(file)
    assert [f"{r.location} {r.name} {r.scope}" for r in found] == [
        "app/requirements.txt:1 a runtime",
        "app/base.txt:1 c runtime",
        "app/more.txt:1 d runtime",
        "app/requirements.txt:3 b runtime",
        "app/limits.txt:1 e constraint",
    ]
    assert problems(file) == []


def test_a_file_that_two_others_include_is_read_once() -> None:
    file = source(
        "requirements.txt",
        "-r a.txt\n-r b.txt\n",
        **{"a.txt": "-r c.txt", "b.txt": "-r c.txt", "c.txt": "x"},
    )
    assert named(file) == ["c.txt:1 x"]
    assert problems(file) == []


@pytest.mark.parametrize(
    ("text", "files", "message"),
    [
        ("-r requirements.txt", {}, "which includes this file again"),
        ("-r a.txt", {"a.txt": "-r requirements.txt"}, "a.txt:1: includes `requirements.txt`"),
        ("-r missing.txt", {}, "which does not exist"),
        ("-c missing.txt", {}, "which does not exist"),
        (
            "-r https://u:secret@example.com/r.txt",
            {},
            "`https://example.com/r.txt`, which is not fetched",
        ),
    ],
)
def test_an_include_that_cannot_be_read_is_reported(
    text: str, files: dict[str, str], message: str
) -> None:
    found = problems(source("requirements.txt", f"a==1\n{text}\nb==1\n", **files))
    assert len(found) == 1
    assert message in found[0]
    assert "secret" not in found[0]


def test_what_follows_a_bad_include_is_still_read() -> None:
    assert named(source("requirements.txt", "-r x.txt\nb==1\n")) == ["requirements.txt:2 b==1"]


def test_a_chain_of_thousands_of_includes_is_not_recursion() -> None:
    files = {f"{n}.txt": f"p{n}\n-r {n + 1}.txt\n" for n in range(3000)}
    file = source("requirements.txt", "-r 0.txt", **files)
    assert len(references(file)) == 3000
    assert len(problems(file)) == 1


def test_a_file_without_end_is_cut_off_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirement_lines, "MAX_REQUIREMENTS", 3)
    file = source("requirements.txt", "a\n" * 9)
    assert len(references(file)) == 3
    assert problems(file) == ["requirements.txt:4: more than 3 requirements; the rest is not read"]
    monkeypatch.setattr(requirement_lines, "MAX_FILES", 2)
    file = source("requirements.txt", "-r a.txt", **{"a.txt": "-r b.txt", "b.txt": "x"})
    assert problems(file) == ["a.txt:1: includes `b.txt`, beyond the limit of 2 files"]


@pytest.mark.parametrize(
    ("options", "origin"),
    [
        ("", Origin()),
        (
            "--index-url https://u:p@pkgs.example/simple/",
            Origin("registry", "https://pkgs.example/simple"),
        ),
        (
            "--extra-index-url=https://pkgs.example/simple",
            Origin("registry", "https://pkgs.example/simple"),
        ),
        (
            "-i https://a.example/s\n-f https://b.example/l",
            Origin("registry", "https://b.example/l"),
        ),
        ("--find-links ./wheels", Origin("path")),
        ("--no-index\n--pre", Origin()),
    ],
)
def test_the_index_of_any_line_is_where_every_name_could_come_from(
    options: str, origin: Origin
) -> None:
    file = source("requirements.txt", f"first\n{options}\nlast\n")
    assert [r.origin for r in references(file)] == [origin, origin]
    included = source("requirements.txt", "-r a.txt\nlast", **{"a.txt": options + "\nfirst"})
    assert [r.origin for r in references(included)] == [origin, origin]


ANNOTATED = """\
click==8.1.7
    # via
    #   -r requirements.in
    #   flask
flask==3.0.0 \\
    --hash=sha256:aa
    # via my-app (pyproject.toml)
jinja2==3.1.3             # via flask
markupsafe==2.1.5         # via jinja2, Werk.zeug
lost==1
    # via markupsafe-of-nobody, found
found==1
    # via lost
"""


def test_annotations_say_what_brought_a_package_in() -> None:
    found = {r.name: (r.direct, r.via) for r in references(source("requirements.txt", ANNOTATED))}
    assert found == {
        "click": (True, ()),
        "flask": (True, ()),
        "jinja2": (False, ("flask",)),
        "markupsafe": (True, ()),  # one of its parents is nothing that this file installs
        "lost": (True, ()),
        "found": (False, ("lost",)),
    }


def test_annotations_say_where_a_package_was_found() -> None:
    text = (
        "one==1\n    # via -r in.txt\n    # from https://me:secret@inhouse.example/simple\n"
        "two==2 \\\n    --hash=sha256:00\n    # via one\n    # from https://other.example/simple\n"
        "three==3\n    # via two\n    # from afar\n"
    )
    found = [
        item
        for item in requirements.parse(source("requirements.txt", text))
        if isinstance(item, Reference)
    ]
    assert [(ref.name, ref.via, ref.origin.url) for ref in found] == [
        ("one", (), "https://inhouse.example/simple"),
        ("two", ("one",), "https://other.example/simple"),
        ("three", ("one", "two"), None),
    ]


@pytest.mark.parametrize(
    ("command", "origin"),
    [
        ("uv pip compile --index-url https://inhouse.example/simple a.in", "https://inhouse.example/simple"),
        ("uv pip compile a.in --index ours=https://inhouse.example/s?a=b", "https://inhouse.example/s"),
        ("pip-compile --extra-index-url=https://me:pw@inhouse.example/s a.in", "https://inhouse.example/s"),
        ("/usr/bin/pip-compile -i 'https://inhouse.example/s'", "https://inhouse.example/s"),
        ("pip-compile -f https://inhouse.example/s", "https://inhouse.example/s"),
        ("pdm export -f requirements -o requirements.txt", None),
        ("pip-compile a.in", None),
        ("write to --index-url https://inhouse.example/simple", None),
    ],
)  # fmt: skip
def test_the_command_that_wrote_a_file_says_which_indexes_it_asked(
    command: str, origin: str | None
) -> None:
    text = f"#\n# This file was written by this command:\n#\n#    {command}\n#\none==1\n"
    (found,) = requirements.parse(source("requirements.txt", text))
    assert isinstance(found, Reference)
    assert found.origin.url == origin


def test_prose_in_a_file_of_that_name_is_one_problem() -> None:
    prose = "".join(f"This is line {number} of a manual.\n" for number in range(30))
    found = list(requirements.parse(source("docs/constraints.txt", f"Title\n{prose}")))
    assert [item.location.line for item in found] == [2, 1]
    assert isinstance(found[0], Problem)
    assert found[0].message.startswith("30 of the file's lines are not requirements, the first: ")
    names = "".join(f"name{number}\n" for number in range(30))
    found = list(requirements.parse(source("requirements.txt", names + prose)))
    assert sum(isinstance(item, Problem) for item in found) == 30


def test_packages_that_only_need_one_another_have_no_chain() -> None:
    file = source("requirements.txt", "a==1\n    # via b\nb==1\n    # via a\n")
    assert [(r.direct, r.via) for r in references(file)] == [(False, ()), (False, ())]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("foo[x, y]>=1,<2 ; os_name == 'nt'", ("foo", None, ">=1,<2", ("x", "y"), "os_name == 'nt'", Origin())),
        ("foo===1.0", ("foo", "1.0", "===1.0", (), None, Origin())),
        ("foo==1.*", ("foo", None, "==1.*", (), None, Origin())),
        ("foo (>=1)", ("foo", None, ">=1", (), None, Origin())),
        (
            "foo @ https://u:p@example.com/x.zip?token=t#sha256=aa",
            ("foo", None, None, (), None, Origin("url", "https://example.com/x.zip")),
        ),
        (
            "git+ssh://git@github.com/o/r.git@v1#egg=foo[x]&subdirectory=s",
            ("foo", None, None, ("x",), None, Origin("git", "ssh://github.com/o/r.git")),
        ),
        ("git+https://github.com/o/r@v1", ("o/r", "v1", None, (), None, Origin("git", "https://github.com/o/r"))),
        (
            "https://github.com/o/r/archive/main.zip",
            ("o/r", None, None, (), None, Origin("url", "https://github.com/o/r/archive/main.zip")),
        ),
        (
            "https://example.com/foo_bar-1.0-py3-none-any.whl ; os_name == 'nt'",
            ("foo_bar", "1.0", "==1.0", (), "os_name == 'nt'", Origin("url", "https://example.com/foo_bar-1.0-py3-none-any.whl")),
        ),
        ("./dist/foo-1.0.tar.gz", ("foo", "1.0", "==1.0", (), None, Origin("path"))),
        ("C:\\wheels\\foo-1.0.zip", ("foo", "1.0", "==1.0", (), None, Origin("path"))),
        ("-e ./lib#egg=foo", ("foo", None, None, (), None, Origin("path"))),
        ('-e "foo @ git+https://example.com/r"', ("foo", None, None, (), None, Origin("git", "https://example.com/r"))),
    ],
)  # fmt: skip
def test_each_way_to_write_a_requirement(line: str, expected: tuple[object, ...]) -> None:
    (found,) = references(source("requirements.txt", line))
    assert (
        found.name, found.version, found.specifier, found.extras, found.marker, found.origin,
    ) == expected  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("foo==", "not a requirement: `foo==`"),
        ("foo==${VERSION}", "a variable of the environment decides"),
        ("foo ; nonsense", "not a requirement"),
        ("https://u:secret@example.com/a.zip?token=secret", "does not say which package"),
        ("git@github.com:o/r.git", "git+ssh://"),
        ("foo==1 --nonsense", "no such option: --nonsense"),
        ("foo==1 --hash=md5:aa", "not a hash that pip accepts"),
        ("--index-url 'https://x", "cannot be split"),
        ("-e https://example.com/x.zip", "cannot be editable"),
        ("-e git+https://example.com/r#egg=-", "behind #egg="),
        ("foo @ http://[broken/x.zip", "not a requirement"),
        ("./missing", "not a project in the scanned tree"),
        ("x" * 30_000, "longer than 20,000 characters"),
        ("foo==1 --config-settings " + "x" * 200_000, "not read: options of"),
        ("foo\x1b[31m", "not a requirement"),
    ],
)
def test_a_line_that_cannot_be_read_is_reported(line: str, words: str) -> None:
    found = problems(source("requirements.txt", f"a\n{line}\nb"))
    assert len(found) == 1
    assert found[0].startswith("requirements.txt:2: ")
    assert words in found[0]
    assert "secret" not in found[0]
    assert found[0].isprintable()


def test_folders_of_the_project_are_read_on_their_own() -> None:
    file = source(
        "requirements.txt", "-e .\n./lib[x]\n", **{"setup.py": "", "lib/pyproject.toml": ""}
    )
    assert list(requirements.parse(file)) == []


@pytest.mark.parametrize(
    ("data", "names", "message"),
    [
        ("# coding: latin-1\n# é\nfoo\n".encode("latin-1"), ["foo"], None),
        ("foo\n".encode("utf-16"), ["foo"], None),
        ("foo\n".encode("utf-16-le"), ["foo"], "UTF-16 without a byte order mark"),
        (b"# coding: nonsense\nfoo\n", ["foo"], "an encoding nobody knows"),
        (b"# coding: punycode\nfoo\n", ["foo"], "not an encoding of text"),
        ("# coding: ascii\nfoo # é\n".encode(), ["foo"], "not in ascii"),
        (b"\xef\xbb\xbffoo\r\n", ["foo"], None),
    ],
)
def test_encodings_are_those_of_pip(data: bytes, names: list[str], message: str | None) -> None:
    file = source("requirements.txt", data)
    assert [r.name for r in references(file)] == names
    assert [message in text for text in problems(file) if message] == ([True] if message else [])


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("requirements.txt", "runtime"),
        ("requirements-dev.txt", "dev"),
        ("dev-requirements.in", "dev"),
        ("requirements/test.txt", "dev"),
        ("requirements/base.txt", "runtime"),
        ("devices/requirements.txt", "runtime"),
        ("constraints.txt", "runtime"),
    ],
)
def test_the_name_of_a_file_says_what_it_is_for(path: str, scope: str) -> None:
    assert [r.scope for r in references(source(path, "foo"))] == [scope]


def test_a_constraints_file_that_is_the_entry_counts_with_all_it_names() -> None:
    file = source("constraints.txt", "a<2\n-c more.txt\n", **{"more.txt": "b<2\n"})
    assert [(r.name, r.scope) for r in references(file)] == [("a", "runtime"), ("b", "runtime")]


def test_a_file_that_cannot_be_opened_is_the_callers_business() -> None:
    class Broken(MemorySource):
        @property
        def text(self) -> str:
            raise ManifestError("cannot be read")

    with pytest.raises(ManifestError, match="cannot be read"):
        list(requirements.parse(Broken("requirements.txt", b"")))


@pytest.mark.parametrize(
    "line", ["foo", "foo==1.0", "foo[x]>=1,<2", 'foo==1.0 ; python_version < "3.9"']
)
def test_plain_lines_take_the_fast_way(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of packaging or pip's option parser runs for what most files consist of."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("packaging.requirements.Requirement", refuse)
    monkeypatch.setattr("pip_requirements_parser.build_parser", refuse)
    file = source("requirements.txt", line + " \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n")
    assert [r.name for r in references(file)] == ["foo"]
