"""Decides which of the noted texts are ids, and yields them as references.

A note is judged by the strongest role that any place gave it, in `read_id`; a text may also hold
an id (``--model=…``, ``pretrained=…``) or be one only because its neighbours are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.mentions import (
    by_call,
    by_key,
    by_looks,
    by_name,
    likely,
    reference,
    unresolved,
)
from nerq.detectors.python.clients import only_provider
from nerq.detectors.python.comments import prose_of
from nerq.detectors.python.lmql import query_model
from nerq.detectors.python.notes import BY_CALL, BY_NAME, BY_SHAPE, OUTPUT, Role, for_name
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.mentions import ModelId
    from nerq.detectors.python.notes import Demand, Note, Notes
    from nerq.model import Location, Reference, Unresolved
    from nerq.plugin import Item, Search

_ARGUMENTS = regex(
    r"(?:^|,)(?:pretrained|model|tokenizer|peft|base_model|pretrained_model_name_or_path)=(?P<id>[^,\s]+)"
)
_SHOWN = 100
# Where a minified file puts everything on one line, looking for each text again would be quadratic.
_LONG_TEXT = 2000
_LONG_LINE = 20_000
# A table of models may hold names that only look like repositories; one sure name is chance.
_ENOUGH = 2
_SHARE = 0.6
_PAGE = regex(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/\S+")


def items_of(notes: Notes, loose: list[Demand], search: Search) -> Iterator[Item]:
    """References by line, then open places; prose where the search asks for it."""
    context = only_provider(notes.module)
    found: list[Reference] = []
    columns = _model_columns(notes)
    for note in notes.texts.values():
        if note.column in columns and note.role.strength == BY_SHAPE and "/" in note.text:
            note.role = replace(note.role, strength=BY_NAME)
        own = list(_references(note, context))
        note.is_used = bool(own)
        found.extend(own)
    found.sort()
    yield from found
    yield from sorted(_unresolved(demand) for demand in loose)
    if search.with_prose:
        yield from prose_of(notes, {one.name.lower() for one in found})


def _model_columns(notes: Notes) -> set[object]:
    """Columns of texts of which most, and at least two, can only be models."""
    other_of: dict[object, int] = {}
    sure_of: dict[object, int] = {}
    for note in notes.texts.values():
        if note.column is None or "/" not in note.text:
            continue
        if by_looks(note.text) is not None:
            sure_of[note.column] = sure_of.get(note.column, 0) + 1
        elif by_key(note.text, "model") is not None:
            other_of[note.column] = other_of.get(note.column, 0) + 1
    return {
        column
        for column, sure in sure_of.items()
        if sure >= _ENOUGH and sure >= _SHARE * (sure + other_of.get(column, 0))
    }


def _references(note: Note, context: str | None) -> Iterator[Reference]:
    if len(note.text) < 2 or note.role.strength == OUTPUT:
        return
    for written, one in _ids(note, context):
        if one is not None:
            yield reference(one, _place(note, written), note.role.shape)


def _ids(note: Note, context: str | None) -> Iterator[tuple[str, ModelId | None]]:
    """What a text names, and how it is written in it."""
    text = note.text
    if note.role.shape == "python-lmql":
        inner = query_model(text)
        if inner is not None:
            yield inner, by_call(inner)
    elif text.startswith("--") and "=" in text:
        flag, _, value = text.partition("=")
        role = for_name(flag, "python-flag")
        if role is not None and role.strength:
            yield value, read_id(value, role)
    # lm-evaluation-harness takes settings as one text: ``pretrained=owner/name,dtype=auto``.
    elif text.startswith("pretrained=") or ("=" in text and "," in text):
        for match in _ARGUMENTS.finditer(text[:_LONG_TEXT]):
            yield match["id"], by_call(match["id"])
    else:
        yield text, read_id(text, note.role, context)


def _place(note: Note, written: str) -> Location:
    """Where in a literal a name begins; the literal's own place if it is written otherwise."""
    node, module = note.node, note.module
    start = module.where(node.lineno, node.col_offset)
    from_column = (start.column or 1) - 1
    last = min(node.end_lineno or node.lineno, node.lineno + _SHOWN)
    for number in range(node.lineno, last + 1):
        line = module.lines[number - 1] if number <= len(module.lines) else ""
        found = line.find(written, from_column, from_column + _LONG_TEXT)
        if found >= 0 and start.column is not None:
            return module.place(number, found + 1)
        from_column = 0
    return start


def read_id(text: str, role: Role, context: str | None = None) -> ModelId | None:
    """The id that a text is in a place of this role, or None: asked for all Python code.

    Args:
        text: the whole text, as the program sees it.
        role: what its place says.
        context: whom the rest of the file speaks to, where the place does not say it.
    """
    if role.strength == OUTPUT:
        return None
    if role.strength == BY_SHAPE:
        return likely(_by_shape(text))
    if role.strength == BY_CALL:
        return by_call(text, role.kind, role.context)
    return by_name(text, role.kind, role.context or context)


def _by_shape(text: str) -> ModelId | None:
    if _PAGE.fullmatch(text):
        return by_key(text, "model")
    # Without an owner, only ids of API models are told from words, and those are lower case.
    if "/" not in text and ("-" not in text or text != text.lower()):
        return None
    return by_looks(text)


def _unresolved(demand: Demand) -> Unresolved:
    module, node = demand.scope.module, demand.node
    location = module.where(node.lineno, node.col_offset)
    lines = module.lines[node.lineno - 1 : node.end_lineno]
    text = "\n".join(line[:_SHOWN] for line in lines[:_SHOWN])
    if len(lines) == 1 and len(lines[0]) < _LONG_LINE:
        raw = lines[0].encode("utf-8", "replace")
        text = raw[node.col_offset : node.end_col_offset].decode("utf-8", "replace")
    return unresolved(text, location, demand.role.shape)
