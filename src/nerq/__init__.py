"""Finds dependencies and AI models, and asks how far each can be trusted.

Names are loaded when first used: ``import nerq`` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import takes as long as Python's own start
if TYPE_CHECKING:
    from nerq.errors import NerqError
    from nerq.model import Finding, Problem, Reference, ScanResult, Target
    from nerq.pipeline.check import check
    from nerq.pipeline.scan import scan, scan_async
    from nerq.settings import Settings

__all__ = [
    "Finding",
    "NerqError",
    "Problem",
    "Reference",
    "ScanResult",
    "Settings",
    "Target",
    "__version__",
    "check",
    "scan",
    "scan_async",
]

_HOMES = {
    "Finding": "model",
    "NerqError": "errors",
    "Problem": "model",
    "Reference": "model",
    "ScanResult": "model",
    "Settings": "settings",
    "Target": "model",
    "check": "pipeline.check",
    "scan": "pipeline.scan",
    "scan_async": "pipeline.scan",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home module."""
    if name == "__version__":
        from nerq.version import installed_version

        return installed_version()
    if name not in _HOMES:
        raise AttributeError(f"module 'nerq' has no attribute {name!r}")
    from importlib import import_module

    home = import_module(f"nerq.{_HOMES[name]}")
    found: object = getattr(home, name)
    return found


def __dir__() -> list[str]:
    """The public names, though none of them is loaded yet."""
    return sorted(__all__)
