"""Whom Python code speaks to: told by classes, by the names of variables, by prefixes."""

from __future__ import annotations

import time

import pytest
from sources import detected, source

from nerq.detectors.python.python_code import PYTHON_CODE
from nerq.detectors.vocabulary.provider_context import read_context
from nerq.model import Reference
from nerq.plugin import Search


def found(code: str) -> list[str]:
    items = detected(PYTHON_CODE, source("app.py", code), Search())
    return [f"{one.kind} {one.ecosystem} {one.name}" for one in items if isinstance(one, Reference)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # A client's class declares or takes its model as ``id``.
        (
            "class Nvidia(Client):\n    id: str = 'meta/llama-3.3-70b-instruct'\n",
            ["api-model nvidia meta/llama-3.3-70b-instruct"],
        ),
        ("Ollama(id='llama3.2')\n", ["model ollama llama3.2"]),
        ("class Message:\n    id: str = 'zeta/abc'\n", []),
        # A variable's or type's name says whose model it holds.
        (
            "OPENROUTER_MODEL = 'zeta-ai/phi-2'\nHUB_MODEL = 'zeta-ai/phi-2b'\n",
            ["api-model openrouter zeta-ai/phi-2", "model huggingface zeta-ai/phi-2b"],
        ),
        (
            "LatestSnowflakeModelNames = Literal['llama3.3-70b', 'openai-gpt-5']\n",
            ["api-model snowflake llama3.3-70b", "api-model snowflake openai-gpt-5"],
        ),
        ("GROQ_OR_TOGETHER_MODEL = 'zeta-ai/phi-2'\n", ["model huggingface zeta-ai/phi-2"]),
        ("OLLAMA_MODEL = 'OLLAMA_MODEL'\nOLLAMA_LLM = 'Ollama'\n", []),
        # Other servers speak Ollama's language, and serve models of the hub.
        (
            "import ollama\nollama.Client(host='x').chat(model='Qwen/Qwen2.5-1.5B-Instruct')\n",
            ["model huggingface Qwen/Qwen2.5-1.5B-Instruct"],
        ),
        (
            "c = OpenAI(base_url='http://localhost:8000/v1')\nc.create(model='zeta-ai/phi-2')\n",
            ["model huggingface zeta-ai/phi-2"],
        ),
        # CrewAI's class takes what LiteLLM takes; the one of vLLM takes ids of the hub.
        (
            "from crewai import LLM\nLLM('google/gemini-2.0-flash')\n",
            ["api-model google gemini-2.0-flash"],
        ),
        (
            "from vllm import LLM\nLLM('google/gemma-2-9b')\n",
            ["model huggingface google/gemma-2-9b"],
        ),
        # Words without number or dash are names of classes and tasks.
        ("class BedrockClient:\n    model = 'Rerank'\n", []),
    ],
)
def test_names_of_code_tell_whose_models_they_hold(code: str, expected: list[str]) -> None:
    """Context comes from the class, the variable, the module."""
    assert found(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("any(s in name for s in ('gpt-4o', 'zeta-ai/phi-2b'))\n", []),
        ("[name.startswith(s) for s in ['gpt-4o', 'gpt-5']]\n", []),
        ("[LLM(s) for s in ['zeta-ai/one']]\n", ["model huggingface zeta-ai/one"]),
        ("path = path if path else 'zeta-ai/tts-onnx'\n", ["model huggingface zeta-ai/tts-onnx"]),
        ("path = self.path or 'zeta-ai/tts-onnx'\n", ["model huggingface zeta-ai/tts-onnx"]),
        ("c.get('path', 'zeta-ai/encoding-v2')\n", ["model huggingface zeta-ai/encoding-v2"]),
        ("path = path if path else 'data/my-records'\nc.get('path', 'zeta/word')\n", []),
        (
            "self.model = self.model or 'zeta-ai/v2-GGUF/v2.Q4.gguf'\n",
            ["model huggingface zeta-ai/v2-GGUF"],
        ),
        ("url = 'chat/completions'\nmodel_route = 'chat/completions'\n", []),
    ],
)
def test_what_a_name_falls_back_to_and_what_is_only_sought(code: str, expected: list[str]) -> None:
    """Fallbacks of paths are repositories; parts that a text is searched for are nothing."""
    assert found(code) == expected


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "".join(
            f"def run(model='zeta-ai/x-{i}b'):\n    return LLM(model=run(model))\n"
            for i in range(n)
        ),
        lambda n: (
            "MODELS = [" + ",".join(f"'zeta-ai/x-{i}b'" for i in range(n)) + "]\n"
            "" + "for model in MODELS:\n    LLM(model)\n" * n
        ),
        lambda n: (
            "class A:\n    def f(self):\n"
            + "".join(f"        self.model = self.model or 'zeta-ai/x-{i}b'\n" for i in range(n))
        ),
        lambda n: (
            "a0 = 'x'\n"
            + "".join(f"a{i + 1} = f'{{a{i}}}{{a{i}}}{{a{i}}}{{a{i}}}'\n" for i in range(n))
            + f"LLM(a{n - 1})\n" * n
        ),
    ],
    ids=["same-name", "loops", "attributes", "texts-of-texts"],
)
def test_code_that_leads_everywhere_is_followed_in_bounded_time(make: object) -> None:
    """Thousands of names that lead to one another take seconds, not minutes."""
    assert callable(make)
    start = time.process_time()
    found(make(3000))
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("openai", "openai"),
        ("Together", "together"),
        ("ollama", "ollama"),
        ("http://localhost:11434/v1", "ollama"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("https://x.openai.azure.com", "azure"),
        ("http://localhost:8000/v1", None),
        ("langchain_openai.ChatOpenAI", "openai"),
        ("transformers.AutoModel.from_pretrained", "huggingface"),
        ("production", None),
        ("", None),
    ],
)
def test_contexts(text: str, context: str | None) -> None:
    """By name, by class and by host."""
    assert read_context(text) == context
