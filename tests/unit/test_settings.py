"""Settings come from flags over environment over file, and mistakes are named."""

from __future__ import annotations

import inspect
from dataclasses import fields
from pathlib import Path

import pytest

from nerq.errors import SettingsError
from nerq.plugin import Search
from nerq.settings import FIELDS, KEYS, Ignore, Settings, effective, load


def write(folder: Path, text: str, name: str = "nerq.toml") -> None:
    (folder / name).write_text(text)


def read(text: str, **more: object) -> Settings:
    write(Path(), text)
    return load(".", environment={}, **more)  # type: ignore[arg-type]


def test_defaults_without_a_file(project: Path) -> None:
    settings = load(".", environment={})
    assert settings == Settings()
    assert settings.policy.threshold == 70
    assert settings.run.sources == ("nerq",)


def test_nearest_file_wins(project: Path) -> None:
    write(project, "threshold = 10")
    inner = project / "a/b"
    inner.mkdir(parents=True)
    assert load(str(inner), environment={}).policy.threshold == 10
    write(inner, "[tool.nerq]\nthreshold = 20\n", "pyproject.toml")
    assert load(str(inner), environment={}).policy.threshold == 20
    assert load(str(inner / "file.txt"), environment={}).policy.threshold == 20


def test_pyproject_without_the_table_is_passed_over(project: Path) -> None:
    write(project, "threshold = 10")
    (project / "a").mkdir()
    write(project / "a", "[project]\nname = 'x'\n", "pyproject.toml")
    assert load("a", environment={}).policy.threshold == 10


def test_flags_over_environment_over_file(project: Path) -> None:
    write(project, 'api-url = "https://file.example"')
    environment = {"NERQ_API_URL": "https://environment.example/"}
    assert load(".", environment={}).service.api_url == "https://file.example"
    assert load(".", environment=environment).service.api_url == "https://environment.example"
    flags = {"api_url": "https://flag.example", "threshold": None}
    settings = load(".", environment=environment, flags=flags)
    assert settings.service.api_url == "https://flag.example"
    assert settings.origins["api_url"] == "command line"


def test_key_comes_from_the_environment_only(project: Path) -> None:
    assert load(".", environment={"NERQ_API_KEY": "k"}).service.api_key == "k"
    with pytest.raises(SettingsError, match="unknown setting"):
        read('api-key = "secret"')


def test_threshold_as_a_table(project: Path) -> None:
    settings = read('[threshold]\ndefault = 75\nmodel = 60\n"acme/*" = 80\n')
    assert settings.policy.threshold == 75
    assert settings.policy.thresholds == {"model": 60, "acme/*": 80}


def test_ignores(project: Path) -> None:
    settings = read(
        '[[ignore]]\ntarget = "foo"\nreason = "ours"\nexpires = 2027-01-31\nversion = "<2"\n'
    )
    assert settings.accepted.ignore == (Ignore("foo", "ours", "2027-01-31", "<2"),)


def test_models_and_local_tables(project: Path) -> None:
    settings = read(
        '[models]\nkeys = ["llm"]\naliases = {"a" = "o/n"}\n[local]\nweights = {security = 40}\n'
    )
    assert settings.search.keys == ("llm",)
    assert settings.naming.aliases == {"a": "o/n"}
    assert settings.local.weights == {"security": 40}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("treshold = 70", "did you mean 'threshold'"),
        ("qqq = 1", "unknown setting; known are"),
        ("threshold = 'x'", "expected a number"),
        ("threshold = true", "expected a number"),
        ("threshold = 101", "not between 0 and 100"),
        ("[threshold]\nmodel = 'x'", "threshold.model: expected a number"),
        ("strict = 1", "expected true or false"),
        ("private = [1]", "expected a list of texts"),
        ("fail-on = ['scores']", "'scores': unknown rule; did you mean 'score'"),
        ("sources = []", "at least one of"),
        ("scope = 'prod'", "not one of runtime, all"),
        ("api-url = 'nerq.ai'", "should start with https://"),
        ("concurrency = 1.5", "expected a whole number"),
        ("concurrency = 0", "not between 1 and 100"),
        ("cache-dir = ''", "expected text"),
        ("targets = 1", "expected a table"),
        ("ignore = 1", "expected an array of tables"),
        ("ignore = [1]", "expected a table with a reason"),
        ("[[ignore]]\ntarget = 'x'", "reason is required"),
        ("[[ignore]]\nreason = 'x'", "one of target, advisory, path is required"),
        ("rules = 'off'", "expected a table of rules and levels"),
        ("[rules]\nyankd = 'off'", "unknown rule; did you mean 'yanked'"),
        ("[rules]\nyanked = 'fatal'", "yanked can be error, warn, note, off, not 'fatal'"),
        ("[rules]\nmalicious = 'warn'", "malicious can be error, not 'warn'"),
        ("[rules]\nscore = 'off'", "score-below-threshold can be error, warn, not 'off'"),
        ("[[ignore]]\ntarget = 'x'\nreason = 'y'\nexpire = 1", "did you mean 'expires'"),
        (
            "[[ignore]]\ntarget = 'x'\nreason = 'y'\nexpires = '31.1.27'",
            "not a date; write it as 2027-01-31",
        ),
        ("[[ignore]]\ntarget = 'x'\nreason = 'y'\nversion = 'two'", "not a version specifier"),
        ("x =", "nerq.toml: "),
    ],
)
def test_mistakes_are_named(project: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(text)
    assert message in str(caught.value)


def test_tool_table_of_another_kind_is_an_error(project: Path) -> None:
    write(project, "tool.nerq = 1", "pyproject.toml")
    with pytest.raises(SettingsError, match="should be a table"):
        load(".", environment={})


def test_broken_pyproject_holds_no_settings(project: Path) -> None:
    write(project, "[tool.nerq\n", "pyproject.toml")
    assert load(".", environment={}).policy.threshold == 70


def test_named_file_that_is_missing(project: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(".", config="nope.toml", environment={})


def test_every_key_fills_a_field_and_is_shown(project: Path) -> None:
    assert {key.attribute for key in KEYS} <= FIELDS
    rows = effective(load(".", environment={}, flags={"threshold": 50.0}))
    assert ("threshold", 50.0, "command line") in rows
    assert len(rows) == len(KEYS)


def test_strict_is_shorthand_for_failing_on_unknown() -> None:
    assert Settings().replace(is_strict=True).policy.is_strict
    assert not Settings().policy.is_strict
    unknown = Settings().replace(fail_on=("unknown",)).policy
    for rule in ("not-in-index", "low-confidence", "private", "identity-mismatch"):
        assert (
            unknown.level(rule) == Settings().replace(is_strict=True).policy.level(rule) == "error"
        )
        assert Settings().policy.level(rule) != "error"


def test_a_copy_differs_in_the_fields_named_whatever_their_group() -> None:
    settings = Settings().replace(threshold=75.0, offline=True, callables=("load",))
    assert (settings.policy.threshold, settings.run.offline) == (75.0, True)
    assert settings.search == Search(callables=("load",))
    assert settings.run == Settings().run._replace(offline=True)
    assert settings.replace() == settings
    with pytest.raises(TypeError, match="'treshold'"):
        Settings().replace(treshold=75)


def test_a_field_says_its_group() -> None:
    groups = {item.name: getattr(Settings(), item.name) for item in fields(Settings)}
    del groups["origins"]
    names = [
        name for group in groups.values() for name in inspect.signature(type(group)).parameters
    ]
    assert len(names) == len(set(names))
    assert set(names) == FIELDS
    assert not FIELDS & {item.name for item in fields(Settings)}
