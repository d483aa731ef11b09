"""The time of a scan, as a date that libraries take."""

from __future__ import annotations

from datetime import datetime, timezone


def moment(scanned_at: str) -> datetime:
    """The time of the scan; the epoch where the result does not say."""
    try:
        moment = datetime.fromisoformat(scanned_at.replace("Z", "+00:00"))
    except ValueError:
        return datetime.fromtimestamp(0, timezone.utc)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
