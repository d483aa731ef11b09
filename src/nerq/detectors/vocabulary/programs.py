"""The programs that take model ids, after their own command-line help and documentation."""

from __future__ import annotations

from typing import NamedTuple


class Program(NamedTuple):
    """A program whose first argument after its name and subcommand is an id.

    Attributes:
        words: how the command begins, as ``vllm serve``.
        shape: `Reference.found_by` of what stands there.
        context: as `model_id.read_model_id` takes it.
    """

    words: tuple[str, ...]
    shape: str
    context: str | None = None


PROGRAMS: tuple[Program, ...] = tuple(
    Program(tuple(words.split()), shape, context)
    for words, shape, context in (
        ("vllm serve", "shell-argument", None),
        ("vllm bench latency", "shell-argument", None),
        ("hf download", "hub-download", "huggingface"),
        ("hf snapshot", "hub-download", "huggingface"),
        ("huggingface-cli download", "hub-download", "huggingface"),
        ("transformers-cli download", "hub-download", "huggingface"),
        ("transformers download", "hub-download", "huggingface"),
        ("transformers chat", "shell-argument", "huggingface"),
        ("transformers serve", "shell-argument", "huggingface"),
        ("tune download", "hub-download", "huggingface"),
        ("litgpt download", "hub-download", "huggingface"),
        ("litgpt chat", "shell-argument", "huggingface"),
        ("litgpt finetune", "shell-argument", "huggingface"),
        ("litgpt serve", "shell-argument", "huggingface"),
        ("litgpt pretrain", "shell-argument", "huggingface"),
        ("ollama pull", "ollama-pull", "ollama"),
        ("ollama run", "ollama-run", "ollama"),
        ("ollama show", "ollama-show", "ollama"),
        ("lmql serve-model", "shell-argument", None),
        ("lmdeploy serve api_server", "shell-argument", None),
        ("lmdeploy chat", "shell-argument", None),
        ("trtllm-serve", "shell-argument", None),
        ("trtllm-serve serve", "shell-argument", None),
        ("docker model pull", "shell-argument", "docker"),
        ("docker model run", "shell-argument", "docker"),
        ("ramalama run", "shell-argument", "docker"),
        ("ramalama pull", "shell-argument", "docker"),
        ("ramalama serve", "shell-argument", "docker"),
        ("text-embeddings-router", "shell-argument", None),
    )
)
BY_NAME: dict[str, tuple[Program, ...]] = {
    name: tuple(
        sorted(
            (program for program in PROGRAMS if program.words[0] == name),
            key=lambda program: -len(program.words),
        )
    )
    for name in {program.words[0] for program in PROGRAMS}
}

# Programs that only speak of what stands in their arguments.
TALKING = frozenset(
    [
        "echo",
        "printf",
        "print",
        "grep",
        "egrep",
        "fgrep",
        "rg",
        "sed",
        "awk",
        "pkill",
        "pgrep",
        "kill",
        "killall",
        "ps",
        "test",
        "[",
        "[[",
        "die",
        "log",
        "info",
        "warn",
        "warning",
        "error",
        "debug",
        "which",
        "type",
        "man",
        "alias",
        "say",
        "logger",
        "notify-send",
        "head",
        "tail",
        "cat",
        "ls",
        "rm",
        "mkdir",
        "cd",
        "touch",
        "chmod",
        "chown",
    ]
)
# Programs whose flags never name a model of the hub, whatever they are called.
OTHERS = frozenset(
    ["modelscope", "gcloud", "az", "terraform", "spacy", "rasa", "whisper", "easyocr", "piper"]
)
# Programs that take ``-m`` for something else.
OTHER_M = frozenset(
    [
        "python",
        "python3",
        "docker",
        "podman",
        "nerdctl",
        "git",
        "gh",
        "hg",
        "svn",
        "pytest",
        "py",
        "aider",
        "useradd",
        "mkdir",
        "install",
        "uname",
        "wget",
        "diff",
        "xargs",
        "column",
        "screen",
        "bc",
        "arch",
        "free",
        "mount",
        "chmod",
    ]
)
# Short flags that take a model: flag -> programs (a name's beginning), none = any.
SHORT_FLAGS: dict[str, tuple[str, ...]] = {
    "-m": (
        "llm",
        "codex",
        "gemini",
        "qwen",
        "optimum-cli",
        "genai-perf",
        "trtllm-bench",
        "mods",
        "fabric",
        "opencode",
        "gptme",
        "cursor-agent",
        "mistralrs-server",
        "openai",
        "infinity_emb",
        "lm_eval",
        "lm-eval",
        "ttok",
    ),
    "-hf": ("llama",),
    "-hfr": ("llama",),
    "-hfd": ("llama",),
    "-hfv": ("llama",),
}
# Flags whose words are NAME=ID, or one JSON object each.
NAMED_LISTS = frozenset({"--lora-modules", "--lora-paths", "--peft-modules", "--lora-path"})
# Flags of Ollama that take a value; its others take none.
VALUE_FLAGS = ("--format", "--keepalive", "--think")
REVISIONS = ("--revision", "--model-revision", "--model_revision", "--hf-revision")
REPOSITORY_TYPES = ("--repo-type", "--repo_type", "--type")
# Programs to which a context belongs, and flags that name one.
CONTEXTS = {"litellm": "litellm", "ollama": "ollama", "text-generation-launcher": "huggingface"}
CONTEXT_FLAGS = (
    "--provider",
    "--base-url",
    "--base_url",
    "--api-base",
    "--api_base",
    "--backend",
    "--llm-provider",
    "--openai-api-base",
)
