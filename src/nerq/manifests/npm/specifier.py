"""What an npm dependency's right-hand side asks for.

https://github.com/npm/npm-package-arg and https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-json.md
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nerq.manifests.npm.origin import hosted_origin, url_origin
from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.patterns import regex
from nerq.redaction import clean, shown, without_credentials

_EXACT = regex(r"[=v\s]*(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)\s*")
_NAME = regex(r"(?:@[^/@\s:#]+/)?[^/@\s:#]+")
_WHOLE_NAME = regex(r"(?:@[\w.~!'()*-]+/)?[\w.~!'()*+-]+")
_VERSION = regex(r"[\w.+~^*<>=| -]+")
_PATH = regex(r"(?:workspace|file|link|portal|exec):|\.{1,2}(?:[/\\]|$)|[/\\]|~/|[A-Za-z]:[/\\]")
_SHORTCUT = regex(r"(?:(?:github|gitlab|bitbucket|gist):)?[^\s:@/]+/[^\s:/]+$")
_PATCHES = 8


@dataclass(frozen=True, slots=True)
class NpmSpecifier:
    """One dependency as npm, pnpm and yarn read it.

    Attributes:
        name: of the package that is installed; an alias is followed.
        version: an exact pin, else None.
        specifier: as written, without credentials; None where nothing is asked.
        origin: where it comes from.
        is_workspace: whether it is a member of the project's own workspace.
    """

    name: str
    version: str | None = None
    specifier: str | None = None
    origin: Origin = PUBLIC_REGISTRY
    is_workspace: bool = False


def read_specifier(name: str, specifier: str) -> NpmSpecifier:
    """What ``"name": "specifier"`` asks for; any text is accepted, as npm takes tags."""
    text = specifier.strip()
    if text.startswith("npm:"):
        return _alias(name, text)
    if text.startswith("patch:"):
        return _patched(name, text)
    if _is_remote(text):
        return NpmSpecifier(name, None, _shown(text), _remote(name, text))
    origin = _local(text)
    if origin is not None:
        is_workspace = text.startswith("workspace:")
        return NpmSpecifier(name, None, text, origin, is_workspace=is_workspace)
    return NpmSpecifier(name, exact_version(text), _range(text))


def exact_version(text: str) -> str | None:
    """The version where the text is exactly one, without ``=`` and ``v``."""
    match = _EXACT.fullmatch(text)
    return match[1] if match else None


def is_package_name(text: str) -> bool:
    """Whether the text can name a package: no address, no path, nothing a URL would escape."""
    return bool(_WHOLE_NAME.fullmatch(text))


def not_a_name(text: str) -> str:
    """What is said of an entry whose name is not one."""
    return f"{shown(text)} is not a package name" if text.strip() else "no package name"


def locked_version(text: str | None) -> str | None:
    """What a lock gives as a version; None for an address in its place."""
    return text if text and _VERSION.fullmatch(text) else None


def split_pattern(pattern: str) -> tuple[str, str]:
    """``name`` and the rest of ``name@rest``, where the name may begin with its scope."""
    match = _NAME.match(pattern)
    if match is None:
        return "", pattern
    return match[0], pattern[match.end() :].removeprefix("@")


def _range(text: str) -> str | None:
    """A range or tag as written; an address that is none of npm's loses its credentials."""
    is_address = "@" in text or "://" in text
    return (without_credentials(text) if is_address else text) or None


def _shown(text: str) -> str:
    """The specifier without credentials and query; what follows ``#`` names a revision."""
    address, mark, revision = text.partition("#")
    return without_credentials(address) + mark + clean(revision)


def _alias(name: str, text: str) -> NpmSpecifier:
    wanted = text.removeprefix("npm:").strip()
    if "@" not in wanted[1:] and not re.match(r"@|[A-Za-z](?!\d*\.\d)", wanted):
        # yarn and Deno write npm:^1.2 for the package of that key itself.
        return NpmSpecifier(name, exact_version(wanted), _range(wanted))
    real, version = split_pattern(wanted)
    return NpmSpecifier(real or name, exact_version(version), _range(version))


def _patched(name: str, text: str) -> NpmSpecifier:
    real, wanted = unpatched(text)
    return read_specifier(real or name, wanted or "*")


def unpatched(text: str) -> tuple[str, str]:
    """Name and reference of the package that ``patch:`` changes; patches may be patched again."""
    from urllib.parse import unquote

    real = ""
    for _ in range(_PATCHES):
        if not text.startswith("patch:"):
            return real, text
        inner, text = split_pattern(unquote(text.removeprefix("patch:").partition("#")[0]))
        real = inner or real
    return real, ""


def _local(text: str) -> Origin | None:
    if text.startswith("jsr:"):
        return Origin("registry", "jsr:")
    return Origin("path") if _PATH.match(text) else None


def _is_remote(text: str) -> bool:
    if _PATH.match(text):
        return False
    is_shortcut = text.startswith("gist:") or bool(_SHORTCUT.match(text.partition("#")[0]))
    return is_shortcut or "://" in text or _is_scp(text)


def _is_scp(text: str) -> bool:
    return bool(re.match(r"[\w.+-]+@[\w.-]+:", text))


def _remote(name: str, text: str) -> Origin:
    if "://" not in text and not _is_scp(text):
        return hosted_origin(text) or Origin("git")
    return url_origin(text, name)
