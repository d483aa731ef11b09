"""Syntaxes shared by the readers: structured text to values that know their line.

Nothing here knows what a dependency or a model is.
"""
