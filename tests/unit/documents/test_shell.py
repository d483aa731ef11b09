"""Scripts become commands, words and places, whatever they look like."""

from __future__ import annotations

import time

import pytest

from nerq.documents.shell import Word, commands, commands_of


def words(text: str) -> list[list[str]]:
    return [[word.text for word in command.words] for command in commands(text)]


def only(text: str) -> list[Word]:
    (command,) = commands(text)
    return list(command.words)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a b;c&&d||e|f&g\nh", [["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]]),
        ("(a b)", [["a", "b"]]),
        ("if a; then b; elif c; then d; else e; fi", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("while a; do b; done", [["a"], ["b"]]),
        ("! a; { b; }; time c", [["a"], ["b"], ["c"]]),
        ("f() { a b; }", [["a", "b"]]),
        ("function f { a; }", [["a"]]),
        ("a 'b c' \"d e\" f\\ g $'h'", [["a", "b c", "d e", "f g", "h"]]),
        ("a b'c'\"d\"e", [["a", "bcde"]]),
        ("a \\\n  b", [["a", "b"]]),
        ("a # b; c\nd#e", [["a"], ["d#e"]]),
        ("a > b 2>&1 < c >> d e &> f", [["a", "e"]]),
        ("a $(b c) d", [["b", "c"], ["a", "$(…)", "d"]]),
        ("a `b c` d", [["b", "c"], ["a", "$(…)", "d"]]),
        ('a "$(b "c d")"', [["b", "c d"], ["a", "$(…)"]]),
        ("a <(b c)", [["b", "c"], ["a", "$(…)"]]),
        ("a $((1<<2)) b", [["a", "$((…))", "b"]]),
        ("((i++)); a", [["a"]]),
        ("[[ a == b ]] && c", [["[[", "a", "==", "b", "]]"], ["c"]]),
        ("a ''", [["a", ""]]),
        ("a {b,c} {} x}", [["a", "{b,c}", "{}", "x}"]]),
        ("a ${{ b.c }} d", [["a", "${{ b.c }}", "d"]]),
        ("a <<E\nb c\nE\nd", [["a"], ["d"]]),
        ("a <<-'E'\n\tb\n\tE\nd", [["a"], ["d"]]),
        ("bash -c 'a b; c'", [["bash", "-c", "a b; c"], ["a", "b"], ["c"]]),
        ("docker exec x sh -lc 'a'", [["docker", "exec", "x", "sh", "-lc", "a"], ["a"]]),
        ("bash <<E\na b\nE", [["bash"], ["a", "b"]]),
        ("cat <<E | sh\na b\nE", [["cat"], ["sh"], ["a", "b"]]),
        ("ssh host 'a b'", [["ssh", "host", "a b"], ["a", "b"]]),
        ("case $x in a) b;; c|d) e;; esac; f", None),
    ],
)
def test_splits(script: str, expected: list[list[str]] | None) -> None:
    """Each operator, quote and keyword of the grammar."""
    if expected is None:
        assert [found for found in words(script) if found[0] in "bef"] == [["b"], ["e"], ["f"]]
    else:
        assert words(script) == expected


@pytest.mark.parametrize(
    ("script", "text", "is_literal"),
    [
        ("a ${X:-b/c}", "b/c", True),
        ("a ${X-b/c}", "b/c", True),
        ('a "${X:-b/c}"', "b/c", True),
        ('a "${X:-"b/c"}"', "b/c", True),
        ("a ${1:-b/c}", "b/c", True),
        ("a ${X:=b/c}d", "b/cd", True),
        ("a ${X:-${Y:-b}}", "b", True),
        ("a $X", "$X", False),
        ("a ${X}", "${X}", False),
        ("a ${X%/*}", "${X%/*}", False),
        ("a ${X:-$(b)}", "${X:-$(…)}", False),
        ('a "${X[@]}"', "${X[@]}", False),
        ("a '$X'", "$X", True),
        ("a \\$X", "$X", True),
        ("a x$", "x$", True),
    ],
)
def test_parameters(script: str, text: str, *, is_literal: bool) -> None:
    """A literal default is the value; what a run decides stays as written."""
    word = list(commands(script))[-1].words[1]
    assert (word.text, word.is_literal) == (text, is_literal)


@pytest.mark.parametrize(
    ("script", "text", "is_literal"),
    [
        ("X=b/c\na $X", "b/c", True),
        ("X=${X:-b/c}; a ${X}", "b/c", True),
        ("X=b; Y=$X/c; a $Y", "b/c", True),
        ("X=(b); a $X", "b", True),
        ("for X in b; do a $X; done", "b", True),
        ("X=b\nX=b\na $X", "b", True),
        ("if t; then X=b; else X=c; fi; a $X", "$X", False),
        ("for X in b c; do a $X; done", "$X", False),
        ("X=$(b); a $X", "$X", False),
        ("X=b; X+=c; a $X", "$X", False),
        ("X=(b c); a $X", "$X", False),
    ],
)
def test_variables_with_one_value_are_known(script: str, text: str, *, is_literal: bool) -> None:
    """Two values leave a variable unknown."""
    word = next(c for c in commands(script) if c.words and c.words[0].text == "a").words[1]
    assert (word.text, word.is_literal) == (text, is_literal)


def test_assignments_and_arrays() -> None:
    """Before a program, after ``export``, in arrays and in loops."""
    script = "A=1 B='x y' run\nexport C=2\nD=(a \"b c\" # note\n [k]=d)\nfor E in f g; do :; done"
    found = list(commands(script))
    assignments = [(name, word.text) for command in found for name, word in command.assignments]
    arrays = [(name, word.text) for command in found for name, word in command.arrays]
    assert assignments == [("A", "1"), ("B", "x y"), ("C", "2")]
    assert arrays == [("D", "a"), ("D", "b c"), ("D", "d"), ("E", "f"), ("E", "g")]


def test_places_are_those_of_the_file() -> None:
    """Lines from the first one given, columns where the word begins, past a quote."""
    found = [
        (word.text, word.line, word.column)
        for command in commands('a \\\n  "b c"; X=d\nbash -c "e \\\n f"', 10)
        for word in (*command.words, *(value for _, value in command.assignments))
    ]
    assert found[:3] == [("a", 10, 1), ("b c", 11, 4), ("d", 11, 12)]
    assert found[-2:] == [("e", 12, 10), ("f", 13, 2)]


def test_a_parameter_stands_where_it_begins() -> None:
    """Not where its default ends."""
    assert [word.column for word in only("a ${X:-b} ${Y} $Z 'c'")] == [1, 3, 11, 16, 20]


def test_here_documents_are_inputs() -> None:
    """Their bodies keep their place."""
    (command, after) = commands("cat <<E > f\nmodel: x\nE\nb")
    assert [(body.text, body.line) for body in command.inputs] == [("model: x\n", 2)]
    assert after.words[0].line == 4


def test_here_strings_are_inputs() -> None:
    """The word after ``<<<``."""
    (command,) = commands("cat <<< 'x y' z")
    assert [body.text for body in command.inputs] == ["x y"]
    assert [word.text for word in command.words] == ["cat", "z"]


def test_a_list_of_words_runs_its_script() -> None:
    """The form of container files."""
    found = commands_of([Word("sh", 1, 1), Word("-c", 1, 5), Word("a b", 2, 3)])
    assert [[word.text for word in command.words] for command in found] == [
        ["sh", "-c", "a b"],
        ["a", "b"],
    ]
    assert list(commands_of([])) == []


def test_values_cannot_grow_without_end() -> None:
    """Variables made of variables stop at about the length of the script."""
    script = "A0=" + "x" * 100 + "".join(f"\nA{n + 1}=$A{n}$A{n}" for n in range(60)) + "\na $A60"
    assert sum(len(word.text) for c in commands(script) for _, word in c.assignments) < 400_000


@pytest.mark.parametrize(
    "unit",
    [
        "$(",
        "(",
        "`",
        "${",
        "${a[",
        "((",
        "{{",
        "a#",
        "<<A\n",
        "$'\\'",
        '"',
        "x=(",
        "case a in ",
        "'",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Four times the text takes about four times as long, nested or unclosed."""

    def seconds(count: int) -> float:
        begin = time.process_time()
        for _ in commands(unit * count):
            pass
        return time.process_time() - begin

    few, many = (min(seconds(count) for _ in range(2)) for count in (2_000, 8_000))
    assert many < 12 * few + 0.5
