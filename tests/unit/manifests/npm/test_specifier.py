"""What an npm dependency asks for, and where it comes from."""

from __future__ import annotations

import pytest

from nerq.manifests.npm.specifier import read_specifier
from nerq.model import Origin

REPOSITORY = Origin("git", "https://github.com/o/r")


@pytest.mark.parametrize(
    ("written", "name", "version", "specifier", "origin"),
    [
        ("1.2.3", "x", "1.2.3", "1.2.3", Origin()),
        ("v1.2.3-rc.1+b", "x", "1.2.3-rc.1+b", "v1.2.3-rc.1+b", Origin()),
        ("1.2", "x", None, "1.2", Origin()),
        ("1.0.0 - 2.0.0", "x", None, "1.0.0 - 2.0.0", Origin()),
        ("", "x", None, None, Origin()),
        ("npm:real@1.0.0", "real", "1.0.0", "1.0.0", Origin()),
        ("npm:@s/real@^1", "@s/real", None, "^1", Origin()),
        ("npm:real", "real", None, None, Origin()),
        ("npm:@s/real", "@s/real", None, None, Origin()),
        ("npm:^1.2.0", "x", None, "^1.2.0", Origin()),
        ("npm:1.2.0", "x", "1.2.0", "1.2.0", Origin()),
        ("patch:x@npm%3A1.2.3#~/p.patch", "x", "1.2.3", "1.2.3", Origin()),
        ("patch:x@patch%3Ax@npm%253A1.2.3%23p#q", "x", "1.2.3", "1.2.3", Origin()),
        ("o/r", "x", None, "o/r", REPOSITORY),
        ("o/r#semver:^1", "x", None, "o/r#semver:^1", REPOSITORY),
        ("github:o/r#v1", "x", None, "github:o/r#v1", REPOSITORY),
        ("gitlab:o/r", "x", None, "gitlab:o/r", Origin("git", "https://gitlab.com/o/r")),
        ("git@github.com:o/r.git", "x", None, "github.com:o/r.git", REPOSITORY),
        (
            "git+ssh://git@github.com:o/r.git#v1",
            "x",
            None,
            "git+ssh://github.com:o/r.git#v1",
            REPOSITORY,
        ),
        (
            "https://github.com/o/r/archive/v1.tar.gz",
            "x",
            None,
            "https://github.com/o/r/archive/v1.tar.gz",
            REPOSITORY,
        ),
        (
            "https://codeload.github.com/o/r/tar.gz/abc",
            "x",
            None,
            "https://codeload.github.com/o/r/tar.gz/abc",
            REPOSITORY,
        ),
        (
            "git+https://u:secret@host.example/o/r.git#c",
            "x",
            None,
            "git+https://host.example/o/r.git#c",
            Origin("git", "https://host.example/o/r.git"),
        ),
        (
            "https://u:se/cret@host.example/x.tgz",
            "x",
            None,
            "https://host.example/x.tgz",
            Origin("url", "https://host.example/x.tgz"),
        ),
        (
            "https://host.example/x.tgz?token=secret",
            "x",
            None,
            "https://host.example/x.tgz",
            Origin("url", "https://host.example/x.tgz"),
        ),
        ("file:../x", "x", None, "file:../x", Origin("path")),
        ("link:./x", "x", None, "link:./x", Origin("path")),
        ("portal:../x", "x", None, "portal:../x", Origin("path")),
        (
            "https://host.example:8080/x/-/x-1.tgz",
            "x",
            None,
            "https://host.example:8080/x/-/x-1.tgz",
            Origin("registry", "https://host.example:8080"),
        ),
        (
            "https://host.example:port/x.tgz",
            "x",
            None,
            "https://host.example:port/x.tgz",
            Origin("url", "https://host.example/port/x.tgz"),
        ),
        (
            "https://host.example:99999/x.tgz",
            "x",
            None,
            "https://host.example:99999/x.tgz",
            Origin("url"),
        ),
        ("https:///x.tgz", "x", None, "https:///x.tgz", Origin("url")),
        ("gist:abc", "x", None, "gist:abc", Origin("git", "https://gist.github.com/abc")),
        ("./x", "x", None, "./x", Origin("path")),
        ("C:\\x", "x", None, "C:\\x", Origin("path")),
        ("~/x", "x", None, "~/x", Origin("path")),
        ("jsr:^1", "x", None, "jsr:^1", Origin("registry", "jsr:")),
        ("catalog:", "x", None, "catalog:", Origin()),
    ],
)
def test_what_a_specifier_asks_for(
    written: str, name: str, version: str | None, specifier: str | None, origin: Origin
) -> None:
    found = read_specifier("x", written)
    assert (found.name, found.version, found.specifier, found.origin) == (
        name,
        version,
        specifier,
        origin,
    )
    assert "secret" not in str(found)
    assert "cret@" not in str(found)
