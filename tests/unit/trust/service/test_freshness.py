"""How long an answer may be kept."""

from __future__ import annotations

import pytest

from nerq.trust.service.freshness import UNSAID_AGE, Freshness, freshness


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, Freshness(UNSAID_AGE)),
        (
            {
                "cache-control": "public, max-age=3600, s-maxage=9, stale-while-revalidate=86400",
                "etag": '"x"',
            },
            Freshness(3600, 86400, '"x"'),
        ),
        ({"cache-control": "max-age=100", "age": "30"}, Freshness(70)),
        ({"cache-control": "max-age=10", "age": "30"}, Freshness(0)),
        ({"cache-control": 'Max-Age="60"'}, Freshness(60)),
        ({"cache-control": "no-store, max-age=60", "etag": "x"}, Freshness(0, is_storable=False)),
        ({"cache-control": "no-cache, max-age=60"}, Freshness(0)),
        ({"cache-control": "max-age=-5"}, Freshness(0)),
        ({"cache-control": "max-age=many"}, Freshness(0)),
        ({"cache-control": "max-age=" + "9" * 400}, Freshness(30 * 86400)),
        (
            {"cache-control": "max-age=1, must-revalidate, stale-while-revalidate=5"},
            Freshness(1, 0),
        ),
    ],
)
def test_the_headers_decide(headers: dict[str, str], expected: Freshness) -> None:
    assert freshness(headers) == expected
