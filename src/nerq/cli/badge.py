"""``nerq badge``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nerq.cli import parameters, terminal
from nerq.cli.named_targets import read_targets
from nerq.cli.show import write_file
from nerq.errors import UnfinishedError, UsageError

if TYPE_CHECKING:
    from nerq.plugin import Progress
    from nerq.reports.cards.badge import Badge
    from nerq.settings import Settings


@parameters.with_options("badge")
def badge(
    target: str = typer.Argument(
        "", metavar="[TARGET]", help="As for check; with --project a folder.", show_default=False
    ),
    output: str | None = typer.Option(
        None, "--output", "-o", metavar="FILE", help="Write the badge to a file."
    ),
    style: parameters.Style = "flat",
    snippet: parameters.Snippet = None,
    project: bool = typer.Option(
        False, "--project", help="Count what a project uses: TARGET is its folder (default: .)."
    ),
    *,
    given: parameters.Given,
) -> None:
    """Draw a badge with the score of a target, or of a project, as an SVG.

    Exit codes: 0 drawn, whatever the score; 2 usage; 3 an answer is missing, so nothing is drawn.
    """
    from nerq.reports.cards import badge as drawing

    settings = given.settings((target or ".") if project else ".")
    image = _image(target, output, settings, snippet=snippet, project=project)
    with given.progress() as progress:
        if project:
            shown = _of_project(target or ".", settings, progress)
        else:
            shown = _of_target(target, settings, progress)
    text = drawing.svg(shown, style)
    if output:
        write_file(output, text)
    if snippet:
        terminal.write(drawing.snippet(shown, image, snippet))
    elif not output:
        terminal.write(text)


def _image(
    target: str, output: str | None, settings: Settings, *, snippet: str | None, project: bool
) -> str:
    """What a page shows: the file written, or the service's own badge of the target."""
    from urllib.parse import quote

    if not project and not target:
        raise UsageError("name a target, or a project with --project")
    if output or not snippet:
        return output or ""
    if project or "nerq" not in settings.run.sources:
        raise UsageError("--snippet: name the file of the badge with --output FILE")
    named = read_targets([target])[0]
    return f"{settings.service.api_url}/badge/{quote(named.target.id, safe='/')}"


def _of_target(text: str, settings: Settings, progress: Progress) -> Badge:
    from nerq.pipeline.check import check_in_parts
    from nerq.reports import wording
    from nerq.reports.cards.badge import target_badge

    named = read_targets([text])
    if len(named) != 1:
        raise UsageError("a badge shows one target")
    (part,) = check_in_parts(named, settings, progress=progress)
    (finding,) = part.findings
    if finding.outcome == "unavailable":
        raise UnfinishedError(f"no badge was drawn: {'; '.join(wording.reasons(finding))}")
    return target_badge(finding)


def _of_project(path: str, settings: Settings, progress: Progress) -> Badge:
    from nerq.pipeline.scan import scan
    from nerq.reports import verdict_line
    from nerq.reports.cards.badge import project_badge

    result = scan(path, settings, progress=progress)
    if result.summary.unavailable:
        raise UnfinishedError(f"no badge was drawn: {verdict_line.verdict(result)}")
    return project_badge(result)
