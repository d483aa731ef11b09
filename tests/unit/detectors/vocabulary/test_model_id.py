"""One string, read as the id of a model, dataset or space, or as nothing."""

from __future__ import annotations

import pytest

from nerq.detectors.vocabulary.model_id import (
    ModelId,
    is_model_like,
    read_model_id,
    references_in_url,
)


def short(found: ModelId | None) -> str:
    if found is None:
        return ""
    pinned = f"@{found.version}" if found.version else ""
    return f"{found.kind} {found.ecosystem} {found.name}{pinned}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("meta-llama/Llama-3.1-8B", "model huggingface meta-llama/Llama-3.1-8B"),
        ("openai/whisper-large-v3", "model huggingface openai/whisper-large-v3"),
        ("google/gemma-2-9b-it", "model huggingface google/gemma-2-9b-it"),
        ("google/flan-t5-base@main2", "model huggingface google/flan-t5-base@main2"),
        ("TheBloke/Llama-2-7B-GGUF:Q4_K_M", "model huggingface TheBloke/Llama-2-7B-GGUF@Q4_K_M"),
        ("TheBloke/Llama-2-7B-GGUF/x.Q4.gguf", "model huggingface TheBloke/Llama-2-7B-GGUF"),
        ("hf://bigscience/bloom", "model huggingface bigscience/bloom"),
        ("HF://bigscience/bloom", "model huggingface bigscience/bloom"),
        ("hf://datasets/rajpurkar/squad/train.csv", "dataset huggingface rajpurkar/squad"),
        ("hf://spaces/gradio/theme", "space huggingface gradio/theme"),
        ("hf_hub:timm/resnet50.a1_in1k", "model huggingface timm/resnet50.a1_in1k"),
        ("hf-hub:laion/CLIP-ViT-B-32", "model huggingface laion/CLIP-ViT-B-32"),
        (
            "huggingface/HuggingFaceH4/zephyr-7b-beta",
            "model huggingface HuggingFaceH4/zephyr-7b-beta",
        ),
        ("hosted_vllm/facebook/opt-125m", "model huggingface facebook/opt-125m"),
        ("hf.co/bartowski/Qwen-GGUF:IQ3_M", "model huggingface bartowski/Qwen-GGUF@IQ3_M"),
        ("petals/petals-team/StableBeluga2", "model huggingface petals-team/StableBeluga2"),
        ("zeta/Devstral-Small-2507", "model huggingface zeta/Devstral-Small-2507"),
        ("ollama/llama3:8b", "model ollama llama3@8b"),
        ("jina-embeddings-v3", "api-model jina jina-embeddings-v3"),
        ("ft:o4-mini-2025-04-16:team::a1", "api-model openai ft:o4-mini-2025-04-16:team::a1"),
        ("bedrock/converse/us.amazon.nova-lite-v1:0", "api-model bedrock us.amazon.nova-lite-v1:0"),
        ("bedrock/us-east-1/anthropic.claude-v2", "api-model bedrock anthropic.claude-v2"),
        ("gateway/openai:gpt-5", "api-model openai gpt-5"),
        ("moonshotai:kimi-k2", "api-model moonshot kimi-k2"),
        ("moonshotai/Kimi-K2-Instruct", "model huggingface moonshotai/Kimi-K2-Instruct"),
        ("deepseek/deepseek-r1", "api-model deepseek deepseek-r1"),
        ("a2a/agent", ""),
        ("chat/completions", ""),
        ("anthropic/claude-unknown-future", ""),
        ("ollama_chat/mistral", "model ollama mistral"),
        ("gpt-4o", "api-model openai gpt-4o"),
        ("openai/gpt-4o", "api-model openai gpt-4o"),
        ("openai:gpt-4o-mini", "api-model openai gpt-4o-mini"),
        ("azure/gpt-35-turbo", "api-model azure gpt-35-turbo"),
        ("azure/chatgpt-v-2", "api-model azure chatgpt-v-2"),
        ("o1", "api-model openai o1"),
        ("ft:gpt-3.5-turbo:acme::abc", "api-model openai ft:gpt-3.5-turbo:acme::abc"),
        ("text-embedding-3-large", "api-model openai text-embedding-3-large"),
        ("claude-3-5-sonnet-20241022", "api-model anthropic claude-3-5-sonnet-20241022"),
        ("anthropic/claude-3-haiku", "api-model anthropic claude-3-haiku"),
        ("gemini-1.5-pro", "api-model google gemini-1.5-pro"),
        ("models/gemini-1.5-pro", "api-model google gemini-1.5-pro"),
        ("mistral-large-latest", "api-model mistral mistral-large-latest"),
        ("command-r-plus", "api-model cohere command-r-plus"),
        ("groq/llama-3.1-8b-instant", "api-model groq llama-3.1-8b-instant"),
        (
            "openrouter/anthropic/claude-3.5-sonnet",
            "api-model openrouter anthropic/claude-3.5-sonnet",
        ),
        ("together_ai/meta-llama/Llama-3-70b", "api-model together meta-llama/Llama-3-70b"),
        (
            "us.anthropic.claude-3-5-sonnet-20240620-v1:0",
            "api-model bedrock us.anthropic.claude-3-5-sonnet-20240620-v1:0",
        ),
        ("bedrock/amazon.titan-text-express-v1", "api-model bedrock amazon.titan-text-express-v1"),
        ("https://huggingface.co/gpt/phi-2", "model huggingface gpt/phi-2"),
        ("https://huggingface.co/datasets/a1/b2", "dataset huggingface a1/b2"),
    ],
)
def test_reads_the_forms_that_libraries_document(text: str, expected: str) -> None:
    """Prefixes are cut off, pins kept, and the ecosystem told apart."""
    assert short(read_model_id(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "image/png",
        "text/plain",
        "application/json",
        "audio/x-wav",
        "onnx/model.onnx",
        "prompts/answer.txt",
        "examples/tool_chat_template.jinja",
        "./models/llama",
        "/home/me/llama-7b",
        "../llama-7b",
        "models/llama-7b",
        "checkpoints/llama-7b",
        "org/model",
        "your-org/your-model",
        "user/my-model",
        "meta-llama/your-model-path",
        "openai/fake",
        "openai/my-fake-model",
        "mock-model-id",
        "openai/*",
        "os.environ/OPENAI_MODEL",
        "{owner}/{name}",
        "Helsinki-NLP/opus-mt-%s-%s",
        "{{ base_model }}",
        "vllm/vllm-openai",
        "vllm/vllm-openai:latest",
        "nvidia/cuda",
        "prom/prometheus",
        "actions/checkout@v4",
        "tj-actions/changed-files",
        "langchain-ai/langchain",
        "meta-llama/llama-cookbook",
        "text-generation",
        "zero-shot-classification",
        "spacy.GPT-4.v3",
        "n/a",
        "Load/Reload",
        "question/answer",
        "valid",
        "hf",
        "local/csv",
        "nvidia.com/gpu",
        "gpt2",
        "bert-base-uncased",
        "claude-code",
        "azure/my-deployment",
        "https://huggingface.co/docs/transformers",
        "https://huggingface.co/papers/2310.1",
        "https://example.org/a/b",
        "https://cdn-media.huggingface.co/a/b",
        "mistralai/Mistral-7B-v0.1/TP1",
        "a" * 300,
        "",
        "x",
        "two words/here",
        "org\n/name",
    ],
)
def test_what_only_looks_like_an_id_is_none(text: str) -> None:
    """Media types, paths, images, slugs, placeholders, templates, tasks."""
    assert read_model_id(text) is None


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        (
            "meta/meta-llama-3-8b-instruct",
            "replicate",
            "api-model replicate meta/meta-llama-3-8b-instruct",
        ),
        ("meta-llama/Llama-3-70b", "together", "api-model together meta-llama/Llama-3-70b"),
        ("anthropic/claude-3-haiku", "openrouter", "api-model openrouter anthropic/claude-3-haiku"),
        ("meta-llama/Llama-3-70b", "openai", "model huggingface meta-llama/Llama-3-70b"),
        ("command", "cohere", "api-model cohere command"),
        ("llama3", "ollama", "model ollama llama3"),
        ("mistral:7b-instruct", "ollama", "model ollama mistral@7b-instruct"),
        ("hf.co/bartowski/Qwen-GGUF", "ollama", "model huggingface bartowski/Qwen-GGUF"),
        ("zephyr-lora", "openai", ""),
        ("x-gpt-3.5-turbo", "cohere", ""),
        ("mixtral-8x22b", "groq", "api-model groq mixtral-8x22b"),
    ],
)
def test_whom_the_code_speaks_to_decides(text: str, context: str, expected: str) -> None:
    """The same text is a hub model, an API model or a name in Ollama, by its surroundings."""
    assert short(read_model_id(text, context=context)) == expected


def test_a_name_without_owner_needs_a_place_that_takes_one() -> None:
    """Legacy ids of the hub are common words elsewhere."""
    assert short(read_model_id("gpt2", bare=True)) == "model huggingface gpt2"
    assert (
        short(read_model_id("all-MiniLM-L6-v2", bare=True)) == "model huggingface all-MiniLM-L6-v2"
    )
    assert short(read_model_id("squad", kind="dataset", bare=True)) == "dataset huggingface squad"
    assert read_model_id("csv", kind="dataset", bare=True) is None
    assert read_model_id("mymodel", bare=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("meta-llama/Llama-3-8B", True),
        ("gpt-4o-mini", True),
        ("rhymes-ai/Aria", False),
        ("meta-llama/Llama-3.1-8B-evals", False),
        ("acme/chat", False),
        ("openai/clip-vit-base-patch32", True),
    ],
)
def test_looks_alone_convince_only_with_words_of_model_names(text: str, expected: bool) -> None:
    """Where the place says nothing, an owner and a name are not enough."""
    assert is_model_like(text) is expected


def test_finds_links_in_a_text_with_their_offsets() -> None:
    """Pages, files and prefixed kinds; other pages of the hub are nobody's."""
    text = (
        "see https://huggingface.co/microsoft/phi-2/resolve/abc123/x.bin, "
        "huggingface.co/datasets/rajpurkar/squad and https://huggingface.co/docs/hub/index"
    )
    found = [(text[offset : offset + 5], short(one)) for offset, one in references_in_url(text)]
    assert found == [
        ("https", "model huggingface microsoft/phi-2@abc123"),
        ("huggi", "dataset huggingface rajpurkar/squad"),
    ]
