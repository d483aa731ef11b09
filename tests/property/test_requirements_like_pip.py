"""pip's reading decides: every difference from it is listed here with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from pip_reading import NAMELESS, NOTHING, REFUSED, Reading, differences
from property.requirements_grammar import REQUIREMENTS_FILES

from nerq.discovery import decode

pytest.importorskip("pip", reason="pip's own parser is what is compared with")

CASES = Path(__file__).parents[2].parent / "shared" / "conformance" / "dev"
CORPUS = sorted(
    path
    for pattern in ("requirements/*/*", "hostile/req-*/*")
    for path in CASES.glob(pattern)
    if path.suffix != ".json" and path.is_file()
)

_WORDS = (REFUSED, NAMELESS, NOTHING)
_ARCHIVE = re.compile(r"\.(zip|whl|tar\.\w+|tgz)\b", re.IGNORECASE)
_SCP = re.compile(r"[\w.-]+@[\w.-]+:")
_DROPPED_OPTION = re.compile(
    r"--(allow-|no-use-wheel|global-option|install-option|use-feature|config-setting)|(^|\s)-C"
)

Rule = Callable[[Reading, Reading, str], bool]


def _is_named(reading: Reading) -> bool:
    return reading.name not in _WORDS


TOLERATED: dict[str, Rule] = {
    "pip learns the name by a download, the archive's file name says it already": lambda pip, nerq, line: (
        pip.name == NAMELESS
        and _is_named(nerq)
        and nerq.specifier.startswith("==")
        and _ARCHIVE.search(line) is not None
    ),
    "nothing can be asked about what has no name, so it is reported": lambda pip, nerq, line: (
        pip.name == NAMELESS and nerq.name == REFUSED
    ),
    "#egg= with extras or a version, and on folders and git:, was right for years": lambda pip, nerq, line: (
        pip.name in (REFUSED, NAMELESS) and _is_named(nerq) and "egg=" in line
    ),
    "an editable repository without #egg= still names its repository": lambda pip, nerq, line: (
        pip.name == REFUSED and nerq.name == NAMELESS and "github.com" in line
    ),
    "git@host:path is an address that pip does not support, no package named git": lambda pip, nerq, line: (
        _is_named(pip) and nerq.name == REFUSED and _SCP.match(line) is not None
    ),
    "options that pip once had, or whose values it checks, say nothing about names": lambda pip, nerq, line: (
        pip.name == REFUSED and nerq.name != REFUSED and _DROPPED_OPTION.search(line) is not None
    ),
    "several words with a URL among them are not a path of an archive": lambda pip, nerq, line: (
        _is_named(pip)
        and nerq.is_reported
        and _ARCHIVE.search(line) is not None
        and re.search(r"\S\s.*://|://.*\s\S", line.partition(" @ ")[0].partition(";")[0])
        is not None
    ),
    "a backslash separates folders on Windows only": lambda pip, nerq, line: (
        pip.name == REFUSED and _is_named(nerq) and "\\" in line
    ),
}


def _untold(text: str) -> list[str]:
    return [
        f"{line!r}: pip {theirs}, nerq {ours}"
        for theirs, ours, line in differences(text)
        if not any(rule(theirs, ours, line) for rule in TOLERATED.values())
    ]


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip looks at the working folder for paths; there is nothing in this one."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(not CORPUS, reason="the conformance corpus is not here")
def test_every_file_of_the_corpus_is_read_as_pip_reads_it(empty_folder: None) -> None:
    wrong = {path.parent.name: _untold(decode(path.read_bytes())[0]) for path in CORPUS}
    assert not {name: found for name, found in wrong.items() if found}


def test_every_difference_that_is_listed_occurs(empty_folder: None) -> None:
    lines = [
        "foo-1.0.tar.gz",
        "https://example.com/a.zip",
        "git+https://example.com/o/r#egg=foo[x]",
        "-e git+https://github.com/o/r",
        "git@github.com:o/r.git",
        "a https://example.com/x#egg=b c @ https://example.com/pkg-1.0-py3-none-any.whl",
        "foo --global-option=x",
        ".\\wheels\\foo-1.0-py3-none-any.whl",
    ]
    found = list(differences("\n".join(lines)))
    assert len(found) == len(lines)
    for rule in TOLERATED.values():
        assert any(rule(*difference) for difference in found)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@settings(
    max_examples=2000,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=REQUIREMENTS_FILES)
def test_files_of_a_grammar_are_read_as_pip_reads_them(empty_folder: None, text: str) -> None:
    assert not _untold(text)
