"""Models whose loading runs code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Alert
from nerq.trust.local.alerts.definition import Fact
from nerq.trust.local.signals.hub_security import weight_formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.trust.local.evidence import Evidence


def find_unsafe_format(evidence: Evidence) -> Iterator[Alert]:
    """Weights in formats that run code on loading, with no other beside them and no clean scan."""
    record = evidence.hub
    safe, unsafe = weight_formats(evidence)
    if record is None or safe or not unsafe or record.is_scanned_clean:
        return
    message = (
        f"loading {evidence.target.id} can run code: its weights are {', '.join(unsafe)} only, "
        "and no finished scan calls them clean; ask for safetensors"
    )
    yield Alert("unsafe-format", message, record.url)


def find_custom_code(evidence: Evidence) -> Iterator[Alert]:
    """Code of the repository that runs on loading, where the revision can change under it."""
    record = evidence.hub
    if record is None or not record.has_custom_code or is_fixed(evidence.version):
        return
    message = (
        f"loading {evidence.target.id} runs code of its repository, and no revision is pinned: "
        "read the code, and pin the commit with revision="
    )
    yield Alert("custom-code", message, record.url)


def is_fixed(revision: str | None) -> bool:
    """Whether a revision names one commit for good: a hash, not a branch or tag."""
    wanted = (revision or "").lower()
    return 7 <= len(wanted) <= 64 and all(letter in "0123456789abcdef" for letter in wanted)


FACTS = (
    Fact(
        "unsafe-format",
        ("model",),
        find_unsafe_format,
        "weights are pickles or Keras files only, and no finished scan of the hub is clean",
    ),
    Fact(
        "custom-code",
        ("model", "dataset"),
        find_custom_code,
        "loading runs code of the repository (`auto_map`, `custom_code`, a dataset's loading "
        "script) and no commit is pinned",
    ),
)
