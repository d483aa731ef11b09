"""Licences as they are written, and what they mean."""

from __future__ import annotations

import threading

import pytest

from nerq.trust.local.licences import licence_of_classifiers, read_licence


@pytest.mark.parametrize(
    ("written", "expression", "is_exact", "is_approved"),
    [
        ("MIT", "MIT", True, True),
        ("apache-2.0", "Apache-2.0", True, True),
        ("BSD-3-Clause AND CC0-1.0", "BSD-3-Clause AND CC0-1.0", True, False),
        ("GPL-2.0-only OR CC-BY-NC-4.0", "GPL-2.0-only OR CC-BY-NC-4.0", True, True),
        ("GPL-2.0-or-later WITH Classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0", True, True),
        ("MIT License", "MIT", False, True),
        ("Apache License,\n Version 2.0", "Apache-2.0", False, True),
        ("BSD", "BSD-3-Clause", False, True),
        ("Permission is hereby granted, free of charge, to any person", "MIT", False, True),
    ],
)  # fmt: skip
def test_a_licence_is_read_as_spdx(
    written: str, expression: str, *, is_exact: bool, is_approved: bool
) -> None:
    found = read_licence(written)
    assert (found.expression, found.is_exact, found.is_osi_approved) == (
        expression,
        is_exact,
        is_approved,
    )


@pytest.mark.parametrize(
    "written",
    [
        "Proprietary",
        "Public Domain",
        "see LICENSE",
        "UNKNOWN",
        "(" * 150,
        "MIT AND",
        "( OR MIT",
        "MIT WITH AND (",
        "x" * 9999,
        "\x1b[31mMIT",
    ],
)
def test_other_terms_have_no_expression(written: str) -> None:
    found = read_licence(written)
    assert found.expression is None
    assert found.is_osi_approved is None
    assert "\x1b" not in found.written


@pytest.mark.parametrize(
    ("written", "word"),
    [("llama3.1", "use policy"), ("cc-by-nc-4.0", "commercial"), ("CC-BY-NC-SA-4.0", "commercial"),
     ("openrail", "restrictions"), ("gemma", "use policy"), ("creativeml-openrail-m", "restrictions"),
     ("bigscience-bloom-rail-1.0", "restrictions"), ("SSPL-1.0", "services")],
)  # fmt: skip
def test_licences_that_restrict_use_are_named(written: str, word: str) -> None:
    found = read_licence(written)
    assert found.restriction is not None
    assert word in found.restriction
    assert found.is_osi_approved is not True


def test_ordinary_licences_restrict_nothing() -> None:
    for written in ("MIT", "Apache-2.0", "AGPL-3.0-only", "CC-BY-4.0"):
        assert read_licence(written).restriction is None


def test_classifiers_name_a_licence() -> None:
    osi = "License :: OSI Approved"
    assert licence_of_classifiers([f"{osi} :: MIT License", "Topic :: Software"]) == "MIT"
    both = [f"{osi} :: MIT License", f"{osi} :: Apache Software License"]
    assert licence_of_classifiers(both) == "Apache-2.0 AND MIT"
    assert licence_of_classifiers([osi]) is None
    assert licence_of_classifiers(["License :: Other/Proprietary License"]) is None


def test_several_threads_may_read_licences_at_once() -> None:
    found: list[str | None] = []
    names = [f"MIT OR Apache-2.0 OR LicenseRef-{n}" for n in range(4)] + [
        "MIT AND BSD-2-Clause"
    ] * 4
    threads = [
        threading.Thread(target=lambda name=name: found.append(read_licence(name).expression))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert found.count("MIT AND BSD-2-Clause") == 4


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("GPL v3", "GPL-3.0-only"),
        ("GNU General Public License v3.0", "GPL-3.0-only"),
        ("GNU GPLv2 (with FOSS License Exception)", "GPL-2.0-only"),
        ("LGPL v2.1 or later", "LGPL-2.1-or-later"),
        ("AGPL v3", "AGPL-3.0-only"),
        ("BSD 3-Clause OR Apache-2.0", "BSD-3-Clause OR Apache-2.0"),
        ("Apache Software License 2.0", "Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("Apache 2.0 and MIT", "Apache-2.0 AND MIT"),
        ("2-clause BSD", "BSD-2-Clause"),
        ("Mozilla Public License 2.0", "MPL-2.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("Proprietary", None),
        ("Dual License", None),
        ("LICENSE.txt", None),
        ("MIT or what we say", None),
    ],
)
def test_names_as_people_write_them_are_read(written: str, expression: str | None) -> None:
    assert read_licence(written).expression == expression


def test_a_description_may_say_what_the_metadata_does_not() -> None:
    from nerq.trust.local.licence_names import licence_in_words

    assert licence_in_words("Acme is released under the [MIT] License") is None
    assert licence_in_words("Acme is released under the MIT License.") == "MIT"
    assert licence_in_words("licensed under the terms of the GPL v3 license") == "GPL-3.0-only"
    assert licence_in_words("released under the moon") is None
