"""Detectors of models and tools: one module a kind of place, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.agent_skill import DETECTOR as AGENT_SKILL
from nerq.detectors.dockerfile import DETECTOR as DOCKERFILE
from nerq.detectors.dotenv import DETECTOR as DOTENV
from nerq.detectors.ini_config import DETECTOR as INI_CONFIG
from nerq.detectors.javascript import DETECTOR as JAVASCRIPT
from nerq.detectors.json_config import DETECTOR as JSON_CONFIG
from nerq.detectors.makefile import DETECTOR as MAKEFILE
from nerq.detectors.mcp_config import DETECTOR as MCP_CONFIG
from nerq.detectors.model_card import DETECTOR as MODEL_CARD
from nerq.detectors.modelfile import DETECTOR as MODELFILE
from nerq.detectors.notebook import NOTEBOOK
from nerq.detectors.prose import DETECTOR as PROSE
from nerq.detectors.python_code import PYTHON_CODE
from nerq.detectors.shell_script import DETECTOR as SHELL_SCRIPT
from nerq.detectors.toml_config import DETECTOR as TOML_CONFIG
from nerq.detectors.yaml_config import DETECTOR as YAML_CONFIG

if TYPE_CHECKING:
    from nerq.plugin import Detector

DETECTORS: tuple[Detector, ...] = (
    AGENT_SKILL,
    DOCKERFILE,
    DOTENV,
    INI_CONFIG,
    JAVASCRIPT,
    JSON_CONFIG,
    MAKEFILE,
    MCP_CONFIG,
    MODEL_CARD,
    MODELFILE,
    NOTEBOOK,
    PROSE,
    PYTHON_CODE,
    SHELL_SCRIPT,
    TOML_CONFIG,
    YAML_CONFIG,
)
