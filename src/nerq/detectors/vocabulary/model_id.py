"""Reads one string as the id of a model, dataset or space, or as nothing.

The forms are those of the Hugging Face hub (``owner/name``, ``@revision``, ``:tag``, ``hf://``,
``hf_hub:``, pages and files by URL), of LiteLLM, LangChain and Pydantic AI (a provider in
front), of Ollama (``name:tag``) and of the API providers' own names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.detectors.vocabulary.hub_id import (
    ModelId,
    as_kind,
    read_address,
    read_ollama,
    read_repository,
    references_in_url,
)
from nerq.detectors.vocabulary.model_names import (
    ANY_FAMILY,
    COMMON_WORDS,
    DATASET_LOADERS,
    LEGACY,
    MODEL_WORDS,
    SENTENCE_NAMES,
)
from nerq.detectors.vocabulary.providers import (
    AFTER_COLON,
    API_PROVIDERS,
    PLAIN_NAMES,
    PROVIDERS,
    SLASHED,
    heads_of,
    of_group,
)
from nerq.detectors.vocabulary.traps import FILE_NAME, SAMPLE_WORD, is_sample
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.model import Certainty, Kind

__all__ = ["ModelId", "is_model_like", "read_model_id", "references_in_url"]

MAX_LENGTH = 200

_OLLAMA_HEADS = heads_of("ollama")
# Under these the rest names a repository of the hub, whoever serves it.
_HUB_HEADS = heads_of("huggingface")

_PLAIN = regex(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*[A-Za-z0-9]")
# Behind these clients anybody's server may stand, whose models have any name.
_FREELY_NAMED = frozenset({"openai", "azure"})
_BARE_WORD = regex(r"[A-Za-z][\w.+-]*[A-Za-z0-9](?:[@:][\w.-]+)?")
# What LiteLLM allows between ``bedrock/`` and the model: how it is asked, and where.
_ROUTE = regex(r"(?:(?:converse|converse_like|invoke|[a-z]{2}(?:-gov)?-[a-z]+-\d)/)+")
_DEPLOYMENT = regex(r"gpt|text-embedding|dall-?e|whisper|davinci|claude|(?:^|-)o[134](?:-|$)")
_DATASET_NAME = regex(
    r"(?:^|[^a-z])(?:datasets?|evals|bench|benchmark|corpus|corpora|ultrachat|ultrafeedback|feedback"
    r"|preferences?|sharegpt|wikitext|alpaca-cleaned|questions|prompts|dolly-15k|c4|pile)(?:$|[^a-z])"
)


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
        address = read_address(text, kind)
        if address is not None or "://" in text:
            return address
    if _PLAIN.fullmatch(text) is None or "//" in text or ".." in text or is_ignored(text):
        return None
    if kind != "model":
        return read_repository(text, kind) or (
            _read_bare_dataset(text) if bare and kind == "dataset" else None
        )
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
    if _DATASET_NAME.search(name):
        return False
    if MODEL_WORDS.search(name):
        return True
    return COMMON_WORDS.search(name) is not None and re.search(r"\d", name) is not None


def _read_bare_dataset(text: str) -> ModelId | None:
    if not re.fullmatch(r"[A-Za-z][\w.-]+", text) or text.lower() in DATASET_LOADERS:
        return None
    return ModelId("dataset", "huggingface", text, certainty="likely")


def _read_model(text: str, context: str | None, *, bare: bool) -> ModelId | None:
    if text.startswith("gateway/") and ":" in text:  # Pydantic AI's own
        text = text.removeprefix("gateway/")
    lowered = text.lower()
    if lowered.startswith(_OLLAMA_HEADS):
        return read_ollama(_behind(text, lowered, _OLLAMA_HEADS))
    if lowered.startswith(_HUB_HEADS):
        return _read_hub(_behind(text, lowered, _HUB_HEADS))
    if context == "ollama":
        return _read_served(text)
    return (
        _read_slashed(text, context)
        or _read_prefixed(text, context)
        or _read_of_provider(text, context)
        or (_read_hub(text) if "/" in text and not _is_only_provider(text) else None)
        or (_read_bare(text) if bare else None)
    )


def _behind(text: str, lowered: str, heads: tuple[str, ...]) -> str:
    """What stands behind the first of these that a text begins with."""
    return next(text[len(head) :] for head in heads if lowered.startswith(head))


def _read_served(text: str) -> ModelId | None:
    """Reads a name that a server with Ollama's interface is asked for.

    Ollama's own names are lower case; others that speak its language serve the hub's.
    """
    if re.fullmatch(r"[\w.-]+/[\w.-]*[A-Z][\w.-]*", text):
        return read_repository(text, "model")
    return read_ollama(text)


def _read_hub(rest: str) -> ModelId | None:
    name = rest.rpartition("/")[2]
    if name.startswith(("gemini-", "claude-")) and (family := _family(name)) is not None:
        return _api_model(family, name)
    for folder in ("datasets", "spaces", "models"):
        if rest.startswith(f"{folder}/") and rest.count("/") >= 2:
            return read_repository(rest.partition("/")[2], as_kind(folder[:-1]))
    return read_repository(rest, "model") or _read_legacy(rest)


def _read_prefixed(text: str, context: str | None) -> ModelId | None:
    """Reads ``provider/model`` and ``provider:model``."""
    match = re.match(r"([A-Za-z_\d-]+)([/:])(.+)", text)
    names = PROVIDERS if match and match[2] == "/" else AFTER_COLON
    provider = names.get(match[1].lower()) if match else None
    if match is None or provider is None:
        return None
    rest = _ROUTE.sub("", match[3]) if provider == "bedrock" else match[3]
    if "/" not in rest and _family(rest) is not None:
        return _api_model(provider, rest)
    if context == provider and match[2] == "/" and provider in SLASHED:
        return None
    if provider in SLASHED and read_repository(rest, "model") is not None:
        return ModelId("api-model", provider, rest)
    if is_hub_owner(match[1], context) or is_sample("", rest.lower()):
        return None
    return _read_named(provider, rest)


def _read_named(provider: str, rest: str) -> ModelId | None:
    """Reads what stands behind a provider's prefix, if it reads like the name of some model."""
    if provider == "azure":  # a deployment, named as its owner likes: often after its model
        found = _DEPLOYMENT.search(rest.lower())
        return _api_model(provider, rest, "likely") if found and "/" not in rest else None
    is_known = _is_named(rest) or rest in PLAIN_NAMES.get(provider, ())
    return _api_model(provider, rest) if is_known else None


def is_hub_owner(prefix: str, context: str | None) -> bool:
    """Whether a provider's prefix is at least as often an owner on the hub (``google/flan-t5``)."""
    return context != "litellm" and prefix.lower() in {
        "openai",
        "google",
        "cohere",
        "nvidia",
    }


def _is_named(text: str) -> bool:
    """Whether a text reads like the name of some model: a word of model names, or a number."""
    lowered = text.lower()
    return (
        MODEL_WORDS.search(lowered) is not None
        or COMMON_WORDS.search(lowered) is not None
        or _family(text) is not None
    )


def _api_model(provider: str, name: str, certainty: Certainty = "certain") -> ModelId:
    return ModelId("api-model", provider, name.removeprefix("models/"), certainty=certainty)


def _family(text: str) -> str | None:
    """The provider whose own model names look like this."""
    found = ANY_FAMILY.fullmatch(text.lower())
    return of_group(found.lastgroup) if found else None


def _read_of_provider(text: str, context: str | None) -> ModelId | None:
    """Reads a name as the provider at hand writes it, or as any whose names are unmistakable."""
    lowered = text.lower()
    provider = context if context in API_PROVIDERS else None
    family = _family(text)
    if family is not None:
        return _api_model(family if family == "bedrock" else provider or family, text)
    if lowered.startswith("accounts/fireworks/models/"):
        return ModelId("api-model", "fireworks", text)
    if provider is None or "/" in text:
        return None
    if text in PLAIN_NAMES.get(provider, ()):  # ``Claude`` is a title
        return _api_model(provider, text)
    is_free = provider in _FREELY_NAMED or _BARE_WORD.fullmatch(text) is None
    if is_free or re.search(r"[\d-]", text) is None or not _is_named(text) or _is_made_up(lowered):
        return None
    return _api_model(provider, text, "likely")


def _is_made_up(text: str) -> bool:
    """Whether a name (lower case) is a placeholder, or wraps another name of a model."""
    first, dash, rest = text.partition("-")
    wraps = bool(dash) and first not in PROVIDERS and _family(rest) is not None
    return wraps or is_sample("", text)


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
    found = read_repository(text, "api-model")
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
