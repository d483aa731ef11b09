"""Decides which of the noted texts are ids, and yields them as references."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.mentions import reference, unresolved
from nerq.detectors.python.comments import prose_of
from nerq.detectors.python.lmql import query_model
from nerq.detectors.python.roles import BY_CALL, BY_NAME, BY_SHAPE, for_name
from nerq.detectors.vocabulary.model_id import is_model_like, read_model_id
from nerq.detectors.vocabulary.model_names import LEGACY_DATASETS, MODEL_WORDS
from nerq.detectors.vocabulary.provider_context import of_module
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.python.notes import Demand, Note
    from nerq.detectors.python.walk import Walk
    from nerq.detectors.vocabulary.model_id import ModelId
    from nerq.model import Location, Reference, Unresolved
    from nerq.plugin import Item, Search

_ARGUMENTS = regex(
    r"(?:^|,)(?:pretrained|model|tokenizer|peft|base_model|pretrained_model_name_or_path)=(?P<id>[^,\s]+)"
)
_SHOWN = 100
_LONG_TEXT = 2000
_LONG_LINE = 20_000
_ENOUGH = 2
_SHARE = 0.6
_PAGE = regex(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/\S+")


def items_of(walk: Walk, loose: list[Demand], search: Search) -> Iterator[Item]:
    """References by line, then open places; prose where the search asks for it."""
    context = _only_provider(walk)
    found: list[Reference] = []
    columns = _model_columns(walk)
    for note in walk.notes.values():
        if note.column in columns and note.role.strength == BY_SHAPE and "/" in note.text:
            note.role = replace(note.role, strength=BY_NAME)
        own = list(_references(note, context))
        note.is_used = bool(own)
        found.extend(own)
    found.sort()
    yield from found
    yield from sorted(_unresolved(demand) for demand in loose)
    if search.with_prose:
        yield from prose_of(walk, {one.name.lower() for one in found})


def _model_columns(walk: Walk) -> set[object]:
    """Columns of texts of which most, and at least two, can only be models."""
    other_of: dict[object, int] = {}
    sure_of: dict[object, int] = {}
    for note in walk.notes.values():
        if note.column is None or "/" not in note.text:
            continue
        if is_model_like(note.text):
            sure_of[note.column] = sure_of.get(note.column, 0) + 1
        elif read_model_id(note.text) is not None:
            other_of[note.column] = other_of.get(note.column, 0) + 1
    return {
        column
        for column, sure in sure_of.items()
        if sure >= _ENOUGH and sure >= _SHARE * (sure + other_of.get(column, 0))
    }


def _only_provider(walk: Walk) -> str | None:
    """The one provider whose modules the code imports, or None for none or several."""
    found = {provider for path in walk.imports.values() if (provider := of_module(path))}
    return found.pop() if len(found) == 1 else None


def _references(note: Note, context: str | None) -> Iterator[Reference]:
    text, role = note.text, note.role
    if len(text) < 2 or role.strength == 0:
        return
    for written, one in _ids(note, context):
        if one is not None:
            yield reference(one, _place(note, written), role.shape)


def _ids(note: Note, context: str | None) -> Iterator[tuple[str, ModelId | None]]:
    """What a text names, and how it is written in it."""
    text = note.text
    if note.role.shape == "python-lmql":
        inner = query_model(text)
        if inner is not None:
            yield inner, read_model_id(inner, bare=True)
    elif text.startswith("--") and "=" in text:
        flag, _, value = text.partition("=")
        role = for_name(flag, "python-flag")
        if role is not None and role.strength:
            yield value, _read_by_name(value, None, role.kind)
    elif text.startswith("pretrained=") or ("=" in text and "," in text):
        for match in _ARGUMENTS.finditer(text[:_LONG_TEXT]):
            yield match["id"], read_model_id(match["id"], bare=True)
    else:
        yield text, _read(note, context)


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


def _read(note: Note, context: str | None) -> ModelId | None:
    text, role = note.text, note.role
    if role.strength == BY_SHAPE:
        found = _read_by_shape(text)
        return replace(found, certainty="likely") if found is not None else None
    if role.strength == BY_CALL:
        found = read_model_id(text, context=role.context, kind=role.kind, bare=True)
    else:
        found = _read_by_name(text, role.context or context, role.kind)
    return found


def _read_by_name(text: str, context: str | None, kind: str) -> ModelId | None:
    if kind == "dataset":
        return read_model_id(text, kind="dataset", bare=text.lower() in LEGACY_DATASETS)
    if kind == "space":
        return read_model_id(text, kind="space")
    if context == "ollama" and not (":" in text or MODEL_WORDS.search(text.lower())):
        return None
    return read_model_id(text, context=context, bare=True)


def _read_by_shape(text: str) -> ModelId | None:
    if _PAGE.fullmatch(text):
        return read_model_id(text)
    if "/" not in text and ("-" not in text or text != text.lower()):
        return None
    return read_model_id(text) if is_model_like(text) else None


def _unresolved(demand: Demand) -> Unresolved:
    module, node = demand.scope.module, demand.node
    location = module.where(node.lineno, node.col_offset)
    lines = module.lines[node.lineno - 1 : node.end_lineno]
    text = "\n".join(line[:_SHOWN] for line in lines[:_SHOWN])
    if len(lines) == 1 and len(lines[0]) < _LONG_LINE:
        raw = lines[0].encode("utf-8", "replace")
        text = raw[node.col_offset : node.end_col_offset].decode("utf-8", "replace")
    return unresolved(text, location, demand.role.shape)
