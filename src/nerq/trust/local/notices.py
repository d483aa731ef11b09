"""What authors say of their own package in words: that it has ended, or that it is not there yet.

Read from the one-line summary and from how the long description begins; nothing further down
is a statement about the package as a whole. A package *about* deprecation (a decorator, a
checker, stubs of one) does not announce its own end.
"""

from __future__ import annotations

import re

from nerq.patterns import regex
from nerq.trust.transport.cleaning import clean

LONGEST_OPENING = 600  # characters of the opening that are read
_READ = 6000  # characters of a description that are looked at at all

# In this order: comments, images, links (their text stays), directives and their options,
# tags, and the signs of emphasis and headings.
_MARKUP = (
    (regex(r"<!--.{0,3000}?-->", re.DOTALL), " "),
    (regex(r"!\[[^\]]{0,300}\]\([^)\s]{0,600}\)"), " "),
    (regex(r"\[([^\[\]]{0,300})\]\([^)\s]{0,600}\)"), r"\1"),
    (regex(r"\[([^\[\]]{0,300})\]\[[^\]]{0,200}\]"), r"\1"),
    (regex(r"^[ \t]*\.\. (?:image|figure|_|\|)[^\n]*$", re.MULTILINE), " "),
    (regex(r"^[ \t]+:[a-z-]+:[^\n]*$", re.MULTILINE), " "),
    (regex(r"<[^<>\n]{1,600}>"), " "),
    (regex(r"^[ \t]*[=~^\-#*+]{3,}[ \t]*$", re.MULTILINE), ". "),
    (regex(r"^[ \t]*#+", re.MULTILINE), ". "),
    (regex(r"[*_`#>|]+"), " "),
)

_OVER = (
    r"(?:deprecated|obsolete|unmaintained|discontinued|abandoned|retired|archived|superseded"
    r"|end[- ]of[- ]life|eol|defunct|dead)"
)
_THING = (
    r"(?:package|project|library|lib|repo|repository|module|sdk|plug-?in|tool|extension|client"
    r"|backport|distribution|wrapper|crate|app|framework|connector|provider|integration)"
)
_SAYS = (
    r"(?:is|was|has been|have been|are|now)\s+"
    r"(?:(?:now|also|already|officially|fully|being|therefore|hereby|currently|considered)\s+){0,3}"
)
_GONE = (
    rf"(?:{_OVER}|replaced by|merged (?:in)?to|moved (?:in)?to|renamed (?:to|as)|removed"
    r"|no longer (?:being )?(?:actively )?(?:maintained|supported|developed|updated))"
)
# What an opening or a summary may say of «this package».
_STATED = (
    rf"\bthis\s+(?:[\w.'-]+\s+){{0,4}}?{_THING}\b[^.;!?]{{0,60}}?\b{_SAYS}{_GONE}\b",
    r"\b(?:is|are) no longer (?:being )?(?:actively )?(?:maintained|developed)\b",
    r"\b(?:is not|isn't|not) (?:being )?(?:actively )?maintained (?:any ?more|any longer)\b",
    r"\bdevelopment (?:has |is )?(?:been )?(?:moved|continues|continued) (?:to|in|at|on|under)\b",
    r"\bmoved all (?:future |further )?development to\b",
    r"\bnew uses? of this (?:library|package|project) (?:is|are) discouraged\b",
    r"\bwill no longer receive\b",
    r"\bthis (?:python )?(?:package|project|library|repository)(?: on \w+)? has moved to\b",
    r"\bunmaintained (?:package|project|library)\b",
)
_WORDS = r"(?:\s+[\w.'\"/@-]{1,40}){0,4}?"
_TAKE = r"(?:use|install|see|try|switch to|migrate to|prefer)"
# What only a summary says in so few words.
_IN_BRIEF = (
    rf"[\[({{<*]\s*{_OVER}\b",
    rf"^\W*(?:note\W+)?{_OVER}\b(?! (?:code|function|method|api|feature|python)s?\b)",
    r"^\W*(?:removed|renamed|moved|replaced|merged)\b\s*(?:[:,;.!()\u2013\u2014-]|to\b|into\b|by\b)",
    rf"\b{_SAYS}(?:deprecated|discontinued|superseded|obsolete|unmaintained|abandoned)\b",
    rf"\b{_TAKE}\s+\S{{1,80}}{_WORDS}\s+instead\b(?! of\b)",
    r"\b(?:superseded|replaced) by\b",
    r"\b(?:been |was |now )?renamed (?:to|as)\b",
    r"\bdeprecated (?:in favou?r of|since|package|alias|library|project|version)\b",
    r"\b(?:transitional|dummy transition\w*) package\b",
    r"\blegacy (?:wrapper|alias|shim|stub)\b",
    r"\b(?:alias|stub|shim|redirect|pointer) (?:package )?(?:for|to|of) the (?:renamed|new)\b",
    r"\bstub typescript definitions entry\b",
)
_SHOUTED = regex(r"\bDEPRECATED\b|\bUNMAINTAINED\b|\bOBSOLETE\b")
_ABOUT = regex(
    r"\b(?:decorat\w+|mark(?:s|ing|ed)?|warn\w*|detect\w*|find(?:s|ing)?|lint\w*|check\w*"
    r"|handl\w+|manag\w+|flag\w*|helpers?|utilit\w+|tools?|librar\w+|plug-?in|extension|stubs?"
    r"|support|remov\w+|replac\w+)\b[^.;:]{0,60}\b(?:deprecat\w+|obsolete)\b"
    r"|\bdeprecat(?:ion|ing|e)\b",
    re.IGNORECASE,
)
_STATEMENTS = regex("|".join(_STATED), re.IGNORECASE)
# What ends there is a part of it, or what it runs on.
_PART = regex(
    r"\b(?:python|node(?:\.?js)?|versions?|branch(?:es)?|series|releases?|support|apis?|endpoints?"
    r"|features?|drivers?|platforms?|windows|functions?|methods?|classes|options?|parameters?"
    r"|models?)\b[^.;!?]{0,60}$",
    re.IGNORECASE,
)
_BRIEF = regex("|".join((*_STATED, *_IN_BRIEF)), re.IGNORECASE)
_BRACKETED = regex(rf"[\[({{]\s*{_OVER}\b|^\W*{_OVER}\W*$", re.IGNORECASE)
_HEADED = regex(rf"^\W*(?:[\w.-]+\s+){{0,4}}?[\[(]?{_OVER}\b[\])]?\s*[.!:\]]", re.IGNORECASE)

_NAME = r"(?:package name|project name|name|namespace)"
_HELD = r"(?:reserv\w+|holds?|held|holding|claim\w*|park(?:ed|ing)|squat\w*)"
_RESERVED = (
    rf"\b{_HELD}\b[^.;]{{0,40}}\b{_NAME}\b",
    rf"\b{_NAME}[- ](?:is )?{_HELD}\b",
    rf"\b(?:package|name)\s+(?:is\s+)?{_HELD}\b",
    r"\b(?:dummy|empty|place-?holder) (?:package|project|module|release|name|library|version)\b",
    r"\b(?:is|as) an? (?:\w+ )?place-?holder\b",
    r"^\W*(?:an? )?(?:\w+ )?place-?holder\b(?! (?:image|text|data|value|widget|api|server)s?\b)",
    r"\bnot installable\b|\b(?:do not|don't) install\b",
    r"\bname is used internally\b",
    # Russian: reservation; Chinese: placeholder, reserved
    "\u0440\u0435\u0437\u0435\u0440\u0432\u0438\u0440\u043e\u0432\u0430\u043d",
    "\u5360\u4f4d|\u9884\u7559",
)
_RESERVES = regex("|".join(_RESERVED), re.IGNORECASE)


def opening_of(description: str) -> str:
    """How a long description begins, as one line of plain words."""
    text = description[:_READ]
    for pattern, put in _MARKUP:
        text = pattern.sub(put, text)
    return clean(" ".join(text.split()).lstrip(" ."), LONGEST_OPENING)


def says_ended(name: str, summary: str | None, opening: str | None) -> str | None:
    """The words in which the author calls the package over; None where they do not."""
    if "deprecat" in name or "obsolet" in name:
        return None
    if summary and _ends_in_brief(name, summary):
        return summary
    return _statement(name, opening) if opening else None


def says_reserved(summary: str | None, opening: str | None, length: int | None) -> str | None:
    """The words in which the author says that the name is only held; None where they do not.

    Args:
        summary: one line.
        opening: how the long description begins.
        length: characters of the long description; only a short one is a statement on the
            whole package.
    """
    for text in (summary, opening if (length or 0) < LONGEST_OPENING else None):
        if text and _RESERVES.search(text):
            return text
    return None


def _ends_in_brief(name: str, summary: str) -> bool:
    if _BRACKETED.search(summary):
        return True
    if name.startswith("types-") or name.endswith("-stubs"):
        return False
    found = _BRIEF.search(summary) or _SHOUTED.search(summary)
    if found is None or _leads_to(name, found.group(), summary[found.end() :]):
        return False
    return not _is_about(summary, found.start())


def _leads_to(name: str, words: str, rest: str) -> bool:
    """Whether what follows «renamed to» is this package: then its old name ended, not this one."""
    word = re.match(r"[\W_]*([\w.-]+)", rest)
    if word is None or not words.lower().endswith((" to", " as", " into", " by")):
        return False
    return _bare(word.group(1)) == _bare(name)


def _bare(name: str) -> str:
    return re.sub(r"[-_.]+", "", name).lower()


def _is_about(summary: str, place: int) -> bool:
    """Whether the end belongs to what the package works on."""
    about = _ABOUT.search(summary)
    return about is not None and about.start() <= place < about.end()


def _statement(name: str, opening: str) -> str | None:
    head = _HEADED.match(opening)
    if head is not None and _is_own_heading(name, head.group()):
        return _sentence(opening, 0)
    for pattern in (_STATEMENTS, _named(name)):
        for found in pattern.finditer(opening):
            is_part = _PART.search(opening[max(found.start() - 60, 0) : found.end()])
            if not is_part and not _leads_to(name, found.group(), opening[found.end() :]):
                return _sentence(opening, found.start())
    return None


def _is_own_heading(name: str, heading: str) -> bool:
    """Whether a heading such as «Foo SDK [DEPRECATED]» says nothing but the package's name."""
    words = set(re.findall(r"[a-z0-9]+", heading.lower()))
    over = {"deprecated", "obsolete", "unmaintained", "discontinued", "abandoned", "retired"}
    over |= {"archived", "superseded", "end", "of", "life", "eol", "defunct", "dead"}
    own = set(re.findall(r"[a-z0-9]+", name.lower()))
    rest = words - over
    return (
        not rest or bool(rest & own) or rest <= {"note", "notice", "warning", "important", "status"}
    )


def _named(name: str) -> re.Pattern[str]:
    """«NAME is deprecated», however the name is spelled."""
    bare = name.rpartition("/")[2][:80]
    spelled = r"[-_. ]?".join(re.escape(part) for part in re.split(r"[-_.]+", bare) if part)
    return re.compile(
        rf"(?<![\w./-]){spelled or '(?!)'}(?:\s+{_THING})?\s+{_SAYS}{_GONE}\b", re.IGNORECASE
    )


def _sentence(text: str, place: int) -> str:
    """The sentence in which the place lies."""
    start = max(text.rfind(". ", 0, place) + 1, 0)
    end = re.search(r"[.!](?:\s|$)", text[place:])
    return clean(text[start : place + end.start() if end else len(text)].strip(" .!"), 160)
