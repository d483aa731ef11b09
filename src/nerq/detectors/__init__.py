"""Detectors of models and tools: one module a kind of place, all listed here with their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.registry import Registry

if TYPE_CHECKING:
    from nerq.plugin import Detector

DETECTORS: Registry[Detector] = Registry(
    "nerq.detectors",
    "DETECTOR",
    (
        (
            "texts.agent_skill",
            "SKILL.md skill.md agents/*.md commands/*.md",
            "*.agent.md *.chatmode.md *.prompt.md agents/*/*.md",
        ),
        (
            "config.dockerfile",
            "Dockerfile Dockerfile.* *.Dockerfile",
            "*.dockerfile Containerfile Containerfile.* dockerfile",
        ),
        ("shell.dotenv", ".env .env.* *.env .envrc env.example env.sample"),
        ("config.ini_config", "*.cfg *.ini *.conf *.properties"),
        (
            "javascript.javascript_code",
            "*.js *.mjs *.cjs *.jsx *.ts *.mts *.cts *.tsx *.vue *.svelte *.astro *.html",
        ),
        ("config.json_config", "*.json *.jsonc *.json5"),
        ("config.makefile", "Makefile makefile GNUmakefile *.mk Makefile.* justfile Justfile"),
        ("config.mcp_config", "*.json *.jsonc *.toml *.yaml *.yml"),
        ("texts.model_card", "*.md *.mdx"),
        ("texts.modelfile", "Modelfile Modelfile.* *.modelfile *.Modelfile modelfile"),
        ("python.notebook:NOTEBOOK", "*.ipynb"),
        (
            "texts.prose",
            "*.md *.mdx *.rst *.txt *.adoc *.sh",
            "*.bash *.yaml *.yml *.toml Dockerfile Makefile .env*",
        ),
        ("python.python_code:PYTHON_CODE", "*.py *.pyi *.pyw"),
        ("config.shell_script", "*.sh *.bash *.zsh *.ksh *.slurm *.sbatch *.bats"),
        ("config.toml_config", "*.toml"),
        ("config.yaml_config", "*.yaml *.yml"),
    ),
)
