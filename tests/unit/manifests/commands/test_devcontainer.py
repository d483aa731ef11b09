"""Development containers."""

from __future__ import annotations

import pytest
from shown import items

from nerq.errors import ManifestError
from nerq.manifests.commands.devcontainer import FORMAT


def test_a_development_container_names_what_its_commands_install() -> None:
    text = (
        '{\n  // note\n  "postCreateCommand": "pip install a==1 && npm i -g b",\n'
        '  "onCreateCommand": {"x": ["pipx", "install", "c"], "y": {"z": "pip install no"}}\n}'
    )
    assert items(FORMAT, "devcontainer.json", text) == [
        "4 package/pypi c@None dev",
        "3 package/pypi a@1 dev",
        "3 package/npm b@None dev",
    ]
    long = '{"postStartCommand": "pip install %s"}' % ("a " * 300_000)
    assert items(FORMAT, "devcontainer.json", long) == [
        "1 ! not read: a command of more than 500,000 characters"
    ]


@pytest.mark.parametrize("text", ["[1]"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        items(FORMAT, "devcontainer.json", text)
