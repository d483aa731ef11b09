"""The calls of JavaScript libraries that take model ids, after their documentation.

Transformers.js, the Hugging Face inference and hub clients, the AI SDK, the providers' own
clients, LangChain.js, LlamaIndex.TS, Ollama and WebLLM.
"""

from __future__ import annotations

# Function or method -> 0-based position of the id. Any receiver.
POSITIONS: dict[str, int] = {
    "from_pretrained": 0,
    "pipeline": 1,
    "generativeModel": 0,
    "initChatModel": 0,
    "CreateMLCEngine": 0,
    "CreateWebWorkerMLCEngine": 0,
}
# Functions whose first argument is a model of a provider, where imported from its package:
# package -> ecosystem. ``openai('gpt-4o')``, ``openai.chat('gpt-4o')``.
PROVIDER_PACKAGES: dict[str, str] = {
    "@ai-sdk/openai": "openai",
    "@ai-sdk/azure": "azure",
    "@ai-sdk/anthropic": "anthropic",
    "@ai-sdk/google": "google",
    "@ai-sdk/google-vertex": "google",
    "@ai-sdk/mistral": "mistral",
    "@ai-sdk/cohere": "cohere",
    "@ai-sdk/groq": "groq",
    "@ai-sdk/togetherai": "together",
    "@ai-sdk/fireworks": "fireworks",
    "@ai-sdk/deepinfra": "deepinfra",
    "@ai-sdk/deepseek": "deepseek",
    "@ai-sdk/cerebras": "cerebras",
    "@ai-sdk/perplexity": "perplexity",
    "@ai-sdk/xai": "xai",
    "@ai-sdk/amazon-bedrock": "bedrock",
    "@ai-sdk/replicate": "replicate",
    "@ai-sdk/huggingface": "huggingface",
    "@openrouter/ai-sdk-provider": "openrouter",
    "ollama-ai-provider": "ollama",
    "ollama-ai-provider-v2": "ollama",
    "ai-sdk-ollama": "ollama",
}
# Methods of those providers whose first argument is a model.
PROVIDER_METHODS = frozenset(
    [
        "chat",
        "completion",
        "completions",
        "responses",
        "languageModel",
        "embedding",
        "embeddingModel",
        "textEmbedding",
        "textEmbeddingModel",
        "image",
        "imageModel",
        "transcription",
        "transcriptionModel",
        "speech",
        "speechModel",
        "generativeAI",
    ]
)
# Words of a callee that say whom it speaks to: ``new ChatOpenAI``, ``groq.chat.…create``.
CALLEE_WORDS: dict[str, str] = {
    "openai": "openai",
    "azureopenai": "azure",
    "anthropic": "anthropic",
    "mistral": "mistral",
    "mistralai": "mistral",
    "cohere": "cohere",
    "groq": "groq",
    "together": "together",
    "togetherai": "together",
    "fireworks": "fireworks",
    "ollama": "ollama",
    "gemini": "google",
    "googlegenerativeai": "google",
    "googlegenai": "google",
    "genai": "google",
    "vertexai": "google",
    "replicate": "replicate",
    "bedrock": "bedrock",
    "bedrockconverse": "bedrock",
    "deepseek": "deepseek",
    "xai": "xai",
    "cerebras": "cerebras",
    "perplexity": "perplexity",
    "openrouter": "openrouter",
    "deepinfra": "deepinfra",
    "hf": "huggingface",
    "inference": "huggingface",
    "hfinference": "huggingface",
    "inferenceclient": "huggingface",
    "huggingfaceinference": "huggingface",
    "huggingfacetransformersembeddings": "huggingface",
    "voyageai": "voyage",
}
# Callees whose first argument is ``owner/name`` of their own.
RUNNERS: dict[str, str] = {"replicate.run": "replicate", "replicate.stream": "replicate"}
PREFIXES = ("chat", "create", "new")
SUFFIXES = ("embeddings", "llm", "client", "provider", "embeddingfunction", "completion")
