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
# Methods of what a provider's package gives whose first argument is a model.
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
# Callees whose first argument is ``owner/name`` of their own.
RUNNERS: dict[str, str] = {"replicate.run": "replicate", "replicate.stream": "replicate"}
PREFIXES = ("chat", "create", "new")
SUFFIXES = ("embeddings", "llm", "client", "provider", "embeddingfunction", "completion")
