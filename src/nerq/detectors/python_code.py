"""Models, datasets and spaces that Python code names.

Reads the syntax tree in one pass, then follows constants, tables, defaults and parameters to
the texts behind them. Code that is no Python 3 (templates, Python 2) is searched line by line
for the plainest calls only.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from nerq.detectors import python_lexical
from nerq.detectors.python_calls import words_of
from nerq.detectors.python_follow import Follower
from nerq.detectors.python_mentions import items_of
from nerq.detectors.python_project import Project
from nerq.detectors.python_scope import Module
from nerq.detectors.python_walk import Walk
from nerq.errors import ManifestError
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Search, Source


# A quoted ``owner/name`` or address of the hub, a text that begins like a name without owner, or
# any text where a model is due. All begin at a quote, which makes the search quick.
HINT = re.compile(
    rb"""["'](?:[A-Za-z0-9][\w.:@-]*/[\w.:@-]+["':@]|https?://(?:huggingface|hf)\.co/"""
    rb"""|gpt-?[2-5o]|chatgpt|claude|gemini|command|mistral|ministral|codestral|open-mi|o[134]-"""
    rb"""|text-|dall-e|whisper|deepseek|llama|qwen|grok|groq|sonar|embed-|rerank-|voyage|jamba"""
    rb"""|amazon\.|anthropic|cohere|us\.|eu\.|bert-|distil|roberta|albert|xlm|xlnet|t5-|all-"""
    rb"""|paraphrase|multi-qa|openai:|ollama|bedrock|models/"""
    rb"""|(?<=load_dataset\(["'])|(?<=odel=["'])|(?<=odel["']: ["'])|(?<=odel = ["'])"""
    rb"""|(?<=MODEL = ["'])|(?<=_NAME = ["'])|(?<=_ID = ["'])|(?<=ained\(["']))"""
)


def detect(source: Source, search: Search) -> Iterator[Item]:
    """Yields what a Python file names, in the order of the lines.

    Raises:
        ManifestError: the code is nested too deeply to be read.
    """
    module = Module(source, source.text.split("\n"))
    walk = Walk(module, words_of(search))
    try:
        tree = parse(source.text)
        if tree is None:
            yield from python_lexical.detect(module, search)
            return
        walk.module_body(tree)
        yield from read(walk, search)
    except (RecursionError, MemoryError) as error:
        raise ManifestError("the code is nested too deeply to be read") from error


def parse(text: str) -> ast.Module | None:
    """The syntax tree, or None where the text is no Python of this version."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def read(walk: Walk, search: Search) -> Iterator[Item]:
    """Follows what a walk asked for and yields its references and open places."""
    project = Project(walk.module.source)
    follower = Follower(walk, project.load)
    follower.run()
    yield from items_of(walk, follower.loose, search)


PYTHON_CODE = Detector(
    id="python-code",
    title="Python code",
    files=("*.py", "*.pyi", "*.pyw"),
    hint=HINT,
    detect=detect,
    reads=(
        "ids in calls, keywords, constants, tables, parameters, defaults of options and "
        "environment variables, followed within the file and the project"
    ),
)
