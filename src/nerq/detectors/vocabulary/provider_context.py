"""Whom code or configuration speaks to: a provider by module, class, name, or host of its API."""

from __future__ import annotations

import re
from functools import lru_cache

from nerq.detectors.vocabulary.providers import (
    CLASSES,
    HOSTS,
    MODULES,
    NAMES,
    WORDS,
    of_group,
    one_of_each,
)
from nerq.patterns import regex

_HOST = regex("|".join(re.escape(host) for host in HOSTS))
_CLASS = regex(one_of_each(CLASSES))
# Frameworks that have a module for each provider somewhere below.
_INTEGRATIONS = frozenset(
    {
        "llama_index",
        "haystack",
        "haystack_integrations",
        "langchain",
        "langchain_community",
        "pydantic_ai",
        "smolagents",
        "agno",
        "crewai",
    }
)
# Architectures of transformers carry the same words: MistralForCausalLM, CohereModel, …
_ARCHITECTURE = regex(
    r".*(?:For[A-Z]\w+|Config|Tokenizer(?:Fast)?|PreTrainedModel|Processor|Error|Exception|Params"
    r"|Settings|Message|Response|Request|Type)|OpenAIGPT\w*|(?:Mistral|Cohere|Jamba|Cohere2)Model"
)


def read_context(text: str) -> str | None:
    """The ecosystem that a provider's name, class path or API address stands for, or None.

    ``openai`` -> openai; ``http://localhost:11434/v1`` -> ollama;
    ``langchain_openai.ChatOpenAI`` -> openai.
    """
    text = text.strip()[:200]
    if "://" in text or ":" in text:
        found = _HOST.search(text)
        return HOSTS[found[0]] if found else None
    lowered = text.lower()
    known = NAMES.get(lowered)
    if known is not None or "." not in text:
        return known
    return next((NAMES[part] for part in re.split(r"[._]", lowered) if part in NAMES), None)


@lru_cache(maxsize=2048)
def of_module(path: str) -> str | None:
    """The provider that a dotted module path belongs to (``langchain_groq``, ``openai.types``)."""
    for name in (path, *_parents(path)):
        found = MODULES.get(name)
        if found is not None:
            return found
    parts = path.split(".")
    if parts[0].startswith("langchain_"):
        return MODULES.get(parts[0].removeprefix("langchain_"))
    if parts[0] in _INTEGRATIONS:
        return next((MODULES[part] for part in parts[1:] if part in MODULES), None)
    return None


def _parents(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


@lru_cache(maxsize=8192)
def of_class(name: str) -> str | None:
    """The provider that the name of a client or wrapper tells (``ChatGroq``, ``AsyncOpenAI``)."""
    if not name[:1].isupper() or _ARCHITECTURE.fullmatch(name):
        return None
    found = _CLASS.fullmatch(name)
    return of_group(found.lastgroup) if found else None


@lru_cache(maxsize=8192)
def of_name(name: str) -> str | None:
    """The provider that the name of a variable or type tells, or None for none or several.

    ``GROQ_MODEL`` -> groq; ``LatestCohereModelNames`` -> cohere.
    """
    if not name.isupper() and "_" not in name.strip("_") and name[:1].isupper():
        return of_class(name)
    found = {WORDS[word] for word in name.lower().split("_") if word in WORDS}
    return found.pop() if len(found) == 1 else None
