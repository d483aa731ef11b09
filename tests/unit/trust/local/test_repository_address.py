"""The source repository that a package names."""

from __future__ import annotations

import pytest

from nerq.trust.local.repository_address import github_id, github_id_of_npm


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ([("Source", "https://github.com/psf/requests")], "psf/requests"),
        ([("Source", "https://www.github.com/psf/requests.git")], "psf/requests"),
        ([("Source", "git@github.com:psf/requests.git")], "psf/requests"),
        ([("Issues", "https://github.com/a/tracker/issues"), ("Source", "https://github.com/a/b/tree/main")], "a/b"),
        ([("Funding", "https://github.com/sponsors/someone")], None),
        ([("Source", "https://github.com.evil.example/a/b")], None),
        ([("Source", "https://notgithub.com/a/b")], None),
        ([("Source", "https://pages.github.com/a/b")], None),
        ([("Home", "https://gitlab.com/a/b")], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_address_that_speaks_of_source_comes_first(
    urls: list[tuple[str, str]], expected: str | None
) -> None:
    assert github_id(urls) == expected
    assert github_id(urls[::-1]) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("psf/requests", "psf/requests"),
        ("github:psf/requests", "psf/requests"),
        ("git+https://github.com/psf/requests.git", "psf/requests"),
        ("gist:11081aaa281", None),
        ("", None),
    ],
)
def test_npms_short_forms(written: str, expected: str | None) -> None:
    assert github_id_of_npm(written) == expected
