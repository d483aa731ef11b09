"""How wide text is in the fonts that badges are drawn with.

The numbers are advance widths of DejaVu Sans 2.37 (https://dejavu-fonts.github.io/), in
thousandths of the font's size, from the space to the tilde. Verdana, which badges ask for first,
was its model and is as wide to within a few hundredths; the drawn text is fitted to the width
given here in any font.
"""

from __future__ import annotations

from unicodedata import combining, east_asian_width

# fmt: off
_REGULAR = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)
_BOLD = (
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365,
    696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
    1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
    733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500,
    500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
    716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
)
# fmt: on
_FIRST = 0x20
_OTHER = 700  # the usual letter beyond ASCII
_WIDE = 1000


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that the text takes on one line.

    Args:
        text: to be drawn.
        size: of the font, in pixels.
        bold: in the bold face.
    """
    widths = _BOLD if bold else _REGULAR
    return sum(_width(character, widths) for character in text) * size / 1000


def _width(character: str, widths: tuple[int, ...]) -> int:
    index = ord(character) - _FIRST
    if 0 <= index < len(widths):
        return widths[index]
    if combining(character):
        return 0
    return _WIDE if east_asian_width(character) in "FW" else _OTHER
