"""Writes the reference pages from the code: ``python docs/generate.py``; a test compares them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nerq.rules import Rule

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; change the code instead. -->\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(_cell(c) for c in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def formats() -> str:
    """Which files are read as manifests."""
    from nerq.manifests import FORMATS

    rows = (
        (
            f"[{part.title}]({part.spec})",
            f"`{part.id}`",
            ", ".join(f"`{name}`" for name in part.files),
            part.reads,
            part.omits,
        )
        for part in FORMATS
    )
    return (
        NOTE
        + "# Formats\n\nA file of one of these names is read wherever the walk meets it; a path "
        "named on the command line is always read. Nothing of a project is run, built, cloned "
        "or fetched. What looks like a dependency and cannot be read is reported as a problem "
        "with its line.\n\n"
        + table(("format", "id", "files", "read", "not read"), rows)
        + _fragment("formats-measured.md")
    )


def models() -> str:
    """Where models are found."""
    from nerq.detectors import DETECTORS

    rows = (
        (part.title, f"`{part.id}`", ", ".join(f"`{name}`" for name in part.files), part.reads)
        for part in DETECTORS
    )
    return (
        NOTE
        + "# Models and tools\n\nModels, datasets, spaces, API models and MCP servers are found "
        "where they are named. What is put together at run time and cannot be followed is counted "
        "and listed with `-v`, never guessed.\n\n"
        + table(("place", "id", "files", "found"), rows)
        + _fragment("models-measured.md")
    )


def settings() -> str:
    """Every setting."""
    from nerq.settings.keys import KEYS, SECTIONS

    rows = (
        (f"`{key.name}`", key.text, f"`{key.environment}`" if key.environment else "")
        for key in KEYS
    )
    sections = " and ".join(f"`[tool.nerq.{name}]`" for name in SECTIONS)
    return (
        NOTE + "# Settings\n\nSettings are keys of `[tool.nerq]` in `pyproject.toml`, or top-level "
        "keys of `nerq.toml`; the nearest file at or above the scanned path is used.\n"
        "Flags win over the environment, the environment over the file.\n"
        "An unknown key is an error that names the nearest known one.\n"
        f"Dotted names are keys of {sections}.\n\n"
        "`nerq config` shows the settings in force and where each came from; "
        "`nerq config --schema` prints the "
        "[JSON Schema](schema/nerq-settings.json) for editors.\n\n"
        + table(("setting", "meaning", "environment"), rows)
        + _fragment("settings-more.md")
    )


def rules() -> str:
    """Every rule id, each with an anchor."""
    from nerq.rules import RULES

    rows = (
        (
            f"[`{rule.id}`](#{rule.id})",
            _level(rule),
            "" if rule.cap is None else f"{rule.cap:g}",
            ", ".join(f"`{alias}`" for alias in rule.aliases),
        )
        for rule in RULES
    )
    head = (
        NOTE
        + "# Rules\n\nA verdict is decided in this order: rules, then the number, then silence. "
        "Every verdict names the rules that led to it, and the first one decided.\n"
        "A rule is the same for every source of scores. Ids are never reused. Ignores name them, "
        "and so do all reports; `nerq explain RULE` says how one counts in your project.\n\n"
        + table(("rule", "level", "cap", "also called"), rows)
        + "\n`error` decides the outcome, `warn` is called out, `note` is listed, `off` is left "
        "out. A cap is the most that a local score can be where the rule is an error, and nothing "
        "else; scores of the service are never changed.\n\n"
        '```toml\n[tool.nerq.rules]\nyanked = "warn"\n```\n'
    )
    rules = (
        f"\n## {rule.id}\n\n**{rule.title}**\n\n{rule.meaning}\n\nWhat to do: {rule.remedy}\n"
        for rule in RULES
    )
    return head + "".join(rules)


def _level(rule: Rule) -> str:
    parts = [rule.level]
    if rule.level_unfixed:
        parts.append(f"{rule.level_unfixed} without a fixed release")
    if rule.level_of_service:
        parts.append(f"{rule.level_of_service} with scores of the service")
    if rule.outcome == "unavailable":
        parts.append("exit code 3")
    if rule.is_strict and rule.level != "error":
        parts.append("error under `--strict`")
    if rule.is_absolute:
        parts.append("only an ignore of the advisory lifts it")
    elif rule.least not in ("off", rule.level):
        parts.append(f"at least {rule.least}")
    elif rule.least == "error":
        parts.append("cannot be lowered")
    return ", ".join(parts)


def reports() -> str:
    """Every report format."""
    from nerq.reports import REPORTS

    rows = (
        (f"`{part.id}`", part.title, f"`{part.media_type}`", f"`{part.extension}`")
        for part in REPORTS
    )
    return (
        NOTE + "# Reports\n\n`-f` chooses the report on standard output, and `-o FORMAT=FILE` "
        "writes further ones, as often as it is given, from the same scan.\n"
        "A file is written whole or not at all.\n"
        "The exit code is the same for every format.\n"
        "Text that comes from a file or from the service is escaped for its format.\n\n```sh\n"
        "nerq scan -f table -o sarif=nerq.sarif -o html=nerq.html\n```\n\n"
        + table(("format", "what it is", "media type", "ending"), rows)
        + _fragment("reports-more.md")
    )


_EXITS = {
    "CLEAN": "clean",
    "POLICY_FAILED": "the policy failed: a rule is an error, a score is below the threshold, or, "
    "under `--strict`, something is unknown or unread",
    "USAGE": "a mistake on the command line or in the settings",
    "UNFINISHED": "could not finish: nobody answered, or a manifest, a lockfile or a folder "
    "cannot be read",
    "BUG": "a bug in nerq",
    "INTERRUPTED": "interrupted",
}


def exit_codes() -> str:
    """Every exit code."""
    from nerq.cli import exits

    rows = ((f"`{getattr(exits, name)}`", text) for name, text in _EXITS.items())
    return (
        NOTE
        + "# Exit codes\n\n"
        + table(("code", "meaning"), rows)
        + _fragment("exit-codes-more.md")
    )


# Beside the variables that stand for a setting.
_ENVIRONMENT = {
    "NERQ_API_KEY": "Key of the Preflight service; there is no flag, because flags show in process "
    "lists. Without it, `nerq[keyring]` looks in the keyring (`keyring set nerq ADDRESS`).",
    "NERQ_DEBUG": "Any value: a bug in nerq shows its traceback.",
    "NO_COLOR": "Any value: no colour.",
    "FORCE_COLOR": "Any value: colour, also through a pipe.",
    "TERM": "`dumb`: no colour.",
    "COLUMNS": "How wide the table may be.",
    "HTTPS_PROXY": "Proxy for questions; also `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.",
    "SSL_CERT_FILE": "Certificates to trust besides the system's; also `SSL_CERT_DIR`.",
    "GITHUB_STEP_SUMMARY": "With `-f github`: the file that the Markdown report is added to.",
    "GITHUB_TOKEN": "With `--source local`: more questions an hour about repositories.",
}


def environment() -> str:
    """Every environment variable."""
    from nerq.settings import KEYS

    rows = [
        (f"`{key.environment}`", f"{key.text} Setting: `{key.name}`.")
        for key in KEYS
        if key.environment
    ]
    rows += [(f"`{name}`", text) for name, text in _ENVIRONMENT.items()]
    return (
        NOTE
        + "# Environment variables\n\nFlags win over the environment, the environment over the "
        "[settings file](../settings.md).\n\n" + table(("variable", "meaning"), rows)
    )


def json_report() -> str:
    """The JSON report, version 1, as its schema describes it."""
    sys.path.insert(0, str(DOCS))
    import json_page

    return NOTE + json_page.render(_fragment("json-more.md"))


def ci() -> str:
    """How to run in CI, with the templates and the action's inputs as they are."""
    import yaml

    root = DOCS.parent
    action = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    rows = (
        (f"`{name}`", f"`{of['default']}`" if of["default"] else "", of["description"])
        for name, of in action["inputs"].items()
    )
    parts = {
        "{github}": (root / "examples" / "ci" / "github-workflow.yml").read_text(encoding="utf-8"),
        "{gitlab}": (root / "examples" / "ci" / "gitlab-ci.yml").read_text(encoding="utf-8"),
        "{inputs}": table(("input", "default", "meaning"), rows).rstrip(),
    }
    page = NOTE + _fragment("ci.md").lstrip()
    for mark, text in parts.items():
        page = page.replace(mark, text)
    return page


def report_schema() -> str:
    """The JSON Schema of the JSON report."""
    from nerq.reports.json_schema import text

    return text()


def changelog() -> str:
    """What changed, as the repository's file says it."""
    return (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8")


def settings_schema() -> str:
    """The JSON Schema of the settings."""
    from nerq.settings import json_schema

    return json.dumps(json_schema(), indent=2) + "\n"


def commands() -> str:
    """The help text of every command."""
    from typer.main import get_command

    from nerq.cli.app import command_line

    group = get_command(command_line())
    parts = [NOTE + "# Commands\n"]
    names = sorted(getattr(group, "commands", {}))
    for name in names:
        parts += _command(f"nerq {name}", group.commands[name])  # type: ignore[attr-defined]
    return "".join(parts)


def _command(path: str, command: object) -> list[str]:
    nested = getattr(command, "commands", None)
    if nested:
        return [
            text for name in sorted(nested) for text in _command(f"{path} {name}", nested[name])
        ]
    context = command.make_context(
        path, [], resilient_parsing=True, max_content_width=88, terminal_width=88
    )  # type: ignore[attr-defined]
    return [f"\n## {path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"]  # type: ignore[attr-defined]


def _fragment(name: str) -> str:
    """Hand-written or measured text that belongs to a generated page."""
    file = DOCS / "fragments" / name
    return "\n" + file.read_text(encoding="utf-8") if file.exists() else ""


PAGES: dict[str, Callable[[], str]] = {
    "changelog.md": changelog,
    "commands.md": commands,
    "formats.md": formats,
    "how-to/ci.md": ci,
    "models.md": models,
    "reference/environment.md": environment,
    "reference/exit-codes.md": exit_codes,
    "reference/json.md": json_report,
    "reference/reports.md": reports,
    "rules.md": rules,
    "settings.md": settings,
    "schema/nerq-report-1.json": report_schema,
    "schema/nerq-settings.json": settings_schema,
}


def main() -> None:
    """Write the pages that changed."""
    for name, render in PAGES.items():
        file = DOCS / name
        text = render()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
