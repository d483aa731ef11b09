"""Models named in the commands and variables of a shell, wherever they stand.

The files that hold commands belong to `nerq.detectors.config`: their commands may hand on Python.
"""
