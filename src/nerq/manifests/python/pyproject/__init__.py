"""``pyproject.toml`` with the tables of its many tools, and inline script metadata."""
