"""Whom a piece of Python code speaks to: providers by module, class and base URL."""

from __future__ import annotations

import re
from functools import lru_cache

from nerq.patterns import regex

# Modules of the providers' own clients and of their integrations.
_MODULES: dict[str, str] = {
    "openai": "openai",
    "anthropic": "anthropic",
    "groq": "groq",
    "together": "together",
    "mistralai": "mistral",
    "mistral": "mistral",
    "cohere": "cohere",
    "replicate": "replicate",
    "ollama": "ollama",
    "google.generativeai": "google",
    "google.genai": "google",
    "vertexai": "google",
    "vertex": "google",
    "google_genai": "google",
    "gemini": "google",
    "palm": "google",
    "litellm": "litellm",
    "ai21": "ai21",
    "voyageai": "voyage",
    "fireworks": "fireworks",
    "cerebras": "cerebras",
    "xai_sdk": "xai",
    "xai": "xai",
    "deepseek": "deepseek",
    "perplexity": "perplexity",
    "deepinfra": "deepinfra",
    "openrouter": "openrouter",
    "aleph_alpha_client": "aleph-alpha",
    "dashscope": "dashscope",
    "zhipuai": "zhipu",
    "huggingface_hub": "huggingface",
    "octoai": "octoai",
    "bedrock": "bedrock",
    "aws": "bedrock",
    "nvidia": "nvidia",
    "nvidia_ai_endpoints": "nvidia",
    "azure_openai": "azure",
    "writerai": "writer",
}
_CLASSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), provider)
    for pattern, provider in (
        (r"AnthropicBedrock|.*Bedrock.*", "bedrock"),
        (r"AnthropicVertex", "google"),
        (r".*(?:LiteLLM|LiteLlm).*", "litellm"),
        (r".*Ollama.*", "ollama"),
        (r".*OpenRouter.*", "openrouter"),
        (r".*AzureOpenAI.*|AzureChat\w*|AzureAI\w*", "azure"),
        (r".*Groq.*", "groq"),
        (r".*Together(?:AI|LLM|Embedding\w*|Chat\w*)?", "together"),
        (r".*(?:Anthropic|Claude).*", "anthropic"),
        (
            r".*(?:Gemini|GoogleGenAI|GoogleGenerativeAI|VertexAI|GoogleAI|PaLM|Palm).*|GenAI\w*",
            "google",
        ),
        (
            (
                r"(?:Chat)?Mistral(?:AI|Client|Chat|Document|Text)?"
                r"(?:Embeddings?|Generator|ChatGenerator|Model|Client|\w*Embedder)?"
                r"|MistralAsyncClient|AsyncMistral\w*"
            ),
            "mistral",
        ),
        (r".*Cohere.*", "cohere"),
        (r".*Replicate.*", "replicate"),
        (r".*Fireworks.*", "fireworks"),
        (r".*DeepInfra.*", "deepinfra"),
        (r".*DeepSeek(?:Chat|LLM|Client)?", "deepseek"),
        (r".*Cerebras.*", "cerebras"),
        (r".*SambaNova.*|.*Sambanova.*", "sambanova"),
        (r".*Perplexity.*", "perplexity"),
        (r".*Friendli.*", "friendliai"),
        (r".*Anyscale.*", "anyscale"),
        (r".*(?:AI21|Jamba).*", "ai21"),
        (r".*Voyage.*", "voyage"),
        (r".*(?:WatsonX|Watsonx).*", "watsonx"),
        (r".*OctoAI.*", "octoai"),
        (r".*(?:NVIDIA|Nvidia).*", "nvidia"),
        (r".*Jina.*", "jina"),
        (r".*Snowflake.*", "snowflake"),
        (r".*(?:ChatXAI|XAI|Grok).*", "xai"),
        (r".*(?:Tongyi|DashScope|Dashscope).*", "dashscope"),
        (r".*(?:OpenAI|ChatGPT).*", "openai"),
        (r".*(?:InferenceClient|HuggingFace|HFInference|Transformers).*", "huggingface"),
    )
)
# Architectures of transformers carry the same words: MistralForCausalLM, CohereModel, …
_ARCHITECTURE = regex(
    r".*(?:For[A-Z]\w+|Config|Tokenizer(?:Fast)?|PreTrainedModel|Processor|Error|Exception|Params"
    r"|Settings|Message|Response|Request|Type)|OpenAIGPT\w*|(?:Mistral|Cohere|Jamba|Cohere2)Model"
)


# Words of variables' names that can only mean a provider: OPENROUTER_MODEL, groq_models.
_WORDS = frozenset(
    {
        "anthropic",
        "azure",
        "bedrock",
        "cerebras",
        "cohere",
        "deepinfra",
        "fireworks",
        "gemini",
        "groq",
        "litellm",
        "nebius",
        "novita",
        "ollama",
        "openai",
        "openrouter",
        "perplexity",
        "replicate",
        "sambanova",
        "together",
        "vertexai",
        "watsonx",
    }
)


@lru_cache(maxsize=2048)
def of_module(path: str) -> str | None:
    """The provider that a dotted module path belongs to (``langchain_groq``, ``openai.types``)."""
    for name in (path, *_parents(path)):
        found = _MODULES.get(name)
        if found is not None:
            return found
    parts = path.split(".")
    if parts[0].startswith("langchain_"):
        return _MODULES.get(parts[0].removeprefix("langchain_"))
    if parts[0] in {
        "llama_index",
        "haystack",
        "haystack_integrations",
        "langchain",
        "langchain_community",
        "pydantic_ai",
        "smolagents",
        "agno",
        "crewai",
    }:
        return next((_MODULES[part] for part in parts[1:] if part in _MODULES), None)
    return None


def _parents(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


@lru_cache(maxsize=8192)
def of_class(name: str) -> str | None:
    """The provider that the name of a client or wrapper tells (``ChatGroq``, ``AsyncOpenAI``)."""
    if not name[:1].isupper() or _ARCHITECTURE.fullmatch(name):
        return None
    for pattern, provider in _CLASSES:
        if pattern.fullmatch(name):
            return provider
    return None


@lru_cache(maxsize=8192)
def of_name(name: str) -> str | None:
    """The provider that the name of a variable or type tells, or None for none or several.

    ``GROQ_MODEL`` -> groq; ``LatestCohereModelNames`` -> cohere.
    """
    if not name.isupper() and "_" not in name.strip("_") and name[:1].isupper():
        return of_class(name)
    found = {word for word in name.lower().split("_") if word in _WORDS}
    if len(found) != 1:
        return None
    word = found.pop()
    return "google" if word in {"gemini", "vertexai"} else word
