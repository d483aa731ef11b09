"""Cargo's manifest and lockfile."""
