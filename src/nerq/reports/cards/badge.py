"""A badge: label and message side by side, as an SVG that says the same to a screen reader.

Drawn in the manner of https://shields.io/ (styles ``flat`` and ``for-the-badge``). The message
is words; the colour only repeats them, and white on it has a contrast of 4.5 and more.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from nerq.reports import wording
from nerq.reports.cards import verdicts
from nerq.reports.cards.text_width import text_width
from nerq.reports.escaping import link, markdown, one_line, shortened, well_formed

if TYPE_CHECKING:
    from nerq.model import Finding, ScanResult

_COLORS = {
    "trusted": "#1a7f37",
    "caution": "#8a5a00",
    "unsafe": "#b42318",
    "unknown": "#57606a",
    "no answer": "#57606a",
}
_LABEL_COLOR = "#3d444d"
_LONGEST = 60
_FONTS = "Verdana,DejaVu Sans,Geneva,sans-serif"


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says.

    Attributes:
        label: on the left.
        message: on the right.
        color: behind the message, as ``#rrggbb``.
        page: where a click on it leads, or None.
    """

    label: str
    message: str
    color: str
    page: str | None = None

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.label}: {self.message}"


def target_badge(finding: Finding) -> Badge:
    """``nerq: 61.2 C caution``."""
    verdict = verdicts.verdict(finding)
    grade = wording.grade(finding)
    score = wording.score(finding)
    parts = [wording.score_text(score) if score is not None else "", grade.strip("-"), verdict]
    page = link(wording.facts(finding).matched_url) if finding.answer.source == "nerq" else None
    return Badge("nerq", " ".join(part for part in parts if part), _COLORS[verdict], page)


def project_badge(result: ScanResult) -> Badge:
    """``deps: 42/42 trusted``: those that passed, of all that no ignore or privacy takes out."""
    counted = [finding for finding in result.findings if not _is_left_out(finding)]
    passed = sum(finding.outcome == "pass" for finding in counted)
    failed = any(finding.outcome == "fail" for finding in counted)
    if not counted:
        return Badge("deps", "none", _COLORS["unknown"])
    if result.unread or passed < len(counted):
        color = _COLORS["unsafe" if failed else "caution"]
    else:
        color = _COLORS["trusted"]
    return Badge("deps", f"{passed}/{len(counted)} trusted", color)


def _is_left_out(finding: Finding) -> bool:
    return finding.outcome == "ignored" or "private" in wording.rules(finding)


@dataclass(frozen=True, slots=True)
class _Look:
    height: int
    size: float
    padding: float
    radius: int
    spacing: float
    baseline: float
    is_loud: bool


_LOOKS = {
    "flat": _Look(20, 11, 6, 3, 0, 14, is_loud=False),
    "for-the-badge": _Look(28, 10, 12, 0, 1, 17.5, is_loud=True),
}


def svg(badge: Badge, style: str = "flat") -> str:
    """The drawing, newline at the end.

    Args:
        badge: what it says.
        style: one of `nerq.reports.cards.STYLES`.
    """
    look = _LOOKS[style]
    label, message = (_shown(text, look) for text in (badge.label, badge.message))
    left, right = _width(label, look, bold=False), _width(message, look, bold=look.is_loud)
    name = escape(well_formed(shortened(one_line(badge.text), 2 * _LONGEST)))
    total = left + right
    size = f'width="{total}" height="{look.height}"'
    attributes = f'{size} viewBox="0 0 {total} {look.height}" role="img" aria-label="{name}"'
    radius = f' rx="{look.radius}"' if look.radius else ""
    # The label's corner lies under the message, so that only the outer corners are round.
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>',
        f"<title>{name}</title>",
        f'<rect {size}{radius} fill="{badge.color}"/>',
        f'<path d="{_left_part(left, look)}" fill="{_LABEL_COLOR}"/>',
        f'<g fill="#fff" font-family="{_FONTS}" font-size="{look.size:g}" aria-hidden="true">',
        _text(label, 0, left, look, bold=False),
        _text(message, left, right, look, bold=look.is_loud),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _shown(text: str, look: _Look) -> str:
    text = well_formed(shortened(one_line(text), _LONGEST))
    return text.upper() if look.is_loud else text


def _text_width(text: str, look: _Look, *, bold: bool) -> float:
    return text_width(text, look.size, bold=bold) + look.spacing * max(len(text) - 1, 0)


def _width(text: str, look: _Look, *, bold: bool) -> int:
    """Whole pixels of one half, so that the edge between the halves is sharp."""
    return round(_text_width(text, look, bold=bold) + 2 * look.padding)


def _left_part(width: int, look: _Look) -> str:
    """A rectangle whose left corners are round."""
    radius, height = look.radius, look.height
    if not radius:
        return f"M0 0h{width}v{height}h-{width}z"
    return (
        f"M{radius} 0h{width - radius}v{height}h-{width - radius}"
        f"a{radius} {radius} 0 0 1-{radius}-{radius}v-{height - 2 * radius}"
        f"a{radius} {radius} 0 0 1 {radius}-{radius}z"
    )


def _text(text: str, start: int, width: int, look: _Look, *, bold: bool) -> str:
    taken = _text_width(text, look, bold=bold)
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{start + (width - taken) / 2:.1f}" y="{look.baseline:g}" '
        f'textLength="{taken:.1f}" lengthAdjust="spacing"{weight}>{escape(text)}</text>'
    )


def snippet(badge: Badge, image: str, markup: str) -> str:
    """A line that shows the badge, linked to its page where there is one.

    Args:
        badge: for its text and page.
        image: address or path of the drawing.
        markup: one of `nerq.reports.cards.SNIPPETS`.
    """
    text, page = one_line(badge.text), badge.page
    match markup:
        case "markdown":
            # A picture's text takes no code spans; what could be markup is escaped instead.
            shown = f"![{_plain(text)}](<{_address(image)}>)"
            line = f"[{shown}](<{page}>)" if page else shown
        case "rst":
            alt = text.replace("\\", "\\\\")
            line = f".. image:: {_address(image)}\n   :alt: {alt}"
            line += f"\n   :target: {page}" if page else ""
        case _:
            shown = f'<img src="{escape(_address(image))}" alt="{escape(text)}">'
            line = f'<a href="{escape(page)}">{shown}</a>' if page else shown
    return well_formed(line) + "\n"


def _plain(text: str) -> str:
    is_harmless = markdown(text.replace(":", " ")) == text.replace(":", " ")
    return (
        text if is_harmless else "".join(c if c.isalnum() or c in " .:" else f"\\{c}" for c in text)
    )


def _address(text: str) -> str:
    """A path or an address as a link may hold it."""
    from urllib.parse import quote

    return quote(one_line(text), safe="/:.~%?=&@+,;-_!$()*'")
