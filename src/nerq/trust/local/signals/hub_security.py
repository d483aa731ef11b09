"""Security signals of what lies on the model hub."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from nerq.trust.local.signals.definition import HUB, Definition, Measure, plural

if TYPE_CHECKING:
    from nerq.trust.local.evidence import Evidence

_SAFE = frozenset({".safetensors", ".gguf", ".onnx", ".tflite", ".mlmodel", ".msgpack"})
# Formats whose loading can run code: pickles under several names, and Keras files with
# lambda layers.
_PICKLES = frozenset(
    {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".npy", ".dill"}
)
_KERAS = frozenset({".h5", ".keras", ".hdf5"})
_PROGRAMS = frozenset(
    {".exe", ".dll", ".so", ".dylib", ".bat", ".cmd", ".ps1", ".sh", ".jar", ".msi"}
)
_NOT_WEIGHTS = frozenset(
    {"training_args.bin", "tokenizer.bin", "optimizer.pt", "scheduler.pt", "optimizer.bin"}
)


def _suffixes(evidence: Evidence) -> list[str]:
    files = evidence.hub.files if evidence.hub is not None else ()
    weights = (f for f in files if posixpath.basename(f) not in _NOT_WEIGHTS)
    return [posixpath.splitext(f.lower())[1] for f in weights]


def weight_formats(evidence: Evidence) -> tuple[list[str], list[str]]:
    """Endings of weights that are data only, and of those that can run code; each sorted."""
    suffixes = set(_suffixes(evidence))
    if evidence.hub is not None and evidence.hub.has_safetensors:
        suffixes.add(".safetensors")
    return sorted(suffixes & _SAFE), sorted(suffixes & (_PICKLES | _KERAS))


def measure_weights(evidence: Evidence) -> Measure | None:
    """Whether the weights can be loaded without running code from them."""
    record = evidence.hub
    safe, unsafe = weight_formats(evidence)
    if record is None or not (safe or unsafe):
        return None
    value = ", ".join([*safe, *unsafe])
    if not unsafe:
        return Measure(value, 100, "the weights are data only", record.url, record.modified)
    if safe:
        return Measure(
            value,
            80,
            "there are safe weights, and others that can run code",
            record.url,
            record.modified,
        )
    return Measure(
        value, 25, "loading the weights can run code from them", record.url, record.modified
    )


def measure_scan(evidence: Evidence) -> Measure | None:
    """What the hub's own scan flagged."""
    record = evidence.hub
    if record is None:
        return None
    if record.is_scanned_clean:
        return Measure("clean", 100, "the hub's scan flagged no file", record.url, record.seen)
    if not record.flagged:
        return None
    flagged = sorted(record.flagged)
    is_mild = all(level in {"suspicious", "caution", "queued", "pending"} for _, level in flagged)
    named = ", ".join(f"{path} ({level})" for path, level in flagged[:3])
    return Measure(
        f"{plural(len(flagged), 'file')} flagged",
        40 if is_mild else 0,
        f"the hub's scan flags {named}",
        record.url,
        record.seen,
    )


def measure_custom_code(evidence: Evidence) -> Measure | None:
    """Whether loading it runs code from the repository."""
    record = evidence.hub
    if record is None or record.has_custom_code is None:
        return None
    if record.has_custom_code:
        return Measure(
            "yes",
            30,
            "loading it runs code from the repository (auto_map)",
            record.url,
            record.seen,
        )
    return Measure("no", 100, "no code of the repository runs on loading", record.url, record.seen)


def measure_programs(evidence: Evidence) -> Measure | None:
    """Whether programs lie among the files."""
    record = evidence.hub
    if record is None or not record.files:
        return None
    found = sorted(f for f in record.files if posixpath.splitext(f.lower())[1] in _PROGRAMS)
    if found:
        return Measure(
            found[0],
            40,
            f"{plural(len(found), 'program')} among the files",
            record.url,
            record.seen,
        )
    return Measure("none", 100, "no programs among the files", record.url, record.seen)


def measure_gate(evidence: Evidence) -> Measure | None:
    """Whether access depends on a request."""
    record = evidence.hub
    if record is None or record.gate is None:
        return None
    points = {"none": 100, "auto": 90}.get(record.gate, 75)
    reason = "open to all" if record.gate == "none" else "each user must ask for access first"
    return Measure(record.gate, points, reason, record.url, record.seen)


def measure_disabled(evidence: Evidence) -> Measure | None:
    """Whether the hub has taken the repository out of service."""
    record = evidence.hub
    if record is None or record.is_disabled is None:
        return None
    if record.is_disabled:
        return Measure(
            "disabled", 0, "the hub has disabled the repository", record.url, record.seen
        )
    return Measure("in service", 100, "the hub has not disabled it", record.url, record.seen)


SIGNALS = (
    Definition(
        "weights-format",
        "security",
        30,
        ("model",),
        measure_weights,
        "100 where all weights are safetensors, GGUF, ONNX or another data-only format, 80 where "
        "such weights exist "
        "beside pickles, 25 where only pickles or Keras files do.",
    ),
    Definition(
        "hub-scan",
        "security",
        25,
        ("model",),
        measure_scan,
        "100 where the hub's scans are done and flag nothing; where a scan flagged files, done or "
        "not: 40 where they are suspicious, 0 where one is unsafe.",
        is_ceiling=True,
    ),
    Definition(
        "custom-code",
        "security",
        20,
        ("model",),
        measure_custom_code,
        "30 where loading runs code from the repository (`auto_map`, tag `custom_code`), else 100.",
    ),
    Definition(
        "programs",
        "security",
        8,
        HUB,
        measure_programs,
        "40 where programs or libraries lie among the files, else 100.",
    ),
    Definition(
        "gate",
        "security",
        4,
        ("model", "dataset"),
        measure_gate,
        "100 where anyone can fetch it, 90 where requests are accepted at once, 75 where a person"
        " decides: builds can break.",
    ),
    Definition(
        "disabled",
        "security",
        8,
        HUB,
        measure_disabled,
        "0 where the hub has disabled the repository, else 100.",
        is_ceiling=True,
    ),
)
