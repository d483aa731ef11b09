"""What is left out of Python code before it is parsed, and what never is."""

from __future__ import annotations

import ast
import time
from itertools import product

import pytest

from nerq.detectors.python.hints import Hints
from nerq.detectors.python.outline import outline

EMPTIED = {
    "a function": ("\ndef f(a):\n    b\n\n    c\nx = 1\n", "\ndef f(a):\n pass\n\n\nx = 1\n"),
    "a class": ("\nclass A:\n    def f(self):\n        b\n", "\nclass A:\n pass\n\n"),
    "the end of the file": ("\ndef f():\n    b", "\ndef f():\n pass"),
    "line ends of Windows": ("\n\r\ndef f():\r\n    b\r\nx\r\n", "\n\r\ndef f():\r\n pass\nx\r\n"),
    "a comment at the left": ("\ndef f():\n    b\n# c\n    d\nx\n", "\ndef f():\n pass\n\n\nx\n"),
    "a long text": ('\ndef f():\n    """b\n    """\nx\n', "\ndef f():\n pass\n\nx\n"),
    "arguments on lines": (
        "\nasync def f(\n    a=1,\n) -> None:\n    b\nx\n",
        "\nasync def f(\n    a=1,\n) -> None:\n pass\nx\n",
    ),
    "a method beside a hint": (
        '\nclass A:\n    def f(self):\n        b\n\n    m = LLM("zeta/phi-2")\n',
        '\nclass A:\n    def f(self):\n     pass\n\n    m = LLM("zeta/phi-2")\n',
    ),
}
KEPT = {
    "a hint in the body": '\ndef f():\n    b\n    LLM("zeta/phi-2")\n',
    "a hint in an argument": '\ndef f(a="zeta/phi-2"):\n    b\n',
    "a hint in a decorator": '\n@use(\n    "zeta/phi-2",\n)\ndef f():\n    import b\n',
    "a text that goes on at the left": '\ndef f():\n    b = """\nc\n"""\n    return b\n',
    "code within a text": '\nb = """\ndef f():\n    c\n"""\n',
    "nothing where a body is due": "\ndef f():\nx = 1\n",
    "a body on the line": "\ndef f(): b\nx = {1:\n    2}\n",
    "lone carriage returns": "\rdef f():\r    b\n\ndef f():\n    b\n",
}


@pytest.mark.parametrize("name", EMPTIED)
def test_bodies_without_a_hint_are_emptied_and_lines_stay(name: str) -> None:
    text, expected = EMPTIED[name]
    assert outline(text, Hints(text)) == expected
    assert text.count("\n") == expected.count("\n")
    ast.parse(expected)


@pytest.mark.parametrize("name", KEPT)
def test_what_may_matter_is_kept(name: str) -> None:
    assert outline(KEPT[name], Hints(KEPT[name])) == KEPT[name]


def test_lines_with_a_hint_are_never_left_out() -> None:
    """Whatever stands around them, even what is not Python."""
    pieces = ("def f():\n", "    b\n", "'''\n", 'x = "zeta/phi-2"\n', "  class A(\n", "  ):\n")
    for chosen in product(pieces, repeat=5):
        text = "".join(chosen)
        left = outline(text, Hints(text)).split("\n")
        for number, line in enumerate(text.split("\n")):
            assert "acme" not in line or left[number] == line


@pytest.mark.parametrize(
    "piece", ["def f(\n", " def f(\n  a\n", "def f():\n # c\n", "def f(" + " " * 99, "\t\n", ":\n "]
)
def test_time_is_linear_in_the_size(piece: str) -> None:
    """Openings that lead nowhere are not searched to the end of the file each."""
    text = '"zeta/phi-2"\n' + piece * (1_000_000 // len(piece))
    hints = Hints(text)
    start = time.process_time()
    outline(text, hints)
    assert time.process_time() - start < 5
