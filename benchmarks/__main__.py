"""Measures nerq against Python itself, its libraries and its peers.

    python -m benchmarks                     small corpora, no network, well under a minute
    python -m benchmarks --size full --peers --write

Whole processes run in turn, A B A B; a ratio is the median of the rounds' ratios. ``--write``
rewrites docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus, environments, page
from benchmarks.processes import Compared, Run, compare, run
from benchmarks.rows import ROOT, Row, Setting, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = {"small": (1, 10, 300, 200), "full": (1, 1000, 5000, 1000)}


@contextmanager
def service(latency: float) -> Iterator[str]:
    words = [sys.executable, "-m", "benchmarks.service", "--latency", str(latency)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def requests_at(url: str) -> int:
    with urllib.request.urlopen(f"{url}/stats") as reply:
        return int(json.load(reply)["requests"])


def measure(row: Row, rounds: int) -> Compared:
    if row.theirs is not None and row.once:
        run(row.ours)
        return Compared([run(row.ours)], [run(row.theirs)])
    if row.theirs is not None:
        return compare(row.ours, row.theirs, rounds)
    run(row.ours)
    return Compared([run(row.ours) for _ in range(rounds)], [Run(row.ideal, row.ideal, 0)] * rounds)


def prepared(work: Path, size: str) -> dict[str, Path]:
    one, many, large, targets = SIZES[size]
    return {
        "one": corpus.monorepo(work / f"packages-{one}", one),
        "many": corpus.monorepo(work / f"packages-{many}", many),
        "some": corpus.monorepo(work / f"packages-{min(many, 100)}", min(many, 100)),
        "large": corpus.large(work / f"large-{large}", large),
        "project": corpus.dependencies(work / f"project-{targets}", targets),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, help="folder for corpora and environments")
    parser.add_argument("--here", action="store_true", help="measure the nerq of this environment")
    parser.add_argument("--peers", action="store_true", help="install and run the peers")
    parser.add_argument("--only", default="", help="rows whose text holds this")
    parser.add_argument("--write", action="store_true", help="rewrite docs/performance.md")
    options = parser.parse_args()
    work = options.work or Path(tempfile.gettempdir()) / "nerq-benchmarks"
    work.mkdir(parents=True, exist_ok=True)
    is_here = options.here or options.size == "small"
    python = sys.executable if is_here else environments.nerq(work)
    peers = environments.peers(work) if options.peers else {}
    folders = prepared(work, options.size)
    with service(0) as url, service(50) as slow, tempfile.TemporaryDirectory() as caches:
        at = Setting(python, url, slow, folders, peers, Path(caches), SIZES[options.size][3])
        results = []
        for row in rows(at):
            if options.only in f"{row.what} {row.against}":
                compared = measure(row, options.rounds)
                results.append((row, compared))
                sys.stdout.write(page.line(row, compared) + "\n")
                sys.stdout.flush()
        again = requests_at(url)
        run(at.nerq("scan", "--json", str(folders["one"])))
        run(at.nerq("scan", "--json", str(folders["one"])))
        warm = requests_at(url) - again if not options.only else 0
        sys.stdout.write(f"requests of a warm scan: {warm}\n")
    if options.write:
        page.write(results, options.size, python, warm)


if __name__ == "__main__":
    main()
