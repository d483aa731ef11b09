"""Licences: what is written, as SPDX; whether it is open source; whether use is restricted."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nerq.trust.local.licence_names import spdx_of_words
from nerq.trust.local.shipped import read_lines
from nerq.trust.transport.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 400
_TROVE = "License :: "
# The trove classifiers that name one licence (list of 2026), and
# the usual ways of writing a licence by hand.
_SPELLINGS = {
    "mit license": "MIT",
    "the mit license": "MIT",
    "the mit license (mit)": "MIT",
    "mit no attribution license (mit-0)": "MIT-0",
    "expat": "MIT",
    "bsd license": "BSD-3-Clause",
    "bsd": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "modified bsd": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd-3": "BSD-3-Clause",
    "3-clause bsd": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd 2-clause": "BSD-2-Clause",
    "simplified bsd": "BSD-2-Clause",
    "apache software license": "Apache-2.0",
    "apache license": "Apache-2.0",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "isc license (iscl)": "ISC",
    "isc license": "ISC",
    "python software foundation license": "PSF-2.0",
    "psf": "PSF-2.0",
    "psf license": "PSF-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl 2.0": "MPL-2.0",
    "mpl2": "MPL-2.0",
    "gnu general public license (gpl)": "GPL-1.0-or-later",
    "gnu general public license v2 (gplv2)": "GPL-2.0-only",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu general public license v3 (gplv3)": "GPL-3.0-only",
    "gnu general public license v3 or later (gplv3+)": "GPL-3.0-or-later",
    "gnu lesser general public license v2 (lgplv2)": "LGPL-2.0-only",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.0-or-later",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
    "gnu library or lesser general public license (lgpl)": "LGPL-2.0-or-later",
    "gnu affero general public license v3": "AGPL-3.0-only",
    "gnu affero general public license v3 or later (agplv3+)": "AGPL-3.0-or-later",
    "gplv2": "GPL-2.0-only",
    "gplv3": "GPL-3.0-only",
    "gplv3+": "GPL-3.0-or-later",
    "lgpl": "LGPL-2.0-or-later",
    "gnu lgpl": "LGPL-2.0-or-later",
    "lgplv3": "LGPL-3.0-only",
    "the unlicense (unlicense)": "Unlicense",
    "zope public license": "ZPL-2.1",
    "zpl 2.1": "ZPL-2.1",
    "eclipse public license 2.0 (epl-2.0)": "EPL-2.0",
    "boost software license 1.0 (bsl-1.0)": "BSL-1.0",
    "zlib/libpng license": "Zlib",
    "university of illinois/ncsa open source license": "NCSA",
    "academic free license (afl)": "AFL-3.0",
    "artistic license": "Artistic-2.0",
    "historical permission notice and disclaimer (hpnd)": "HPND",
    "cc0 1.0 universal (cc0 1.0) public domain dedication": "CC0-1.0",
}
# Licences that restrict who may use a thing or for what; by how their id begins.
_RESTRICTED = (
    ("cc-by-nc", "no commercial use"),
    ("cc-by-nd", "no derived works"),
    ("llama", "use policy, and a licence of its own for very large services"),
    ("gemma", "use policy"),
    ("openrail", "use-based restrictions"),
    ("bigscience-openrail", "use-based restrictions"),
    ("bigscience-bloom-rail", "use-based restrictions"),
    ("bigcode-openrail", "use-based restrictions"),
    ("creativeml-openrail", "use-based restrictions"),
    ("apple-amlr", "research use"),
    ("apple-ascl", "vendor's own terms"),
    ("deepfloyd-if", "research use"),
    ("fair-noncommercial", "no commercial use"),
    ("intel-research", "research use"),
    ("h-research", "research use"),
    ("qwen-research", "research use"),
    ("mistral-ai-research", "research use"),
    ("mnpl", "no production use"),
    ("mrl", "research use"),
    ("stabilityai-", "vendor's own terms"),
    ("flux-1-dev-non-commercial", "no commercial use"),
    ("polyform-noncommercial", "no commercial use"),
    ("busl", "no production use before the change date"),
    ("sspl", "terms for services"),
    ("elastic-", "terms for services"),
)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as declared.

    Attributes:
        written: as it stands there, on one line.
        expression: the SPDX expression, or None where it cannot be read as one.
        is_exact: whether what is written is itself an SPDX expression.
        is_osi_approved: None where there is no expression.
        restriction: in which way use is restricted, or None.
    """

    written: str
    expression: str | None = None
    is_exact: bool = False
    is_osi_approved: bool | None = None
    restriction: str | None = None


def licence_of_classifiers(classifiers: Iterable[str]) -> str | None:
    """The licence that trove classifiers name, all of them where there are several."""
    last = (c.rpartition(" :: ")[2] for c in classifiers if c.startswith(_TROVE))
    named = [name for name in last if name not in {"OSI Approved", "Other/Proprietary License"}]
    known = sorted({_SPELLINGS.get(name.lower(), name) for name in named})
    # Several licence classifiers leave open whether all or any apply; all is the careful way.
    return " AND ".join(known) if known else None


@lru_cache(maxsize=4096)
def read_licence(written: str) -> Licence:
    """What the text declares; a whole licence text is known by its first words only."""
    shown = clean(" ".join(written[:_LONGEST].split()), _LONGEST)
    expression = _expression(shown)
    if expression is not None:
        return _licence(shown, expression, is_exact=True)
    spelled = _spelled(shown)
    expression = _expression(spelled) if spelled is not None else None
    if expression is not None:
        return _licence(shown, expression, is_exact=False)
    return Licence(shown[:120], restriction=_restriction(shown))


def _licence(shown: str, expression: str, *, is_exact: bool) -> Licence:
    return Licence(shown[:120], expression, is_exact, _is_osi(expression), _restriction(expression))


def _spelled(shown: str) -> str | None:
    lower = shown.lower().strip(" .")
    if lower in _SPELLINGS:
        return _SPELLINGS[lower]
    in_words = spdx_of_words(shown)
    if in_words is not None:
        return in_words
    if "permission is hereby granted, free of charge" in lower or lower.startswith("mit license"):
        return "MIT"
    if lower.startswith("apache license version 2.0"):
        return "Apache-2.0"
    return None


# The library builds its tables on first use, which two threads must not do at once.
_LOCK = threading.RLock()


@lru_cache(maxsize=1)
def _licensing() -> Any:  # noqa: ANN401 - the library is untyped
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()


def _is_grammatical(shown: str) -> bool:
    """Whether names and operators alternate and parentheses match.

    The library's parser fails in many ways, some of them assertions, where they do not.
    """
    depth, wants_name = 0, True
    for word in re.findall(r"[()]|[^() ]+", shown):
        is_operator = word.upper() in {"AND", "OR", "WITH"}
        depth += {"(": 1, ")": -1}.get(word, 0)
        opens = not is_operator and word != ")"  # a name, or a parenthesis before one
        if depth < 0 or wants_name != opens:
            return False
        if word not in {"(", ")"}:
            wants_name = is_operator
    return depth == 0 and not wants_name


def _expression(shown: str) -> str | None:
    from license_expression import ExpressionError

    if not re.fullmatch(r"[A-Za-z0-9.+() -]{1,200}", shown) or not _is_grammatical(shown):
        return None
    try:
        with _LOCK:
            parsed = _licensing().parse(shown, validate=True, strict=True)
    except (ExpressionError, ValueError):
        return None
    return None if parsed is None else str(parsed)


@lru_cache(maxsize=1)
def _osi_ids() -> frozenset[str]:
    return frozenset(read_lines("osi_approved.txt").lines)


def _is_osi(expression: str) -> bool:
    with _LOCK:
        return _approves(_licensing().parse(expression))


def _approves(node: Any) -> bool:  # noqa: ANN401 - the library is untyped
    """OR needs one approved side, AND all; an exception only adds permissions."""
    parts = getattr(node, "args", ())
    if parts:
        verdicts = [_approves(part) for part in parts]
        return any(verdicts) if type(node).__name__ == "OR" else all(verdicts)
    symbol = getattr(node, "license_symbol", node)
    key = str(symbol.key)
    return key in _osi_ids() or f"{key.removesuffix('+')}-or-later" in _osi_ids()


def restriction_of_base(model: str) -> str | None:
    """In which way use of what is made from this model is restricted, as far as its name tells."""
    owner, _, name = model.lower().partition("/")
    return _restriction(name) or {"meta-llama": _restriction("llama")}.get(owner)


def _restriction(name: str) -> str | None:
    lower = name.lower().replace("_", "-").replace(" ", "-")
    return next((why for start, why in _RESTRICTED if lower.startswith(start)), None)
