"""Makes the pictures of the pages from real output: ``python docs/generate_images.py``.

nerq runs on the example project, against a service on this machine that answers with the scores of
``fragments/example-scores.toml``. The page is shown by a headless Chromium.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
IMAGES = DOCS / "images"
EXAMPLE = ROOT / "examples" / "chat-service"
WIDTH = 92

# name -> arguments of nerq
TERMINAL = {
    "scan": ("scan", "--no-progress", "."),
    "check": ("check", "--no-progress", "microsoft/phi-2"),
}

sys.path.insert(0, str(ROOT / "tests"))


def answers() -> dict[str, dict[str, object]]:
    """What the service says in the pictures, by target."""
    import tomli

    text = (DOCS / "fragments" / "example-scores.toml").read_text(encoding="utf-8")
    return dict(tomli.loads(text))


def output(url: str, *arguments: str) -> str:
    """What nerq writes to a terminal of `WIDTH` columns, with its colours."""
    with tempfile.TemporaryDirectory() as empty:
        environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        done = subprocess.run(  # noqa: S603 -- this interpreter and fixed arguments
            [sys.executable, "-I", "-m", "nerq", *arguments],
            cwd=_unchecked(EXAMPLE, Path(empty)),
            env={
                **environment,
                "NERQ_API_URL": url,
                "NERQ_CACHE_DIR": empty,
                "COLUMNS": str(WIDTH),
                "FORCE_COLOR": "1",
                "TERM": "xterm-256color",
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return as_service(done.stdout)


def _unchecked(example: Path, folder: Path) -> Path:
    """A copy whose settings look nothing up: the pictures ask nobody but the service."""
    import shutil

    copy = Path(shutil.copytree(example, folder / example.name))
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.nerq]\nchecks = []\n")
    return copy


def as_service(text: str) -> str:
    """The text as it is when the real service answers."""
    return re.sub(r"(?:http://)?127\.0\.0\.1(?::\d+)?", _named, text)


def _named(address: re.Match[str]) -> str:
    return "https://nerq.ai" if address[0].startswith("http") else "nerq.ai"


def terminal(name: str, url: str) -> str:
    """An SVG of a terminal with a command and what it wrote."""
    from io import StringIO

    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.terminal_theme import MONOKAI
    from rich.text import Text

    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    shown = [part for part in TERMINAL[name] if part not in ("--no-progress", ".")]
    console.print(Text(f"$ nerq {' '.join(shown)}", style="bold"))
    console.print()
    console.print(Text.from_ansi(output(url, *TERMINAL[name])), soft_wrap=True)
    # The template's own fonts would be fetched from elsewhere.
    template = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    picture = console.export_svg(
        title=f"nerq {shown[0]}", theme=MONOKAI, code_format=template, unique_id=f"nerq-{name}"
    )
    picture = picture.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    return "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"


def report(url: str) -> bytes:
    """A PNG of the top of the HTML report."""
    import shutil

    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "nerq.html"
        output(url, "scan", "--no-progress", "-o", f"html={page_file}", ".")
        text = page_file.read_text(encoding="utf-8")
        page_file.write_text(as_service(text), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("NERQ_TEST_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"],
        )
        page = browser.new_page(viewport={"width": 1100, "height": 760})
        page.goto(page_file.as_uri())
        page.get_by_role("button", name="microsoft/phi-2").click()
        picture: bytes = page.screenshot()
        browser.close()
    return picture


def main() -> None:
    """Write all pictures."""
    from contract.preflight_service import PreflightService

    IMAGES.mkdir(exist_ok=True)
    with PreflightService() as service:
        for target, fields in answers().items():
            service.know(target, **fields)  # type: ignore[arg-type]
        for name in TERMINAL:
            (IMAGES / f"{name}.svg").write_text(terminal(name, service.url), encoding="utf-8")
        (IMAGES / "report.png").write_bytes(report(service.url))


if __name__ == "__main__":
    main()
