"""Whom a configuration speaks to: a provider by its name, its class or the host of its API."""

from __future__ import annotations

import re

from nerq.detectors.vocabulary.provider_names import PROVIDERS
from nerq.patterns import regex

# Hosts of the providers' APIs, as their documentation gives them -> their ecosystem.
_HOSTS: tuple[tuple[str, str], ...] = (
    ("api.openai.com", "openai"),
    ("openai.azure.com", "azure"),
    ("models.github.ai", "github-models"),
    ("models.inference.ai.azure.com", "github-models"),
    ("api.anthropic.com", "anthropic"),
    ("generativelanguage.googleapis.com", "google"),
    ("aiplatform.googleapis.com", "google"),
    ("api.mistral.ai", "mistral"),
    ("api.cohere.", "cohere"),
    ("api.groq.com", "groq"),
    ("api.together.", "together"),
    ("api.fireworks.ai", "fireworks"),
    ("openrouter.ai", "openrouter"),
    ("api.replicate.com", "replicate"),
    ("bedrock-runtime.", "bedrock"),
    ("api.deepinfra.com", "deepinfra"),
    ("api.deepseek.com", "deepseek"),
    ("api.perplexity.ai", "perplexity"),
    ("api.x.ai", "xai"),
    ("api.cerebras.ai", "cerebras"),
    ("api.sambanova.ai", "sambanova"),
    ("integrate.api.nvidia.com", "nvidia"),
    ("studio.nebius", "nebius"),
    ("api.novita.ai", "novita"),
    ("api.hyperbolic.xyz", "hyperbolic"),
    ("dashscope", "dashscope"),
    ("api.moonshot.", "moonshot"),
    ("router.huggingface.co", "huggingface"),
    ("api-inference.huggingface.co", "huggingface"),
    (":11434", "ollama"),
)
_HOST = regex("|".join(re.escape(host) for host, _ in _HOSTS))
_PROVIDER_OF_HOST = dict(_HOSTS)
_OTHERS = {
    "ollama": "ollama",
    "ollama_chat": "ollama",
    "litellm": "litellm",
    "huggingface": "huggingface",
    "hf": "huggingface",
    "hf_hub": "huggingface",
    "hugging_face": "huggingface",
    "hugging-face": "huggingface",
    "transformers": "huggingface",
    "sentence-transformers": "huggingface",
    "sentence_transformers": "huggingface",
    "huggingface_hub": "huggingface",
    "vllm": "huggingface",
    "hosted_vllm": "huggingface",
    "tgi": "huggingface",
    "togetherai": "together",
    "fireworksai": "fireworks",
    "azureopenai": "azure",
    "azure-ai": "azure",
    "mistralai": "mistral",
    "amazon-bedrock": "bedrock",
    "aws-bedrock": "bedrock",
    "aws_bedrock": "bedrock",
    "vertexai": "google",
    "nvidia": "nvidia",
}
_WORD = regex(r"[A-Z]?[a-z]+(?:AI)?|[A-Z]+(?![a-z])")


def read_context(text: str) -> str | None:
    """The ecosystem that a provider's name, class path or API address stands for, or None.

    ``openai`` -> openai; ``http://localhost:11434/v1`` -> ollama;
    ``langchain_openai.ChatOpenAI`` -> openai.
    """
    text = text.strip()[:200]
    if "://" in text or ":" in text:
        found = _HOST.search(text)
        return _PROVIDER_OF_HOST[found[0]] if found else None
    lowered = text.lower()
    known = _OTHERS.get(lowered) or PROVIDERS.get(lowered)
    if known is not None or "." not in text:
        return known
    for part in re.split(r"[._]", lowered):
        known = _OTHERS.get(part) or PROVIDERS.get(part)
        if known is not None:
            return known
    return None
