"""From a text in a place to a mention: whether it is an id, and the reference that it makes.

Here, and nowhere else, it is decided that a text is the id of a model, dataset or space. What a
text looks like is one half of that, and `vocabulary.model_id` knows it; what stands around it is
the other half, and a detector tells it by the function that it asks:

- `by_call`: a callable or a program takes the text as an id, so any name will do;
- `by_name`: a variable or parameter is named as if it held one;
- `by_key`, `by_pair`: the same of a key, a flag or a variable of the environment, of which more
  are generic, so that a name without owner needs a key that can mean nothing else;
- `by_looks`: nothing but the text itself, which must then be unmistakable;
- `links_in`: addresses of the hub within a longer text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.vocabulary.keys import is_strong, role_of
from nerq.detectors.vocabulary.model_id import (
    ModelId,
    is_model_like,
    read_model_id,
    references_in_url,
)
from nerq.detectors.vocabulary.model_names import LEGACY_DATASETS, MODEL_WORDS
from nerq.model import Reference, Unresolved
from nerq.redaction import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.vocabulary.keys import Role
    from nerq.model import Kind, Location
    from nerq.plugin import Search

_LONGEST_READ = 2000
__all__ = [
    "ModelId",
    "by_call",
    "by_key",
    "by_looks",
    "by_name",
    "by_pair",
    "has_number",
    "likely",
    "links_in",
    "reference",
    "unresolved",
]

_LONGEST_SHOWN = 80


def reference(found: ModelId, location: Location, shape: str, scope: str = "runtime") -> Reference:
    """One mention of what was read."""
    return Reference(
        kind=found.kind,
        ecosystem=found.ecosystem,
        name=found.name,
        location=location,
        found_by=shape,
        # An address is not a revision, and may hold a password.
        version=None if found.version and "://" in found.version else found.version,
        scope=scope,
        certainty=found.certainty,
    )


def unresolved(expression: str, location: Location, shape: str) -> Unresolved:
    """A place whose name only a run gives."""
    # Cleaned before it is cut: half an address no longer shows which part is the password.
    shown = " ".join(expression[:_LONGEST_READ].split())
    shown = clean("".join(c if c.isprintable() else "\ufffd" for c in shown))
    if len(shown) > _LONGEST_SHOWN:
        shown = f"{shown[: _LONGEST_SHOWN - 1]}…"
    return Unresolved(location, shown, shape)


def by_call(text: str, kind: Kind = "model", context: str | None = None) -> ModelId | None:
    """The id that a callable or program takes; a name without owner is one, too."""
    return read_model_id(text, context=context, kind=kind, bare=True)


def by_name(text: str, kind: Kind = "model", context: str | None = None) -> ModelId | None:
    """The id in a variable, parameter or keyword that is named as if it held one."""
    if kind == "dataset":
        # ``dataset = "train"`` is a split: of names without owner only the known ones count.
        return read_model_id(text, kind="dataset", bare=text.lower() in LEGACY_DATASETS)
    if kind == "space":
        return read_model_id(text, kind="space")
    if context == "ollama" and not (":" in text or MODEL_WORDS.search(text.lower())):
        return None  # Ollama's names have no shape of their own: any word would be one
    return read_model_id(text, context=context, bare=True)


def by_key(
    text: str, role: Role, *, context: str | None = None, bare: bool = False
) -> ModelId | None:
    """The id that the value of a key or flag is, by the key's `keys.role_of`.

    Args:
        text: the value.
        role: what the key's values are.
        context: as `read_model_id` takes it.
        bare: whether a name without owner is an id here, see `keys.is_strong`.
    """
    if role == "output":
        return None
    if role in ("dataset", "space"):
        return read_model_id(text, kind="dataset" if role == "dataset" else "space")
    return read_model_id(text, context=context, bare=bare)


def by_pair(key: str, text: str, search: Search, context: str | None = None) -> ModelId | None:
    """The id in ``key: text``, where nothing is known but these two and the project's own keys."""
    role = role_of(key, search)
    if role is None:
        return None
    return by_key(text, role, context=context, bare=is_strong(key, search))


def by_looks(text: str, context: str | None = None) -> ModelId | None:
    """The id that a text can hardly be anything but, wherever it stands."""
    return read_model_id(text, context=context) if is_model_like(text) else None


def links_in(text: str) -> Iterator[tuple[int, ModelId]]:
    """What pages and files of the hub a text links to, each with its 0-based offset."""
    return references_in_url(text)


def has_number(text: str) -> bool:
    """Whether a text has a slash and a digit: names of models have a size or a version.

    Where anything may stand, owner and series alone are not enough: ``openai/whisper`` is a
    repository of code as well.
    """
    return "/" in text and any(one.isdecimal() for one in text)


def likely(found: ModelId | None) -> ModelId | None:
    """The same, marked as what the text alone would not tell."""
    return None if found is None else replace(found, certainty="likely")
