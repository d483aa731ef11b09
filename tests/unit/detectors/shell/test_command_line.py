"""What one command names, program by program, and what it does not."""

from __future__ import annotations

import pytest

from nerq.detectors.python.inline import read_script
from nerq.model import Location, Reference, Unresolved
from nerq.plugin import DEFAULT_SEARCH, Item, Search


def where(line: int, column: int) -> Location:
    return Location("x.sh", line, column)


def read(script: str, search: Search = DEFAULT_SEARCH) -> list[Item]:
    return list(read_script(script, 1, where, search))


def named(script: str, search: Search = DEFAULT_SEARCH) -> list[str]:
    found = []
    for item in read(script, search):
        assert isinstance(item, Reference)
        version = f"@{item.version}" if item.version else ""
        found.append(f"{item.kind}:{item.ecosystem}:{item.name}{version}")
    return found


@pytest.mark.parametrize(
    "command",
    [
        "vllm serve {}",
        "vllm serve --port 8000 {}",
        "vllm serve --enforce-eager {} --port 8000",
        "/opt/bin/vllm serve {}",
        "uv run vllm serve {}",
        "docker exec box vllm serve {}",
        "env A=b nohup vllm serve {} &",
        "hf download {} config.json --local-dir x",
        "huggingface-cli download --quiet {}",
        "transformers-cli download {}",
        "tune download {} --output-dir /tmp/x",
        "litgpt download {}",
        "lmdeploy serve api_server {} --server-port 1",
        "trtllm-serve {}",
        "optimum-cli export onnx --model {} out/",
        "optimum-cli export onnx -m {} out/",
        "trl sft --model_name_or_path {} --output_dir acme/out-7b",
        "text-generation-launcher --model-id {}",
        "text-generation-launcher --model-id={}",
        "python -m mlx_lm.server --model {}",
        "python3 -m vllm.entrypoints.openai.api_server --model {}",
        "python -m sglang.launch_server --model-path {}",
        "llama-server -hf {}",
        "llama-cli --hf-repo {}",
        "lm_eval --model hf --model_args pretrained={},dtype=auto",
        "lm_eval --model hf --model_args 'revision=main,pretrained={}'",
        "python train.py model.name={} data.path=a/b",
        "python train.py +model={}",
        "helm install x chart --set model={}",
        "make serve MODEL={}",
        "docker run -e MODEL_ID={} image",
        "docker run vllm/vllm-openai:latest --model {}",
        "MODEL={} python x.py",
        "export HF_MODEL_ID={}",
        "MODELS=({})",
        "./bench.sh -m {}",
        'curl localhost:8000/v1 -d \'{{"model": "{}"}}\'',
        "curl -L https://huggingface.co/{}/resolve/main/x.bin",
        "git clone https://huggingface.co/{}",
        "ollama run hf.co/{}",
        "docker model run hf.co/{}",
        "if true; then x=$(vllm serve {}); fi",
        "bash -c 'cd x && vllm serve {}'",
        "cat <<E | bash\nvllm serve {}\nE",
        "X={}\nvllm serve $X",
        "for x in {}; do vllm serve $x; done",
        "vllm serve ${{X:-{}}}",
        "[[ $x == {} ]]",
    ],
)
def test_hub_models(command: str) -> None:
    """Programs, flags, settings, variables, bodies and addresses."""
    script = command.format("acme-labs/thing-7b")
    assert set(named(script)) == {"model:huggingface:acme-labs/thing-7b"}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("hf download a1/b1 --repo-type dataset", "dataset:huggingface:a1/b1"),
        ("hf download a1/b1 --repo-type=space", "space:huggingface:a1/b1"),
        ("hf download a1/b1 --revision abc", "model:huggingface:a1/b1@abc"),
        ("python x.py --dataset-path a1/b1", "dataset:huggingface:a1/b1"),
        ("ollama pull llama3.1:8b", "model:ollama:llama3.1@8b"),
        ("ollama run phi3 'why?'", "model:ollama:phi3"),
        ("ollama run --verbose phi3", "model:ollama:phi3"),
        ("llm -m gpt-4o hi", "api-model:openai:gpt-4o"),
        ("litellm --model groq/llama-3.1-8b-instant", "api-model:groq:llama-3.1-8b-instant"),
        ('curl localhost:11434 -d \'{"model": "phi3"}\'', "model:ollama:phi3"),
        ("vllm serve gpt2", "model:huggingface:gpt2"),
        ("OPENAI_MODEL=gpt-4o", "api-model:openai:gpt-4o"),
        ("for m in phi3; do ollama pull $m; done", "model:ollama:phi3"),
    ],
)
def test_kinds_and_pins(script: str, expected: str) -> None:
    """Datasets, spaces, Ollama and API models are told apart; revisions are kept."""
    assert named(script) == [expected]


@pytest.mark.parametrize(
    "script",
    [
        "echo vllm serve acme-labs/thing-7b",
        "grep -r acme-labs/thing-7b .",
        "git commit -m acme-labs/thing-7b",
        "docker run -m acme-labs/thing-7b x",
        "python -m acme-labs/thing-7b",
        "modelscope download --model acme-labs/thing-7b",
        "hf upload acme-labs/thing-7b .",
        "x --served-model-name acme-labs/thing-7b",
        "x --output_dir acme-labs/thing-7b --hub_model_id acme-labs/thing-7b",
        "x --model ./acme-labs/thing-7b",
        "x --model /acme-labs/thing-7b",
        "x --model models/thing-7b",
        "x --model your-org/your-model",
        "x --model hf --tasks a/b",
        "docker pull vllm/vllm-openai:latest",
        "docker model pull ai/smollm2",
        "curl -H 'Content-Type: application/json' x",
        "SERVED_MODEL_NAME=acme-labs/thing-7b",
        "OUTPUT_DIR=acme-labs/thing-7b",
        "ollama create mine -f Modelfile",
        "ollama serve",
        "# vllm serve acme-labs/thing-7b",
        "curl https://huggingface.co/docs/transformers",
        "cat <<E\nvllm serve acme-labs/thing-7b\nE",
    ],
)
def test_nothing(script: str) -> None:
    """Talk, outputs, aliases, images, local paths and placeholders."""
    assert read(script) == []


@pytest.mark.parametrize(
    "script", ["vllm serve $1", "x --model $M", "ollama pull ${M}", "hf download $(cat x)"]
)
def test_run_time_names_are_unresolved(script: str) -> None:
    """They are listed where they stand, and never guessed."""
    (item,) = read(script)
    assert isinstance(item, Unresolved)
    assert item.expression[0] == "$"


@pytest.mark.parametrize(
    ("script", "search"),
    [
        ("run --brain phi-2-small/x1", Search(flags=("--brain",))),
        ("run --brain=phi-2-small/x1", Search(flags=("--brain",))),
        ("run -q phi-2-small/x1", Search(flags=("-q",))),
        ("OUR_BRAIN=phi-2-small/x1", Search(keys=("our_brain",))),
    ],
)
def test_a_project_adds_its_own(script: str, search: Search) -> None:
    """Flags and keys of the settings are read like those of the tables."""
    assert read(script) == []
    assert named(script, search) == ["model:huggingface:phi-2-small/x1"]


def test_columns_are_those_of_the_id() -> None:
    """After a flag's equals sign, in a list, in a body."""
    script = "a --model=x1/y1\nb --model_args 'k=v,pretrained=x1/y1'\nc -d '{\"model\": \"x1/y1\"}'"
    columns = [item.location.column for item in read(script)]
    assert columns == [11, 32, 18]
