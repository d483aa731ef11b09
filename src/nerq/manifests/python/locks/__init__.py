"""Lockfiles in TOML: uv, Poetry, PDM and ``pylock.toml``."""
