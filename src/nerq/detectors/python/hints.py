"""Where in a Python file ids may stand, told from the bytes before anything is parsed."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from nerq.detectors.vocabulary.model_id import read_model_id
from nerq.patterns import regex

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

# A quoted ``owner/name`` or address of the hub, a text that begins like a name without owner, or
# any text where a model is due; not what ends as documents do. All begin at a quote, which makes
# the search quick.
HINT = regex(
    rb"""["'](?:(?!(?:application|text|image|audio|video)/"""
    rb"""|[\w./-]{,80}\.(?:jsonl?|ya?ml|toml|txt|md|csv|tsv|py|html?|log|xml|png|jpe?g|svg|pdf|zip)["'])"""
    rb"""[A-Za-z0-9][\w-][\w.:@-]*/[\w.:@-]+(?:/[\w.:-]+)?["':@]"""
    rb"""|https?://(?:huggingface|hf)\.co/"""
    rb"""|gpt-?[2-5o]|chatgpt-|claude-|gemini-|command(?:-|["'])|mistral-|ministral|codestral"""
    rb"""|open-mi|o[134]-|text-(?:emb|dav|bis|cur|ada|bab|uni)|dall-e|whisper-|deepseek-"""
    rb"""|llama[\w.]*[-:]|qwen[\w.]*-|grok-|groq:|sonar|embed-|rerank-|voyage-|jamba-|glm-"""
    rb"""|amazon\.|anthropic[.:]|cohere[.:]|meta\.llama|us\.|eu\.|moonshot-|ernie-"""
    rb"""|bert-|distil|roberta-|albert-|xlm-|xlnet-|t5-|all-M|all-m|paraphrase-|multi-qa"""
    rb"""|[a-z_-]+:(?:gpt|claude|gemini|llama|mi)|models/|pretrained=|--[\w-]+=[\w.-]+/"""
    rb"""|(?:(?<=load_dataset\(["'])|(?<=taset=["'])|(?<=taset_id=["'])|(?<=taset_name=["'])"""
    rb"""|(?<=odel=["'])|(?<=odel["']: ["'])|(?<=odel = ["'])|(?<=MODEL = ["'])"""
    rb"""|(?<=ODEL_NAME = ["'])|(?<=ODEL_ID = ["'])|(?<=ained\(["']))[A-Za-z0-9])"""
)
# The same, and texts made at run time, which a reader should at least be told of.
_HOT = regex(
    HINT.pattern.decode().removesuffix(")")
    + r"""|(?<=\(f["'])|(?<==f["'])|(?<== f["'])|[A-Za-z0-9][\w.-]*/["'])"""
)
# Calls that take an id; without a text, a name stands there, perhaps another module's.
_TAKERS = (
    "from_pretrained(",
    "SentenceTransformer(",
    "CrossEncoder(",
    "LLM(",
    "EngineArgs(",
    "pipeline(",
    "InferenceClient(",
    "snapshot_download(",
    "hf_hub_download(",
    "completion(",
    ".create(",
)
# Where these occur, what a text means may depend on code far from it.
_FAR = (
    "load_dataset",
    "get_dataset",
    "dataset_info",
    "space_info",
    "repo_type",
    "base_url",
    "api_base",
    "lmql",
    "litellm",
    "ollama",
    "Ollama",
    "import cohere",
    "from cohere",
    "Cohere(",
    "ChatCohere",
    "CohereE",
    "CohereR",
    "CohereG",
    "from together",
    "import together",
    "Together",
    "from groq",
    "import groq",
    "Groq",
    "replicate.",
    "Replicate",
    "DeepInfra",
    "Fireworks",
    "OctoAI",
    "Anyscale",
    "ChatNVIDIA",
    "NVIDIAE",
    "Cerebras",
)


class Hints:
    """Which lines of a text may hold ids.

    Attributes:
        texts: what stands in quotes there.
        is_far: whether only a reading of the whole file can tell what the texts mean.
    """

    __slots__ = ("_lines", "is_far", "texts")

    def __init__(self, text: str) -> None:
        self.texts: set[str] = set()
        self._lines: list[int] = []
        line, counted = 1, 0
        for match in _HOT.finditer(text):
            start = match.start()
            line += text.count("\n", counted, start)
            counted = start
            self._lines.append(line)
            end = text.find(text[start], start + 1, start + 202)
            if end > 0:
                self.texts.add(text[start + 1 : end])
        self._lines = sorted({*self._lines, *_lines_of_names(text)})
        self.is_far = any(word in text for word in _FAR)

    def are_explained_by(self, used: set[str]) -> bool:
        """Whether every quoted text that reads as an id is among these."""
        return all(read_model_id(one, bare=True) is None for one in self.texts - used)

    def stand_in(self, node: ast.stmt) -> bool:
        """Whether a line of a statement, its decorators included, may hold an id."""
        decorators = getattr(node, "decorator_list", None)
        first = min(node.lineno, decorators[0].lineno) if decorators else node.lineno
        return self.within(first, node.end_lineno or first)

    def within(self, first: int, last: int) -> bool:
        """Whether a line from ``first`` to ``last``, 1-based and inclusive, may hold an id."""
        index = bisect_left(self._lines, first)
        return index < len(self._lines) and self._lines[index] <= last


def _lines_of_names(text: str) -> Iterator[int]:
    """Lines of calls that take an id and give a name for it."""
    for taker in _TAKERS:
        line, counted, at = 1, 0, text.find(taker)
        while at >= 0:
            end = at + len(taker)
            if text[end : end + 1] not in {'"', "'"}:
                line += text.count("\n", counted, end)
                counted = end
                yield line
            at = text.find(taker, end)
