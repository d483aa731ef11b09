"""Shell scripts: commands, variables and arrays that name models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.python.inline import read_script
from nerq.detectors.vocabulary import settings_gate
from nerq.documents.page import Page, in_order
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Search, Source


def _detect(source: Source, search: Search) -> Iterator[Item]:
    yield from in_order(read_script(source.text, 1, Page(source).at, search))


HINT = settings_gate.HINT  # of Dockerfiles and Makefiles as well

DETECTOR = Detector(
    id="shell-script",
    title="Shell scripts",
    files=("*.sh", "*.bash", "*.zsh", "*.ksh", "*.slurm", "*.sbatch", "*.bats"),
    hint=HINT,
    detect=_detect,
    reads="commands that load, serve or download models; variables, arrays and defaults; hub URLs",
)
