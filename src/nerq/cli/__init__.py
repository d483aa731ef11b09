"""The command line: the only part of nerq that prints or exits."""
