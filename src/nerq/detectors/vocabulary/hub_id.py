"""Repositories of the Hugging Face hub and models of Ollama, as ids, addresses and pages.

Forms: ``owner/name``, ``owner/name@revision``, ``owner/name:tag``, ``owner/name/file.gguf``,
``hf://datasets/owner/name/…``, ``https://huggingface.co/owner/name/resolve/revision/…``, and
Ollama's ``name:tag``, ``hf.co/owner/name:tag``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.detectors.vocabulary.model_names import LEGACY
from nerq.detectors.vocabulary.traps import FILE_NAME, is_elsewhere, is_sample
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.model import Certainty, Kind

_REPOSITORY = regex(
    r"(?P<owner>[A-Za-z0-9][\w.-]{0,95})/(?P<name>[A-Za-z0-9_][\w.-]{0,95})"
    r"(?P<file>/[\w./-]+\.(?:gguf|safetensors|bin|onnx))?(?:@(?P<revision>[\w./-]+)|:(?P<tag>[\w.-]+))?"
)
HUB_HOSTS = ("huggingface.co", "hf.co")
_URL = regex(
    rf"(?:https?://)?(?<![\w.-])(?:www\.)?(?:{'|'.join(map(re.escape, HUB_HOSTS))})/"
    r"(?:(?P<kind>datasets|spaces)/)?(?P<owner>[A-Za-z0-9][\w.-]*)/(?P<name>\w[\w.-]*)"
    r"(?:/(?:resolve|blob|tree|raw|commit)/(?P<revision>[\w.-]+))?"
)
# Parts of a repository's pages, after its name.
_PARTS = frozenset({"resolve", "blob", "tree", "raw", "commit", "commits", "discussions", "viewer"})
# First parts of pages of the hub that belong to nobody.
_PAGES = frozenset(
    {
        "docs",
        "papers",
        "blog",
        "collections",
        "settings",
        "api",
        "models",
        "spaces",
        "tasks",
        "join",
        "pricing",
        "organizations",
        "learn",
        "login",
        "posts",
        "datasets",
        "new",
        "search",
        "support",
        "terms-of-service",
        "privacy",
        "chat",
        "inference-endpoints",
        "front",
        "inference",
        "enterprise",
        "brand",
        "events",
        "course",
        "huggingface_hub",
        "playground",
        "hardware",
        "storage",
        "autotrain",
        "changelog",
        "languages",
        "metrics",
        "notifications",
        "welcome",
        "security",
        "storage-regions",
    }
)
_KINDS: dict[str | None, Kind] = {"datasets": "dataset", "spaces": "space", None: "model"}
_OLLAMA = regex(r"(?:[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(?::[\w.-]+)?", re.IGNORECASE)
# Of Python: no name of a model has a dot before a letter.
_MODULE = regex(r"[a-z_]\w*(?:\.[a-z_]\w*){2,}")
# What stands for Ollama itself, or for the library behind it.
_NO_MODELS = frozenset({"ollama", "llama.cpp", "llama-cpp"})
# Tags of container images, not of model files.
_IMAGE_TAG = regex(r"latest|[\d.]+[\w.-]*-(?:cuda|ubuntu|devel|runtime).*")


@dataclass(frozen=True, slots=True)
class ModelId:
    """What a string names.

    Attributes:
        kind: model, dataset, space or api-model.
        ecosystem: huggingface, ollama, or the provider of an API model.
        name: without prefix, revision and tag: ``owner/name``, ``gpt-4o``, ``llama3.1``.
        version: revision or tag where one is pinned, else None.
        certainty: ``likely`` where the string alone would not do.
    """

    kind: Kind
    ecosystem: str
    name: str
    version: str | None = None
    certainty: Certainty = "certain"


def references_in_url(text: str) -> Iterator[tuple[int, ModelId]]:
    """Repositories of the hub whose pages or files are linked in a text, with the 0-based offset.

    Pages that are not a repository (documentation, papers, blog) and other hosts below the hub's
    domain are left out.
    """
    for match in _URL.finditer(text):
        found = _from_url(match)
        if found is not None:
            yield match.start(), found


def _from_url(match: re.Match[str]) -> ModelId | None:
    owner, name = match["owner"], match["name"].rstrip(".-").removesuffix(".git")
    lowered = (owner.lower(), name.lower())
    if not name or (lowered[0] in _PAGES) or is_sample(*lowered):
        return None
    if lowered[1] in _PARTS:  # of a repository whose name has no owner
        is_known = match["kind"] is not None or LEGACY.fullmatch(lowered[0]) is not None
        return ModelId(_KINDS[match["kind"]], "huggingface", owner) if is_known else None
    revision = match["revision"]
    pinned = revision if revision not in {None, "main", "master"} else None
    return ModelId(_KINDS[match["kind"]], "huggingface", f"{owner}/{name}", pinned)


def read_address(text: str, kind: Kind) -> ModelId | None:
    """Reads ``hf://…``, ``ollama://…`` and pages of the hub; any other address is none."""
    lowered = text.lower()
    if lowered.startswith(("hf://", "huggingface://")):
        rest = text.partition("://")[2]
        for folder, named in (("datasets/", "dataset"), ("spaces/", "space"), ("models/", "model")):
            if rest.startswith(folder):
                return _read_inside(rest.removeprefix(folder), as_kind(named))
        return _read_inside(rest, kind)
    if lowered.startswith("ollama://"):
        return read_ollama(text[9:])
    match = _URL.match(text)
    if match is None:
        return None
    found = _from_url(match)
    if found is not None and "://" not in text and ":" in text[match.end() :]:
        version = text.rpartition(":")[2]
        return ModelId(found.kind, "huggingface", found.name, version)
    return found


def as_kind(text: str) -> Kind:
    """The kind that a word of an address means; model where it means none."""
    return "dataset" if text == "dataset" else "space" if text == "space" else "model"


def _read_inside(rest: str, kind: Kind) -> ModelId | None:
    """Reads ``owner/name[@revision][/path/in/the/repository]``."""
    parts = rest.split("/")
    return read_repository("/".join(parts[:2]), kind) if len(parts) >= 2 else None


def read_repository(text: str, kind: Kind) -> ModelId | None:
    """Reads ``owner/name`` with its revision, tag or file; None for what only looks alike."""
    match = _REPOSITORY.fullmatch(text)
    if match is None:
        return None
    owner, name = match["owner"], match["name"]
    lowered = (owner.lower(), name.lower())
    if "--" in text or name.endswith((".", "-")) or (len(owner) < 2 or len(name) < 2):
        return None
    if is_elsewhere(*lowered) or is_sample(*lowered) or not re.search("[A-Za-z]", name):
        return None
    if match["tag"] and _IMAGE_TAG.fullmatch(match["tag"]):
        return None
    return ModelId(kind, "huggingface", f"{owner}/{name}", match["revision"] or match["tag"])


def read_ollama(rest: str) -> ModelId | None:
    """Reads a name as Ollama writes it."""
    lowered = rest.lower()
    if lowered.startswith(("hf.co/", "huggingface.co/")):
        return read_address(rest, "model")
    if _OLLAMA.fullmatch(rest) is None or rest.upper() == rest or lowered in _NO_MODELS:
        return None
    name, _, tag = rest.partition(":")
    owner, _, last = name.lower().rpartition("/")
    if is_sample(owner, last) or _MODULE.fullmatch(rest) or FILE_NAME.fullmatch(lowered):
        return None
    return ModelId("model", "ollama", name, tag or None)
