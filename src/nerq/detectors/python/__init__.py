"""Models named in Python code and notebooks."""
