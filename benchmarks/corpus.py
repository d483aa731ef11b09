# ruff: noqa: E501, SIM905 - tables and sample texts read better unbroken
"""Makes the folders that are scanned: the same for the same seed, on every machine.

    python -m benchmarks.corpus FOLDER --packages 10 [--seed 1]

A package has 13 files as a service of a monorepo has them: requirements (every other one
hashed), pyproject.toml, uv.lock and poetry.lock of 40 packages, five Python files of about 200
lines of which one in five names a model, a notebook with a picture, two YAML files, a page of
text. `large` makes the single files: a lock of 5,000 packages, requirements of 20,000 lines.
"""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PARTS = ("amber birch cedar delta ember flint grove haven inlet jade kelp larch maple north").split(
    " "
)
ENDS = ("kit core io lib net sdk flow cache http utils data parse auth log queue store").split(" ")
MODELS = (
    *("microsoft/phi-2", "BAAI/bge-small-en-v1.5", "openai/whisper-small", "google/flan-t5-base"),
    *("sentence-transformers/all-MiniLM-L6-v2", "mistralai/Mistral-7B-v0.1", "gpt-4o-mini"),
)
CALLS = (
    'model = AutoModel.from_pretrained("{}")',
    'pipe = pipeline("text-generation", model="{}")',
    'reply = client.chat.completions.create(model="{}", messages=[])',
)
PYTHON = '''def {name}(rows, limit={limit}):
    """Keeps the rows whose {key} is at most the limit."""
    kept = {{}}
    for index, row in enumerate(rows):
        if index >= limit or row.get("{key}") is None:
            continue
        kept[str(row["{key}"]).strip().lower()] = sum(n * {limit} for n in row.get("n", ()))
    return {{key: value for key, value in kept.items() if value}}

'''


def names(count: int) -> list[str]:
    found = [f"{a}-{b}" for a in PARTS for b in ENDS]
    return [
        found[i % len(found)] + (f"{i // len(found)}" if i >= len(found) else "")
        for i in range(count)
    ]


def index() -> str:
    """The address of the simple index, as purl's library knows the registry's host."""
    from packageurl.contrib import purl2url

    address = purl2url.get_repo_url("pkg:pypi/x")  # type: ignore[no-untyped-call]
    return f"https://{urlsplit(address).hostname}/simple"


def version(random: Random) -> str:
    return f"{random.randint(0, 9)}.{random.randint(0, 30)}.{random.randint(0, 9)}"


def digest(random: Random) -> str:
    return f"{random.getrandbits(256):064x}"


def some(random: Random, pool: Sequence[str], count: int) -> list[str]:
    """Of the first ones more often, as the popular packages are in most projects."""
    chosen: dict[str, None] = {}
    while len(chosen) < min(count, len(pool)):
        chosen[pool[int(len(pool) * random.random() ** 2.5)]] = None
    return sorted(chosen)


def requirements(random: Random, chosen: Iterable[str], *, hashed: bool) -> str:
    lines = []
    for name in chosen:
        marker = ' ; python_version < "3.12"' if random.random() < 0.1 else ""
        pin = f"{name}=={version(random)}{marker}"
        hashes = [f"    --hash=sha256:{digest(random)}" for _ in range(3)] if hashed else []
        lines.append(" \\\n".join([pin, *hashes]))
    return "\n".join(lines) + "\n"


def uv_lock(random: Random, chosen: Sequence[str]) -> str:
    registry = index()
    blocks = ['version = 1\nrevision = 3\nrequires-python = ">=3.10"\n']
    for name in chosen:
        links = random.sample(chosen, min(len(chosen), random.randint(0, 5)))
        wheels = 1 if random.random() < 0.65 else 9
        blocks.append(
            f'[[package]]\nname = "{name}"\nversion = "{version(random)}"\n'
            f'source = {{ registry = "{registry}" }}\n'
            + _links(links)
            + f"sdist = {{ {_file(random, name + '.tar.gz')} }}\nwheels = [\n"
            + "".join(f"    {{ {_file(random, f'{name}-{n}.whl')} }},\n" for n in range(wheels))
            + "]\n"
        )
    return "\n".join(blocks)


def _links(links: Sequence[str]) -> str:
    lines = "".join(f'    {{ name = "{link}" }},\n' for link in links)
    return f"dependencies = [\n{lines}]\n" if lines else ""


def _file(random: Random, name: str) -> str:
    return (
        f'url = "https://files.example/{digest(random)}/{name}", hash = "sha256:{digest(random)}", '
        f'size = {random.randint(9000, 9000000)}, upload-time = "2025-03-01T09:00:00.000Z"'
    )


def poetry_lock(random: Random, chosen: Sequence[str]) -> str:
    blocks = []
    for name in chosen:
        files = "".join(
            f'    {{file = "{name}-{n}.whl", hash = "sha256:{digest(random)}"}},\n'
            for n in range(random.choice((2, 2, 7)))
        )
        links = random.sample(chosen, min(len(chosen), random.randint(1, 4)))
        blocks.append(
            f'[[package]]\nname = "{name}"\nversion = "{version(random)}"\noptional = false\n'
            f'python-versions = ">=3.9"\ngroups = ["main"]\nfiles = [\n{files}]\n\n'
            "[package.dependencies]\n"
            + "".join(f'{link} = ">={version(random)}"\n' for link in links)
        )
    end = f'[metadata]\nlock-version = "2.1"\npython-versions = ">=3.10"\ncontent-hash = "{digest(random)}"\n'
    return "\n".join([*blocks, end])


def pyproject(random: Random, pool: Sequence[str], number: int) -> str:
    wanted = "".join(f'    "{name}>={version(random)}",\n' for name in some(random, pool, 12))
    return (
        f'[project]\nname = "service-{number}"\nversion = "1.0.0"\nrequires-python = ">=3.10"\n'
        f"dependencies = [\n{wanted}]\n\n[dependency-groups]\n"
        'dev = ["pytest>=8", "ruff"]\n\n[tool.ruff]\nline-length = 100\n'
    )


def python(random: Random, lines: int = 200) -> str:
    text = '"""Works on rows."""\n\nimport json\nimport logging\n\n'
    has_model = random.random() < 0.2
    while text.count("\n") < lines:
        key, limit = random.choice(ENDS), random.randint(1, 900)
        text += PYTHON.format(name=f"{random.choice(PARTS)}_{key}_{limit}", key=key, limit=limit)
    if has_model:
        text += "from transformers import AutoModel, pipeline\n\n"
        text += random.choice(CALLS).format(random.choice(MODELS)) + "\n"
    return text


def notebook(random: Random) -> str:
    cells: list[dict[str, object]] = []
    for number in range(20):
        source = python(random, 12).splitlines(keepends=True)
        if number == 3:
            source = [f'model = AutoModel.from_pretrained("{random.choice(MODELS)}")\n']
        outputs: list[object] = [
            {"output_type": "stream", "name": "stdout", "text": ["done\n"] * 12}
        ]
        if number == 5:
            picture = base64.b64encode(random.randbytes(20_000)).decode()
            outputs = [
                {"output_type": "display_data", "data": {"image/png": picture}, "metadata": {}}
            ]
        cells.append(
            {
                "cell_type": "code",
                "metadata": {},
                "execution_count": number,
                "source": source,
                "outputs": outputs,
            }
        )
    return json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )


def workflow(random: Random) -> str:
    jobs = "".join(
        f"  {name}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
        f"      - run: |\n          pip install -r requirements.txt\n          python -m {name}\n"
        for name in random.sample(PARTS, 4)
    )
    return f"name: ci\non: [push]\njobs:\n{jobs}"


def settings(random: Random) -> str:
    return "serving:\n" + "".join(
        f"  - name: {random.choice(PARTS)}\n    model: {random.choice(MODELS)}\n    replicas: {n}\n"
        for n in range(6)
    )


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def monorepo(folder: Path, packages: int, seed: int = 1) -> Path:
    """``folder`` with this many packages; made once."""
    if folder.exists():
        return folder
    random, pool = Random(seed), names(3000)
    for number in range(packages):
        home = folder / f"team{number % 20:02d}" / f"service-{number:04d}"
        chosen = some(random, pool, 25)
        write(home / "requirements.txt", requirements(random, chosen, hashed=number % 2 == 0))
        write(home / "pyproject.toml", pyproject(random, pool, number))
        write(home / "uv.lock", uv_lock(random, some(random, pool, 40)))
        write(home / "poetry.lock", poetry_lock(random, some(random, pool, 40)))
        for n in range(5):
            write(home / "src" / f"part_{n}.py", python(random))
        write(home / "notebooks" / "look.ipynb", notebook(random))
        write(home / ".github" / "workflows" / "ci.yml", workflow(random))
        write(home / "conf" / "models.yaml", settings(random))
        write(home / "README.md", "# Service\n\nSome words about it.\n" * 20)
    return folder


def large(folder: Path, packages: int, seed: int = 2) -> Path:
    """Single files: ``uv.lock``, ``hashed.txt`` (4 lines a package), ``plain.txt`` (4 times as many)."""
    if folder.exists():
        return folder
    random, pool = Random(seed), names(packages * 4)
    write(folder / "uv.lock", uv_lock(random, sorted(pool[:packages])))
    write(folder / "hashed-requirements.txt", requirements(random, pool[:packages], hashed=True))
    write(folder / "plain-requirements.txt", requirements(random, pool, hashed=False))
    return folder


def dependencies(folder: Path, count: int) -> Path:
    """A project of ``count`` pinned dependencies."""
    if not folder.exists():
        lines = "".join(f"{name}=={1 + n % 9}.0\n" for n, name in enumerate(names(count)))
        write(folder / "requirements.txt", lines)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--packages", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    monorepo(options.folder, options.packages, options.seed)


if __name__ == "__main__":
    main()
