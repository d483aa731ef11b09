# ruff: noqa: E501 - tables and sample texts read better unbroken
"""What is measured: our command, what it is held against, and how far we want to get."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.processes import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]


@dataclass
class Row:
    """One line of the table.

    Attributes:
        ideal: seconds to hold the command against, instead of another command.
        goal: the ratio that must hold; `stretch` the one hoped for.
        of: ``wall`` or ``cpu``: which times are compared.
        once: a peer takes so long that one round must do.
    """

    what: str
    against: str
    ours: Command
    theirs: Command | None
    goal: float | None
    stretch: float | None = None
    ideal: float = 0.0
    of: str = "wall"
    once: bool = False


@dataclass
class Setting:
    """Where things are.

    Attributes:
        python: of the environment with nerq.
        url: of the loopback service; `slow` of the one with 50 ms.
        folders: corpora by name.
        peers: their commands by name, where installed.
        work: a folder for caches.
    """

    python: str
    url: str
    slow: str
    folders: Mapping[str, Path]
    peers: Mapping[str, str]
    work: Path
    targets: int = 1000

    def nerq(self, *words: str, url: str = "", cache: str = "warm") -> Command:
        environment = {"NERQ_API_URL": url or self.url, "NERQ_CACHE_DIR": str(self.work / cache)}
        program = Path(self.python).with_name("nerq")
        return Command([str(program), *words], environment, expected=(0, 1))

    def inside(self, *words: str) -> Command:
        return Command([self.python, "-m", "benchmarks.inside", *words], folder=ROOT, printed=True)

    def code(self, text: str) -> Command:
        return Command([self.python, "-c", text])


def rows(at: Setting) -> list[Row]:
    return [*starting(at), *scanning(at), *parsing(at), *asking(at), *peers(at)]


def starting(at: Setting) -> list[Row]:
    bare = at.code("pass")
    one = str(at.folders["one"])
    scan = at.nerq("scan", "--json", one)
    return [
        Row("`nerq --version`", "bare", at.nerq("--version"), bare, 2.0, 1.3),
        Row("`nerq --help`", "bare", at.nerq("--help"), bare, 7, 5),
        Row("warm scan of one package, `--json`", "bare", scan, bare, 12, 8),
        Row("the same as a table", "bare", at.nerq("scan", one), bare, 18, 14),
    ]


def scanning(at: Setting) -> list[Row]:
    everything = str(at.folders["many"])
    scan = at.nerq("scan", "--json", everything)
    read = (
        "import os\nfor d, _, names in os.walk(" + repr(everything) + "):\n"
        "    for name in names:\n        open(os.path.join(d, name), 'rb').read()\n"
    )
    return [Row("warm scan of the monorepo", "reading all bytes", scan, at.code(read), 20, 11)]


def parsing(at: Setting) -> list[Row]:
    large, some = at.folders["large"], str(at.folders["some"])
    hashed, plain = (str(large / f"{name}-requirements.txt") for name in ("hashed", "plain"))
    lock = str(large / "uv.lock")
    return [
        Row(
            "requirements, hashed", "`packaging` alone",
            at.inside("manifest", "requirements", hashed), at.inside("packaging", hashed), 1.5, 0.5,
        ),
        Row(
            "requirements, plain pins", "`packaging` alone",
            at.inside("manifest", "requirements", plain), at.inside("packaging", plain), 1.0, 0.5,
        ),
        Row(
            "`uv.lock`, with graph and lines", "tomllib",
            at.inside("manifest", "uv-lock", lock), at.inside("toml", lock), 0.5, 0.15,
        ),
        Row(
            "models in Python code", "`ast.parse` and walk",
            at.inside("models", some), at.inside("ast", some), 0.3, 0.2,
        ),
    ]  # fmt: skip


def asking(at: Setting) -> list[Row]:
    count = str(at.targets)

    def ask(concurrency: int, way: str) -> Command:
        return at.inside("ask", at.slow, count, str(concurrency), way)

    batches = -(-at.targets // 50)
    return [
        Row("batches of 50, 10 at once", "ideal", ask(10, "batches"), None, 2.0, 1.4, -(-batches // 10) * 0.05),
        Row("the same, processor a target", "0.15 ms", ask(10, "batches"), None, 1.0, 0.33, at.targets * 0.00015, "cpu"),
        Row("asked singly, 20 at once", "ideal", ask(20, "singly"), None, 1.15, 1.05, -(-at.targets // 20) * 0.05),
        Row("asked singly, 50 at once", "ideal", ask(50, "singly"), None, 1.3, 1.05, -(-at.targets // 50) * 0.05),
        Row("cache read", "20 ms", at.inside("cache", str(at.work / "read"), count), None, 1.0, None, 0.02),
    ]  # fmt: skip


def peers(at: Setting) -> list[Row]:
    many, found = str(at.folders["many"]), []
    scan = at.nerq("scan", "--json", many)
    if "syft" in at.peers:
        syft = Command(
            [at.peers["syft"], "scan", f"dir:{many}", "-o", "json", "-q"],
            {"SYFT_CHECK_FOR_APP_UPDATE": "false"},
        )
        found.append(Row("warm scan of the monorepo", "syft", scan, syft, 0.12, 0.06, once=True))
    if at.targets == 1000:
        # The old release took 51.6 s for these, asked one by one at 50 ms; measured once.
        ours = at.nerq("scan", "--no-cache", "--json", str(at.folders["project"]), url=at.slow)
        found.append(
            Row(
                "cold scan of 1,000 dependencies",
                "nerq 1.3.0, 51.6 s (measured once, November 2026)",
                ours,
                None,
                0.015,
                0.008,
                51.6,
            )
        )
    if "pip-audit" in at.peers:
        help_ = Command([at.peers["pip-audit"], "--version"])
        found.append(Row("`nerq --version`", "pip-audit", at.nerq("--version"), help_, 1.0))
    return found
