"""Environment files and lockfiles of conda and pixi."""
