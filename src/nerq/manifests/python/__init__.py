"""Manifests and lockfiles of Python projects, and what their readers share."""
