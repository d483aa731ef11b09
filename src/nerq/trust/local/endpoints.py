"""Where the sources are asked; every address is a setting.

The addresses of the package registries come from the user's own configuration, or from the
package-URL library's table of registries.
"""

from __future__ import annotations

import configparser
import os
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from nerq.ecosystems import registry_addresses
from nerq.errors import SettingsError

GITHUB_HOST = "github.com"
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Base addresses, without a slash at the end; an empty one switches the source off.

    Attributes:
        index: of the simple repository API (``…/simple``).
        project: of the project JSON documents (``…/pypi``, asked as ``…/NAME/json``).
        npm: of the npm registry.
        npm_downloads: of its downloads API.
        osv: of the OSV API.
        dumps: of the archives of advisories that OSV publishes (asked as ``…/PyPI/all.zip``).
        hub: of the Hugging Face Hub.
        github: of the GitHub REST API.
        scorecard: of the OpenSSF Scorecard API.
        deps_dev: of the deps.dev API.
    """

    index: str = ""
    project: str = ""
    npm: str = ""
    npm_downloads: str = ""
    osv: str = "https://api.osv.dev"
    dumps: str = "https://osv-vulnerabilities.storage.googleapis.com"
    hub: str = "https://huggingface.co"
    github: str = "https://api.github.com"
    scorecard: str = "https://api.scorecard.dev"
    deps_dev: str = "https://api.deps.dev"

    def __post_init__(self) -> None:
        """Take slashes off the ends, and turn away what is not a web address."""
        for entry in fields(self):
            value = getattr(self, entry.name).strip().rstrip("/")
            parts = urlsplit(value)
            if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
                message = (
                    f"local.endpoints.{entry.name}: {redact(value)!r} is not an http(s) address"
                )
                raise SettingsError(message)
            object.__setattr__(self, entry.name, value)


def default_endpoints(
    *,
    environment: dict[str, str] | None = None,
    files: tuple[Path, ...] | None = None,
    **chosen: str,
) -> Endpoints:
    """The public addresses, with the user's pip index settings and then ``chosen`` on top.

    Args:
        environment: instead of the process's own.
        files: pip configuration files instead of the usual ones, weakest first.
        **chosen: fields of `Endpoints`.

    Raises:
        SettingsError: an address is none.
    """
    environment = dict(os.environ) if environment is None else environment
    values = dict(chosen)
    index = values.get("index") or _pip_index(environment, files)
    if "index" not in values:
        values["index"] = index or f"{_origin_of(registry_addresses('pkg:pypi/pip')[0])}/simple"
    if "project" not in values:
        values["project"] = _project_base(values["index"])
    if "npm" not in values:
        # The public registry counts downloads at a host beside it; others count none.
        values["npm"] = _origin_of(registry_addresses("pkg:npm/npm@1.0.0")[1])
        values.setdefault("npm_downloads", values["npm"].replace("//registry.", "//api."))
    return Endpoints(**values)


def redact(url: str) -> str:
    """The address without user name, password, query and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(an address that cannot be read)"
    if ":" in host:
        host = f"[{host}]"
    return urlunsplit((parts.scheme, host + port, parts.path, "", ""))


def credentials(url: str) -> tuple[str, str] | None:
    """User name and password of an address, decoded, or None."""
    parts = urlsplit(url)
    if parts.username is None:
        return None
    return unquote(parts.username), unquote(parts.password or "")


def join(base: str, *segments: str) -> str:
    """The base with each segment quoted whole, so that a name never adds a path level."""
    return "/".join(
        (redact(base).rstrip("/"), *(quote(segment, safe="@:") for segment in segments))
    )


def is_askable(name: str) -> bool:
    """Whether a name can stand in an address without leading elsewhere."""
    parts = name.split("/")
    is_plain = name.isprintable() and len(name) <= LONGEST_NAME
    return is_plain and not any(part.strip() in {"", ".", ".."} for part in parts)


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _project_base(index: str) -> str:
    """The JSON documents lie beside the simple pages on the indexes that have them."""
    stem = index.rstrip("/")
    return f"{stem.removesuffix('/simple')}/pypi" if stem.endswith("/simple") else ""


def _pip_index(environment: dict[str, str], files: tuple[Path, ...] | None) -> str:
    """``index-url`` as pip would take it: environment first, then the strongest file.

    https://pip.pypa.io/en/stable/topics/configuration/ (as of pip 26)
    """
    named = environment.get("PIP_INDEX_URL", "").split()
    if named:
        return named[0]
    found = ""
    for path in _pip_files(environment) if files is None else files:
        found = _read_pip_file(path) or found
    return found


def _pip_files(environment: dict[str, str]) -> tuple[Path, ...]:
    from platformdirs import site_config_path, user_config_path

    name = "pip.ini" if os.name == "nt" else "pip.conf"
    paths = [Path("/etc") / name, site_config_path("pip", appauthor=False) / name]
    paths.append(Path("~").expanduser() / ("pip" if os.name == "nt" else ".pip") / name)
    paths.append(user_config_path("pip", appauthor=False, roaming=True) / name)
    if environment.get("VIRTUAL_ENV"):
        paths.append(Path(environment["VIRTUAL_ENV"]) / name)
    if environment.get("PIP_CONFIG_FILE"):
        paths.append(Path(environment["PIP_CONFIG_FILE"]))
    return tuple(paths)


def _read_pip_file(path: Path) -> str:
    reader = configparser.RawConfigParser()
    try:
        reader.read(path, encoding="utf-8")
        for section in ("install", "global"):
            value = reader.get(section, "index-url", fallback="").split()
            if value:
                return value[0]
    except (configparser.Error, UnicodeDecodeError, OSError):
        return ""
    return ""
