"""What can go wrong with one question to the service, by what it means for the others."""

from __future__ import annotations


class Failure(Exception):  # noqa: N818 -- a value passed on to become `Unavailable`, not a bug
    """One request got no usable answer; its text says what was asked and what came back.

    Attributes:
        advice: what to try.
        is_transient: whether the same request may succeed a moment later.
        ends_run: whether every other request would fail alike (a refused key, a wrong
            certificate, no such host), so that none is sent.
        is_unwell: whether the service as a whole seems down (502, 503, 504, a time-out).
        status: the HTTP status, where there was one.
        retry_after: seconds that the service asks to wait, or None.
    """

    def __init__(  # noqa: PLR0913 -- one record of independent facts
        self,
        message: str,
        advice: str,
        *,
        is_transient: bool = False,
        ends_run: bool = False,
        is_unwell: bool = False,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.advice = advice
        self.is_transient = is_transient
        self.ends_run = ends_run
        self.is_unwell = is_unwell
        self.status = status
        self.retry_after = retry_after

    @property
    def text(self) -> str:
        """One line for a person."""
        return f"{self}; {self.advice}"


class OutOfTimeError(Exception):
    """The total deadline has passed, or a pause asked for would pass it.

    Attributes:
        come_back: seconds until asking makes sense again; None where nothing says it.
        reason: why nothing more is asked.
    """

    def __init__(self, reason: str, come_back: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.come_back = come_back
