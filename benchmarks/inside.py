"""One measurement inside a process: prepares, measures a few times, prints the median as JSON.

python -m benchmarks.inside NAME [ARGUMENT...]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 3


def source(file: str):  # noqa: ANN201 - as the tree gives it
    from nerq.discovery import Tree

    path = Path(file).resolve()
    found = Tree(str(path.parent)).open(str(path))
    assert found is not None
    return found


def our_manifest(name: str, file: str) -> Callable[[], object]:
    from nerq.manifests import FORMATS

    parse = next(form for form in FORMATS if form.id == name).parse
    return lambda: list(parse(source(file)))


def packaging_alone(file: str) -> Callable[[], object]:
    from packaging.requirements import Requirement

    lines = Path(file).read_text(encoding="utf-8").splitlines()
    texts = [line.removesuffix("\\").strip() for line in lines if not line.startswith(" ")]
    return lambda: [Requirement(text) for text in texts]


def toml_alone(file: str) -> Callable[[], object]:
    try:
        import tomllib
    except ImportError:
        import tomli as tomllib

    return lambda: tomllib.loads(Path(file).read_text(encoding="utf-8"))


def pythons(folder: str) -> list[Path]:
    return sorted(Path(folder).rglob("*.py"))


def our_models(folder: str) -> Callable[[], object]:
    from nerq.detectors.python.python_code import PYTHON_CODE
    from nerq.plugin import Search

    def find() -> None:
        for file in pythons(folder):
            read = source(str(file))
            if PYTHON_CODE.hint.search(read.data):
                list(PYTHON_CODE.detect(read, Search()))

    return find


def ast_alone(folder: str) -> Callable[[], object]:
    import ast

    def walk() -> None:
        for file in pythons(folder):
            for _ in ast.walk(ast.parse(file.read_bytes())):
                pass

    return walk


def ask(url: str, count: str, concurrency: str, way: str) -> Callable[[], object]:
    from nerq.model import Target
    from nerq.pipeline.progress import QUIET
    from nerq.plugin import Question
    from nerq.trust.service.preflight import Preflight

    questions = [Question(Target(f"name-{n}", "package", "pypi")) for n in range(int(count))]
    asking = Preflight(url, concurrency=int(concurrency), with_history=way == "singly")

    def run() -> None:
        answers = asking.ask(questions, QUIET)
        assert all(type(answer).__name__ == "Rated" for answer in answers.values())

    return run


def cache_read(folder: str, count: str) -> Callable[[], object]:
    from nerq.trust.service.cache import Cache, Cached
    from nerq.trust.service.wire import read_row

    wanted, now = int(count), time.time()
    rating = read_row({"target": "x", "target_trust": 80.0, "recommendation": "PROCEED"})
    kept = [
        Cached(f"name-{n}", "batch", rating, None, now, now + 3600, now + 7200)
        for n in range(wanted * 20)
    ]
    cache = Cache(Path(folder))
    cache.write("https://service.example", kept)
    cache.close()

    def read() -> None:
        fresh = Cache(Path(folder))
        found = fresh.read(
            "https://service.example",
            [f"name-{n * 20}" for n in range(wanted)],
            ("single", "batch"),
        )
        assert len(found) == wanted
        fresh.close()

    return read


def read_bytes(folder: str) -> Callable[[], object]:
    def read() -> None:
        for file in Path(folder).rglob("*"):
            if file.is_file():
                file.read_bytes()

    return read


NAMES: dict[str, Callable[..., Callable[[], object]]] = {
    "manifest": our_manifest,
    "packaging": packaging_alone,
    "toml": toml_alone,
    "models": our_models,
    "ast": ast_alone,
    "ask": ask,
    "cache": cache_read,
    "bytes": read_bytes,
}


def main() -> None:
    measured = NAMES[sys.argv[1]](*sys.argv[2:])
    measured()
    walls, cpus = [], []
    for _ in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        measured()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    sys.stdout.write(json.dumps({"seconds": median(walls), "cpu": median(cpus)}) + "\n")


if __name__ == "__main__":
    main()
