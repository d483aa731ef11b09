"""Detectors of models and tools: one module a kind of place, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.dotenv import DETECTOR as DOTENV
from nerq.detectors.json_config import DETECTOR as JSON_CONFIG
from nerq.detectors.notebook import NOTEBOOK
from nerq.detectors.python_code import PYTHON_CODE
from nerq.detectors.shell_script import DETECTOR as SHELL_SCRIPT
from nerq.detectors.toml_config import DETECTOR as TOML_CONFIG
from nerq.detectors.yaml_config import DETECTOR as YAML_CONFIG

if TYPE_CHECKING:
    from nerq.plugin import Detector

DETECTORS: tuple[Detector, ...] = (
    DOTENV,
    JSON_CONFIG,
    NOTEBOOK,
    PYTHON_CODE,
    SHELL_SCRIPT,
    TOML_CONFIG,
    YAML_CONFIG,
)
