"""Which files are tests: one answer for packages, for models, and for what a tree is the source of.

Readers say what their file says (``dev``, ``group:docs``, ``extra:web``) and leave the rest at
``runtime``; where the file lies is looked at once, when the pipeline takes an item over. The
path is the one below the scanned folder: a scan of ``tests/`` itself has no test folder.
"""

from __future__ import annotations

import re

from nerq.patterns import regex

_TEST = regex(
    r"(?:^|/)(?:tests?|testing|__tests__|testdata|specs?|e2e|cassettes|fixtures)/"
    r"|(?:^|/)(?:test_[^/]*\.py|conftest\.py|[^/]*_test\.(?:py|go)"
    r"|[^/]*\.(?:test|spec)\.[cm]?[jt]sx?)$",
    re.IGNORECASE,
)


def is_test_path(path: str) -> bool:
    """Whether a file lies in a folder of tests or is named as a test.

    Args:
        path: relative to the scanned folder, with ``/``.
    """
    return _TEST.search(path) is not None


def scope_at(path: str, scope: str) -> str:
    """The scope of a mention in the file at ``path`` whose reader says ``scope``.

    What a file says of itself is narrower than where it lies, and stays: only ``runtime``, which
    readers also say where the file says nothing, becomes ``test``.
    """
    return "test" if scope == "runtime" and is_test_path(path) else scope
