"""Measures how a checkout is built: rooms, arrows between modules, cycles, functions, comments.

    python -m benchmarks.structure               this checkout
    python -m benchmarks.structure ../before     another one, read and never imported
    python -m benchmarks.structure --times OLD/bin/nerq NEW/bin/nerq

``--times`` runs two nerq executables in turn, and says what starts and warm scans cost with the
new one for each second with the old.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
ROOMS = ("manifests", "detectors", "trust", "pipeline", "reports")
WORDS = ("golang", "huggingface", "openai")
PRAGMA = re.compile(r"#\s*(type: ignore|noqa|fmt:|pragma)")


@dataclass(frozen=True)
class Module:
    """One module: its dotted name, file and syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.path.read_text("utf-8").splitlines())

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    @cached_property
    def comments(self) -> int:
        """Comments for people; those for tools do not count."""
        with self.path.open("rb") as file:
            found = [t for t in tokenize.tokenize(file.readline) if t.type == tokenize.COMMENT]
        return sum(not PRAGMA.match(token.string) for token in found)

    def says(self, word: str) -> bool:
        nodes = ast.walk(self.tree)
        return any(isinstance(node, ast.Constant) and node.value == word for node in nodes)


@dataclass(frozen=True)
class Checkout:
    """The modules of a checkout's package, by name."""

    root: Path
    modules: dict[str, Module]

    @classmethod
    def at(cls, root: Path) -> Checkout:
        source = root / "src"
        modules = {}
        for path in sorted((source / "nerq").rglob("*.py")):
            name = ".".join(path.relative_to(source).with_suffix("").parts)
            name = name.removesuffix(".__init__")
            modules[name] = Module(name, path, ast.parse(path.read_bytes()))
        return cls(root, modules)

    def room(self, name: str) -> list[Module]:
        prefix = f"nerq.{name}"
        return [m for m in self.modules.values() if f"{m.name}.".startswith(f"{prefix}.")]

    def directly_in(self, room: str) -> list[str]:
        """Modules that lie in the room's own folder, ``__init__`` aside."""
        folder = self.root / "src" / "nerq" / room
        return sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")

    def arrows(self, *, late: bool = True, types: bool = True) -> set[tuple[str, str]]:
        """Which module imports which: those inside functions and those for types alone as well."""
        return {
            (module.name, target)
            for module in self.modules.values()
            for target in self._imports(module, late=late, types=types)
            if target != module.name
        }

    def _imports(self, module: Module, *, late: bool, types: bool) -> Iterator[str]:
        for node in _statements([module.tree], late=late, types=types):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name in self.modules)
            elif isinstance(node, ast.ImportFrom) and node.module in self.modules:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield inner if inner in self.modules else node.module

    def arrows_in(self, room: str) -> set[tuple[str, str]]:
        names = {module.name for module in self.room(room)}
        return {(a, b) for a, b in self.arrows() if a in names and b in names}

    def crossing(self, room: str) -> set[tuple[str, str]]:
        """The arrows from one folder of a room into another, or to a module beside the folders."""
        return {(a, b) for a, b in self.arrows_in(room) if _folder(a) != _folder(b)}

    def cycles(self, *, late: bool = True, types: bool = False) -> list[list[str]]:
        """Groups of modules that import each other in a circle; those for types are not run."""
        return circles(self.arrows(late=late, types=types))

    @cached_property
    def function_lines(self) -> list[int]:
        return sorted(
            (function.end_lineno or function.lineno) - function.lineno + 1
            for module in self.modules.values()
            for function in module.functions
        )

    @cached_property
    def complexities(self) -> list[int]:
        """McCabe's number of every function, as ruff counts it; empty where ruff is missing."""
        beside = Path(sys.executable).with_name("ruff")
        ruff = str(beside) if beside.exists() else shutil.which("ruff")
        if ruff is None:
            return []
        words = [ruff, "check", "--isolated", "--select=C901", "--output-format=json", "--no-cache"]
        words += ["--ignore-noqa", "--exit-zero", "--config", "lint.mccabe.max-complexity=0"]
        done = subprocess.run(
            [*words, str(self.root / "src")], capture_output=True, text=True, check=True
        )
        return sorted(
            int(re.findall(r"\((\d+) > 0\)", row["message"])[0]) for row in json.loads(done.stdout)
        )

    @cached_property
    def comments(self) -> float:
        """Comments in a hundred lines."""
        modules = self.modules.values()
        return 100 * sum(m.comments for m in modules) / sum(m.lines for m in modules)

    def lines(self, folder: str) -> int:
        files = (self.root / folder).rglob("*.py")
        kept = [path for path in files if "cases" not in path.relative_to(self.root).parts]
        return sum(len(path.read_text("utf-8").splitlines()) for path in kept)


def _folder(module: str) -> str:
    """The folder of its room that a module lies in; its own name where it lies beside them."""
    return ".".join(module.split(".")[:3])


def _statements(nodes: Iterable[ast.AST], *, late: bool, types: bool) -> Iterator[ast.stmt]:
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not late:
            continue
        if isinstance(node, ast.stmt):
            yield node
        inner: Iterable[ast.AST] = ast.iter_child_nodes(node)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            inner = [*(node.body if types else ()), *node.orelse]
        yield from _statements(inner, late=late, types=types)


def circles(arrows: set[tuple[str, str]]) -> list[list[str]]:
    """The strongly connected groups of more than one: what lies on a way back to itself."""
    ahead: dict[str, set[str]] = {}
    for one, other in arrows:
        ahead.setdefault(one, set()).add(other)
    reached = {name: _reached(name, ahead) for name in ahead}
    groups = {
        frozenset({name, *(o for o in reached[name] if name in reached.get(o, ()))})
        for name in ahead
        if name in reached[name]
    }
    return sorted(sorted(group) for group in groups)


def _reached(start: str, ahead: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [*ahead.get(start, ())]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += ahead.get(name, ())
    return seen


def ninetieth(ordered: list[int]) -> int:
    return ordered[int(0.9 * (len(ordered) - 1))]


def report(checkout: Checkout) -> Iterator[tuple[str, str]]:
    """Lines of the report: what, and how much."""
    yield "modules", f"{len(checkout.modules)}, {checkout.lines('src'):,} lines"
    for room in ROOMS:
        inside, across = checkout.arrows_in(room), checkout.crossing(room)
        folders = {(_folder(a), _folder(b)) for a, b in across}
        yield (
            room,
            (
                f"{len(checkout.room(room))} modules, {len(checkout.directly_in(room))} directly; "
                f"{len(inside)} arrows, {len(across)} between {len(folders)} pairs of folders"
            ),
        )
    for what, found in (
        ("cycles at import", checkout.cycles(late=False)),
        ("cycles with late imports", checkout.cycles()),
        ("cycles with types", checkout.cycles(types=True)),
    ):
        yield what, "; ".join([str(len(found)), *(" ".join(group) for group in found)])
    lengths, complexities = checkout.function_lines, checkout.complexities
    yield "lines of a function", _spread(lengths)
    yield "complexity", _spread(complexities) if complexities else "not measured: ruff is missing"
    yield "comments in 100 lines", f"{checkout.comments:.1f}"
    for word in WORDS:
        count = sum(module.says(word) for module in checkout.modules.values())
        yield f"modules that say {word!r}", str(count)
    yield "tests / source", f"{checkout.lines('tests') / checkout.lines('src'):.2f}"


def _spread(ordered: list[int]) -> str:
    return f"median {median(ordered):g}, p90 {ninetieth(ordered)}, max {ordered[-1]}"


def times(old: str, new: str, rounds: int) -> Iterator[tuple[str, str]]:
    """What the new executable costs for each second of the old one, run in turn."""
    from benchmarks import corpus
    from benchmarks.__main__ import service
    from benchmarks.processes import Command, compare

    with service(0) as url, tempfile.TemporaryDirectory() as work:
        project = str(corpus.monorepo(Path(work) / "packages", 100))
        for what, words in (
            ("start", ["--version"]),
            ("help of scan", ["scan", "--help"]),
            ("warm scan of 100 packages", ["scan", "--json", project]),
        ):
            one, other = (
                Command([nerq, *words], {"NERQ_API_URL": url, "NERQ_CACHE_DIR": f"{work}/{place}"})
                for place, nerq in (("old", old), ("new", new))
            )
            compared = compare(other, one, rounds)
            wall = f"{median(run.wall for run in compared.ours):.2f} s"
            yield what, f"{compared.ratio:.2f} wall, {compared.cpu_ratio:.2f} processor; {wall} now"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--times", nargs=2, metavar=("OLD", "NEW"))
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    rows = report(Checkout.at(options.path.resolve()))
    if options.times:
        old, new = options.times
        rows = times(old, new, options.rounds)
    for what, measured in rows:
        sys.stdout.write(f"{what:<26} {measured}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
