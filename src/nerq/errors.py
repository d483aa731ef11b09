"""Errors whose text is ready for the person who runs nerq: what, where, what to do."""


class NerqError(Exception):
    """Expected and fatal; its text says what happened, where, and what to try."""


class UsageError(NerqError):
    """The command line or a path on it cannot be used (exit code 2)."""


class SettingsError(NerqError):
    """A setting is unknown or has a value of the wrong kind (exit code 2)."""


class UnfinishedError(NerqError):
    """The work could not be finished: nothing was answered, a report not written (exit code 3)."""


class ManifestError(NerqError):
    """A file of the scanned tree cannot be read as what its name says it is.

    Attributes:
        line: the 1-based line at fault, or None where no line is known.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line
