"""Reads one string as the id of a model, dataset or space, or as nothing.

The forms are those of the Hugging Face hub (``owner/name``, ``@revision``, ``:tag``, ``hf://``,
``hf_hub:``, pages and files by URL), of LiteLLM, LangChain and Pydantic AI (a provider in
front), of Ollama (``name:tag``) and of the API providers' own names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.detectors.model_names import (
    ANY_FAMILY,
    DATASET_LOADERS,
    HUB_PREFIXES,
    LEGACY,
    MODEL_WORDS,
    OLLAMA_PREFIXES,
    PLAIN_NAMES,
    PROVIDERS,
    SENTENCE_NAMES,
    SLASHED,
)
from nerq.detectors.model_traps import FILE_NAME, SAMPLE_WORD, is_elsewhere, is_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.model import Certainty, Kind

MAX_LENGTH = 200

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*[A-Za-z0-9]")
_REPOSITORY = re.compile(
    r"(?P<owner>[A-Za-z0-9][\w.-]{0,95})/(?P<name>[A-Za-z0-9_][\w.-]{0,95})"
    r"(?P<file>/[\w./-]+\.(?:gguf|safetensors|bin|onnx))?(?:@(?P<revision>[\w./-]+)|:(?P<tag>[\w.-]+))?"
)
_URL = re.compile(
    r"(?:https?://)?(?<![\w.-])(?:www\.)?(?:huggingface\.co|hf\.co)/"
    r"(?:(?P<kind>datasets|spaces)/)?(?P<owner>[A-Za-z0-9][\w.-]*)/(?P<name>\w[\w.-]*)"
    r"(?:/(?:resolve|blob|tree|raw|commit)/(?P<revision>[\w.-]+))?"
)
# First parts of pages of the hub that belong to nobody.
_PAGES = frozenset(
    "docs papers blog collections settings api models spaces tasks join pricing organizations learn login "
    "posts datasets new search support terms-of-service privacy chat inference-endpoints front "
    "inference enterprise brand events course huggingface_hub playground hardware storage "
    "autotrain changelog languages metrics notifications welcome security storage-regions".split()
)
_KINDS: dict[str | None, Kind] = {"datasets": "dataset", "spaces": "space", None: "model"}
_OLLAMA = re.compile(r"(?:[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(?::[\w.-]+)?", re.IGNORECASE)
# Behind these clients anybody's server may stand, whose models have any name.
_FREELY_NAMED = frozenset({"openai", "azure"})
_BARE_WORD = re.compile(r"[A-Za-z][\w.+-]*[A-Za-z0-9](?:[@:][\w.-]+)?")
_DATASET_NAME = re.compile(
    r"(?:^|[^a-z])(?:datasets?|evals|bench|benchmark|corpus|corpora|ultrachat|ultrafeedback|feedback"
    r"|preferences?|sharegpt|wikitext|alpaca-cleaned|questions|prompts|dolly-15k|c4|pile)(?:$|[^a-z])"
)


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


def read_model_id(
    text: str, *, context: str | None = None, kind: Kind = "model", bare: bool = False
) -> ModelId | None:
    """The model, dataset or space that a string names, or None where it names none.

    Placeholders, dummies, media types, paths, files, container images and code repositories
    are none. Takes time linear in the length of the text; text of over 200 characters is none.

    Args:
        text: the whole string, as the program would see it.
        context: whom the surrounding code speaks to: a provider (``openai``, ``together``, …),
            ``ollama``, ``huggingface``, ``litellm`` (a provider stands in front), or None.
        kind: what an ``owner/name`` is at this place, where the string does not say itself.
        bare: whether a name without owner may be a legacy id of the hub here.
    """
    text = text.strip()
    if not 2 <= len(text) <= MAX_LENGTH:
        return None
    if "://" in text or text.startswith(("huggingface.co/", "hf.co/")):
        address = _read_address(text, kind)
        if address is not None or "://" in text:
            return address
    if _PLAIN.fullmatch(text) is None or "//" in text or ".." in text or is_ignored(text):
        return None
    if kind != "model":
        return _read_repository(text, kind) or (_read_bare_dataset(text) if bare else None)
    return _read_model(text, context, bare=bare)


def is_ignored(text: str) -> bool:
    """Whether a text without spaces is a file, a placeholder or a reference to the environment."""
    lowered = text.lower()
    return (
        lowered.startswith(("os.environ/", "s3/", "gs/"))
        or (FILE_NAME.fullmatch(lowered) is not None and not _has_repository_before_file(lowered))
        or (SAMPLE_WORD.search(lowered) is not None and "testing/" not in lowered)
    )


def _has_repository_before_file(text: str) -> bool:
    return text.count("/") >= 2 and text.endswith((".gguf", ".safetensors", ".bin", ".onnx"))


def is_model_like(text: str) -> bool:
    """Whether a string by itself, wherever it stands, can hardly be anything but a model id.

    True for ``owner/name`` with an architecture, series or size in its name, and for the names
    of API models; not for bare words.
    """
    found = read_model_id(text)
    if found is None or found.kind == "dataset":
        return False
    if found.kind == "api-model" or found.ecosystem == "ollama":
        return True
    name = found.name.partition("/")[2].lower()
    return MODEL_WORDS.search(name) is not None and _DATASET_NAME.search(name) is None


def references_in_url(text: str) -> Iterator[tuple[int, ModelId]]:
    """Repositories of the hub whose pages or files are linked in a text, with the 0-based offset.

    Pages that are no repository (documentation, papers, blog) and other hosts below the hub's
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
    revision = match["revision"]
    pinned = revision if revision not in {None, "main", "master"} else None
    return ModelId(_KINDS[match["kind"]], "huggingface", f"{owner}/{name}", pinned)


def _read_address(text: str, kind: Kind) -> ModelId | None:
    lowered = text.lower()
    if lowered.startswith(("hf://", "huggingface://")):
        rest = text.partition("://")[2]
        for folder, named in (("datasets/", "dataset"), ("spaces/", "space"), ("models/", "model")):
            if rest.startswith(folder):
                return _read_inside(rest.removeprefix(folder), _as_kind(named))
        return _read_inside(rest, kind)
    if lowered.startswith("ollama://"):
        return _read_ollama(text[9:])
    match = _URL.match(text)
    if match is None:
        return None
    found = _from_url(match)
    if found is not None and "://" not in text and ":" in text[match.end() :]:
        version = text.rpartition(":")[2]
        return ModelId(found.kind, "huggingface", found.name, version)
    return found


def _as_kind(text: str) -> Kind:
    return "dataset" if text == "dataset" else "space" if text == "space" else "model"


def _read_inside(rest: str, kind: Kind) -> ModelId | None:
    """Reads ``owner/name[@revision][/path/in/the/repository]``."""
    parts = rest.split("/")
    return _read_repository("/".join(parts[:2]), kind) if len(parts) >= 2 else None


def _read_repository(text: str, kind: Kind) -> ModelId | None:
    match = _REPOSITORY.fullmatch(text)
    if match is None:
        return None
    owner, name = match["owner"], match["name"]
    lowered = (owner.lower(), name.lower())
    if "--" in text or name.endswith((".", "-")) or (len(owner) < 2 or len(name) < 2):
        return None
    if is_elsewhere(*lowered) or is_sample(*lowered) or not re.search("[A-Za-z]", name):
        return None
    if match["tag"] and re.fullmatch(
        r"latest|[\d.]+[\w.-]*-(?:cuda|ubuntu|devel|runtime).*", match["tag"]
    ):
        return None
    return ModelId(kind, "huggingface", f"{owner}/{name}", match["revision"] or match["tag"])


def _read_bare_dataset(text: str) -> ModelId | None:
    if not re.fullmatch(r"[A-Za-z][\w.-]+", text) or text.lower() in DATASET_LOADERS:
        return None
    return ModelId("dataset", "huggingface", text, certainty="likely")


def _read_model(text: str, context: str | None, *, bare: bool) -> ModelId | None:
    lowered = text.lower()
    for prefix in OLLAMA_PREFIXES:
        if lowered.startswith(prefix):
            return _read_ollama(text[len(prefix) :])
    for prefix in HUB_PREFIXES:
        if lowered.startswith(prefix):
            return _read_hub(text[len(prefix) :])
    if context == "ollama":
        return _read_ollama(text)
    return (
        _read_slashed(text, context)
        or _read_prefixed(text, context)
        or _read_of_provider(text, context)
        or (_read_hub(text) if "/" in text and not _is_only_provider(text) else None)
        or (_read_bare(text) if bare else None)
    )


def _read_hub(rest: str) -> ModelId | None:
    for folder in ("datasets", "spaces", "models"):
        if rest.startswith(f"{folder}/") and rest.count("/") >= 2:
            return _read_repository(rest.partition("/")[2], _as_kind(folder[:-1]))
    return _read_repository(rest, "model") or _read_legacy(rest)


def _read_ollama(rest: str) -> ModelId | None:
    lowered = rest.lower()
    if lowered.startswith(("hf.co/", "huggingface.co/")):
        return _read_address(rest, "model")
    if _OLLAMA.fullmatch(rest) is None or not re.search("[a-z]", lowered):
        return None
    name, _, tag = rest.partition(":")
    owner, _, last = name.lower().rpartition("/")
    if is_sample(owner, last) or FILE_NAME.fullmatch(lowered):
        return None
    return ModelId("model", "ollama", name, tag or None)


def _read_prefixed(text: str, context: str | None) -> ModelId | None:
    """Reads ``provider/model`` and ``provider:model``."""
    match = re.match(r"([A-Za-z_\d-]+)([/:])(.+)", text)
    provider = PROVIDERS.get(match[1].lower()) if match else None
    if match is None or provider is None:
        return None
    rest = match[3]
    if _family(rest) is not None and not _REPOSITORY.fullmatch(rest):
        return _api_model(provider, rest)
    if context == provider and match[2] == "/" and provider in SLASHED:
        return None
    if provider in SLASHED and _REPOSITORY.fullmatch(rest) and _reads_as_repository(rest):
        return ModelId("api-model", provider, rest)
    if provider == "azure" or is_hub_owner(match[1], context) or is_sample("", rest.lower()):
        return None
    is_known = _is_named(rest) or rest.lower() in PLAIN_NAMES.get(provider, ())
    return _api_model(provider, rest) if is_known else None


def is_hub_owner(prefix: str, context: str | None) -> bool:
    """Whether a provider's prefix is at least as often an owner on the hub (``google/flan-t5``)."""
    return context != "litellm" and prefix.lower() in {
        "openai",
        "google",
        "anthropic",
        "cohere",
        "deepseek",
        "mistral",
        "github",
        "cloudflare",
        "nvidia",
        "together",
        "palm",
    }


def _reads_as_repository(text: str) -> bool:
    return _read_repository(text, "model") is not None


def _is_named(text: str) -> bool:
    """Whether a text reads like the name of some model: a word of model names, or a number."""
    lowered = text.lower()
    return MODEL_WORDS.search(lowered) is not None or _family(text) is not None


def _api_model(provider: str, name: str, certainty: Certainty = "certain") -> ModelId:
    return ModelId("api-model", provider, name.removeprefix("models/"), certainty=certainty)


def _family(text: str) -> str | None:
    """The provider whose own model names look like this."""
    found = ANY_FAMILY.fullmatch(text.lower())
    return found.lastgroup.replace("_", "-") if found and found.lastgroup else None


def _read_of_provider(text: str, context: str | None) -> ModelId | None:
    """Reads a name as the provider at hand, or any provider whose names are unmistakable, writes it."""
    lowered = text.lower()
    family = _family(text)
    if family is not None:
        speaks_to = context if context in PROVIDERS.values() and family != "bedrock" else None
        return _api_model(speaks_to or family, text)
    if lowered.startswith("accounts/fireworks/models/"):
        return ModelId("api-model", "fireworks", text)
    if context is None or context not in PROVIDERS.values():
        return None
    if lowered in PLAIN_NAMES.get(context, ()):
        return _api_model(context, text)
    if context in _FREELY_NAMED:
        return None
    if _BARE_WORD.fullmatch(text) and _is_named(text) and not _is_made_up(lowered):
        return _api_model(context, text, "likely")
    return None


def _is_made_up(text: str) -> bool:
    """Whether a name (lower case) is a placeholder, or puts something in front of another's name."""
    _, dash, rest = text.partition("-")
    return is_sample("", text) or (bool(dash) and _family(rest) is not None)


def _is_only_provider(text: str) -> bool:
    """Whether the part before the slash is a provider's prefix that owns nothing on the hub."""
    prefix = text.partition("/")[0].lower()
    return prefix in PROVIDERS and not is_hub_owner(prefix, None)


def _read_slashed(text: str, context: str | None) -> ModelId | None:
    """Reads ``owner/name`` where the provider spoken to writes its own models so."""
    if (
        context is None
        or context not in SLASHED
        or PROVIDERS.get(text.partition("/")[0]) == context
    ):
        return None
    found = _read_repository(text, "api-model")
    return ModelId("api-model", context, found.name, found.version) if found else None


def _read_legacy(text: str) -> ModelId | None:
    name, _, revision = text.partition("@")
    if LEGACY.fullmatch(name.lower()):
        return ModelId("model", "huggingface", name, revision or None)
    return None


def _read_bare(text: str) -> ModelId | None:
    legacy = _read_legacy(text)
    if legacy is not None or _BARE_WORD.fullmatch(text) is None or is_sample("", text.lower()):
        return legacy
    if SENTENCE_NAMES.fullmatch(text.lower()) and MODEL_WORDS.search(text.lower()):
        return ModelId("model", "huggingface", text, certainty="likely")
    return None
