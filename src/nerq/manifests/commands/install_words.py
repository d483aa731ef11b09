"""Which words of a command name what it installs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.documents.shell import Word

INDEX_VARIABLES = frozenset(
    {
        "PIP_INDEX_URL",
        "PIP_EXTRA_INDEX_URL",
        "PIP_FIND_LINKS",
        "UV_INDEX",
        "UV_INDEX_URL",
        "UV_DEFAULT_INDEX",
        "UV_EXTRA_INDEX_URL",
        "UV_FIND_LINKS",
    }
)
"""Environment variables that say where pip and uv look for packages."""

_WRAPPERS = frozenset(
    {"sudo", "env", "exec", "time", "nice", "command", "nohup", "xvfb-run", "retry", "doas"}
)
_PYTHON = regex(r"python[\d.]*(?:\.exe)?|py")
_PIP = regex(r"pip[\d.]*(?:\.exe)?")
_CONDA = frozenset({"conda", "mamba", "micromamba"})
_NPM_VERBS = frozenset({"install", "i", "in", "add"})
_ASSIGNMENT = regex(r"[A-Za-z_]\w*=")

# Options whose value is the next word; those of pip and uv do not contradict each other.
_INDEXES = frozenset(
    ["-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--index", "--default-index"]
)
_PACKAGES = frozenset(["--with", "--from", "--spec", "--with-executables-from"])
_PYTHON_OPTIONS = """
    -r --requirement --requirements -c --constraint --constraints -e --editable -t --target
    --prefix --root --src --platform --python-version --implementation --abi --progress-bar
    --cache-dir --timeout --retries --proxy --cert --client-cert --trusted-host --no-binary
    --only-binary --upgrade-strategy --log --exists-action -C --config-settings --config-setting
    --global-option --use-feature --use-deprecated --root-user-action --report
    --keyring-provider -p --python --index-strategy --python-platform --torch-backend
    --exclude-newer --resolution --prerelease --config-file --directory --project --link-mode
    --extra --group --overrides --override --build-constraints --build-constraint -b
    --no-build-isolation-package -P --upgrade-package --refresh-package --reinstall-package
    --no-build-package --no-binary-package --allow-insecure-host --with-requirements
    --with-editable --optional --rev --tag --branch --package --script --suffix --pip-args
    --backend --fetch-python --color --env-file
"""
_PYTHON_VALUES = frozenset(_PYTHON_OPTIONS.split())
_NODE_OPTIONS = "--prefix --cache -C --dir --cwd -w --workspace --filter --tag"
_NODE_VALUES = frozenset(_NODE_OPTIONS.split())
_CONDA_OPTIONS = "-n --name -p --prefix --file -f --solver --platform --subdir"
_CONDA_VALUES = frozenset(_CONDA_OPTIONS.split())


@dataclass(slots=True)
class Install:
    """A command that installs packages.

    Attributes:
        ecosystem: pypi, npm or conda.
        packages: the words that name them.
        indexes: URLs of registries or names of channels that the command adds.
        takes_at: whether ``name@1.2`` is a version, as uv has it for tools.
    """

    ecosystem: str
    packages: list[Word] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    takes_at: bool = False


def read(words: Sequence[Word]) -> Install | None:
    """What a command installs; None where it is not such a command."""
    rest = _unwrapped(words)
    if not rest:
        return None
    program = _program(rest[0].text)
    texts = [word.text for word in rest[:6]]
    if _PYTHON.fullmatch(program) and texts[1:2] == ["-m"]:
        rest, texts = rest[2:], texts[2:]
        program = texts[0] if texts else ""
    if _PIP.fullmatch(program):
        return _python(rest[2:]) if texts[1:2] == ["install"] else None
    reader = {"uv": _uv, "uvx": _uvx, "pipx": _pipx}.get(program)
    if reader is not None:
        return reader(rest, texts)
    if program in ("npm", "pnpm", "yarn", "bun"):
        return _node(rest, texts)
    return _conda(rest, texts) if program in _CONDA else None


def _unwrapped(words: Sequence[Word]) -> Sequence[Word]:
    start = 0
    while start < len(words):
        text = words[start].text
        is_option = start > 0 and text.startswith("-")
        if _program(text) not in _WRAPPERS and not is_option and not _ASSIGNMENT.match(text):
            break
        start += 1
    return words[start:]


def _program(word: str) -> str:
    return word.rpartition("/")[2]


def _uv(words: Sequence[Word], texts: list[str]) -> Install | None:
    if texts[1:3] == ["pip", "install"]:
        return _python(words[3:])
    if texts[1:3] == ["tool", "install"]:
        return _python(words[3:], takes_at=True)
    if texts[1:3] == ["tool", "run"]:
        return _first(_python(words[3:], takes_at=True, stops=True))
    if texts[1:2] == ["add"]:
        return _python(words[2:])
    return None


def _uvx(words: Sequence[Word], _: list[str]) -> Install:
    return _first(_python(words[1:], takes_at=True, stops=True))


def _pipx(words: Sequence[Word], texts: list[str]) -> Install | None:
    if texts[1:2] == ["install"]:
        return _python(words[2:])
    if texts[1:2] == ["run"]:
        return _first(_python(words[2:], stops=True))
    if texts[1:2] == ["inject"]:
        found = _python(words[2:])
        del found.packages[:1]  # the environment that gets the others
        return found
    return None


def _first(install: Install) -> Install:
    """``--from`` names the package of the program that is run."""
    # What ends the list is the program then: a word that names no package.
    if len(install.packages) > 1:
        del install.packages[-1]
    return install


def _python(words: Sequence[Word], *, takes_at: bool = False, stops: bool = False) -> Install:
    install = Install("pypi", takes_at=takes_at)
    named: list[Word] = []
    for word, option in _arguments(words, _PYTHON_VALUES | _INDEXES | _PACKAGES):
        if option in _INDEXES:
            install.indexes.append(word.text)
        elif option in _PACKAGES:
            named.append(word)
        elif option is None:
            install.packages.append(word)
            if stops:
                break
    install.packages = named + install.packages
    return install


def _node(words: Sequence[Word], texts: list[str]) -> Install | None:
    start = 2
    if texts[1:3] == ["global", "add"]:
        start = 3
    elif texts[1:2] and texts[1] not in _NPM_VERBS:
        return None
    install = Install("npm")
    for word, option in _arguments(words[start:], _NODE_VALUES | {"--registry"}):
        if option is None:
            install.packages.append(word)
        elif option == "--registry":
            install.indexes.append(word.text)
    return install


def _conda(words: Sequence[Word], texts: list[str]) -> Install | None:
    if texts[1:2] not in (["install"], ["create"]):
        return None
    install = Install("conda")
    for word, option in _arguments(words[2:], _CONDA_VALUES | {"-c", "--channel"}):
        if option is None:
            install.packages.append(word)
        elif option in ("-c", "--channel"):
            install.indexes.append(word.text)
    return install


def _arguments(
    words: Sequence[Word], takes_value: frozenset[str]
) -> Iterator[tuple[Word, str | None]]:
    """Each value with the option it belongs to, None for what stands alone; flags are left out."""
    option: str | None = None
    for word in words:
        text = word.text
        if option is not None:
            yield word, option
            option = None
        elif not text.startswith("-") or text == "-":
            if text and text != "-":
                yield word, None
        elif "=" in text:
            name, _, value = text.partition("=")
            yield replace(word, text=value), name
        else:
            option = _needs_value(text, takes_value)


def _needs_value(text: str, takes_value: frozenset[str]) -> str | None:
    if text in takes_value:
        return text
    # The last of several short options in one word can take a value: «-qr file».
    is_cluster = not text.startswith("--") and f"-{text[-1]}" in takes_value
    return f"-{text[-1]}" if is_cluster and text[1:].isalpha() else None
