"""Models named in commands and scripts of a shell."""
