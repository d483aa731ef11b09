"""Manifests and lockfiles of npm, pnpm and yarn."""
