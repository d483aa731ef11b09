"""Detectors of models and tools: one module a kind of place, all listed here with their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.room import Room

if TYPE_CHECKING:
    from nerq.plugin import Detector

DETECTORS: Room[Detector] = Room(
    "nerq.detectors",
    "DETECTOR",
    (
        (
            "agent_skill",
            "SKILL.md skill.md agents/*.md commands/*.md",
            "*.agent.md *.chatmode.md *.prompt.md agents/*/*.md",
        ),
        (
            "dockerfile",
            "Dockerfile Dockerfile.* *.Dockerfile",
            "*.dockerfile Containerfile Containerfile.* dockerfile",
        ),
        ("dotenv", ".env .env.* *.env .envrc env.example env.sample"),
        ("ini_config", "*.cfg *.ini *.conf *.properties"),
        (
            "javascript",
            "*.js *.mjs *.cjs *.jsx *.ts *.mts *.cts *.tsx *.vue *.svelte *.astro *.html",
        ),
        ("json_config", "*.json *.jsonc *.json5"),
        ("makefile", "Makefile makefile GNUmakefile *.mk Makefile.* justfile Justfile"),
        ("mcp_config", "*.json *.jsonc *.toml *.yaml *.yml"),
        ("model_card", "*.md *.mdx"),
        ("modelfile", "Modelfile Modelfile.* *.modelfile *.Modelfile modelfile"),
        ("notebook:NOTEBOOK", "*.ipynb"),
        (
            "prose",
            "*.md *.mdx *.rst *.txt *.adoc *.sh",
            "*.bash *.yaml *.yml *.toml Dockerfile Makefile .env*",
        ),
        ("python_code:PYTHON_CODE", "*.py *.pyi *.pyw"),
        ("shell_script", "*.sh *.bash *.zsh *.ksh *.slurm *.sbatch *.bats"),
        ("toml_config", "*.toml"),
        ("yaml_config", "*.yaml *.yml"),
    ),
)
