"""CycloneDX: components by package URL, chains by the graph, models among them."""

from __future__ import annotations

import json

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.sbom.cyclonedx import FORMAT


def read(document: object) -> list[str]:
    return shown(FORMAT.parse(source("bom.json", json.dumps({"bomFormat": "CycloneDX", **document} if isinstance(document, dict) else document))))  # fmt: skip


def component(purl: str, **fields: object) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": purl.partition("@")[0],
        "name": "n",
        "purl": purl,
        **fields,
    }


def test_the_graph_tells_what_is_direct() -> None:
    found = read(
        {
            "metadata": {"component": {"bom-ref": "root", "purl": "pkg:pypi/mine@1"}},
            "components": [
                component("pkg:pypi/a@1.0"),
                {"type": "application", "bom-ref": "file", "name": "package-lock.json"},
                component("pkg:npm/%40s/b@2.0.0", scope="optional"),
                component("pkg:golang/example.com/x/c@v3.0.0", scope="excluded"),
                component(
                    "pkg:cargo/d@4.0.0",
                    properties=[{"name": "cdx:npm:package:development", "value": "true"}],
                ),
                component("pkg:pypi/mine@1", **{"bom-ref": "root"}),
            ],
            "dependencies": [
                {"ref": "root", "dependsOn": ["pkg:pypi/a", "file"]},
                {"ref": "file", "dependsOn": ["pkg:npm/%40s/b"]},
                {"ref": "pkg:npm/%40s/b", "dependsOn": ["pkg:golang/example.com/x/c"]},
                {
                    "ref": "pkg:golang/example.com/x/c",
                    "dependsOn": ["pkg:cargo/d", "pkg:npm/%40s/b"],
                },
            ],
        }
    )
    assert found == [
        "1 a@1.0",
        "1 @s/b@2.0.0 [extra:optional]",
        "1 example.com/x/c@v3.0.0 [dev] < @s/b",
        "1 d@4.0.0 [dev] < example.com/x/c < @s/b",
    ]


def test_models_data_repositories_and_actions_have_their_kind() -> None:
    found = read(
        {
            "components": [
                component("pkg:huggingface/Owner/Model@abc", type="machine-learning-model"),
                component("pkg:huggingface/owner/data@abc", type="data"),
                component("pkg:huggingface/datasets/squad"),
                component("pkg:github/o/r@v1"),
                component("pkg:githubactions/actions/checkout@v4"),
                {
                    "type": "machine-learning-model",
                    "bom-ref": "pkg:huggingface/gpt2@e7da",
                    "name": "gpt2",
                },
            ]
        }
    )
    assert found == [
        "1 Owner/Model@abc model",
        "1 owner/data@abc dataset",
        "1 squad dataset",
        "1 o/r@v1 repository",
        "1 actions/checkout@v4 action",
        "1 gpt2@e7da model",
    ]


def test_origins_are_kept_without_credentials() -> None:
    found = read(
        {
            "components": [
                component("pkg:pypi/a@1?repository_url=https://u:secret@index.example/simple"),
                component("pkg:npm/b@1?vcs_url=git%2Bhttps://github.com/o/b%40abc"),
                component("pkg:npm/c@1?repository_url=index.example/npm"),
                component("pkg:pypi/d@1?download_url=file:///d.whl"),
                component("pkg:pypi/e@1?download_url=https://u:secret@files.example/e.whl"),
            ]
        }
    )
    assert found == [
        "1 a@1 registry:https://index.example/simple",
        "1 b@1 git:https://github.com/o/b",
        "1 c@1 registry:https://index.example/npm",
        "1 d@1 path:",
        "1 e@1 registry:https://files.example",
    ]


def test_nested_components_and_what_is_not_known() -> None:
    found = read(
        {
            "components": [
                component("pkg:maven/g/a@1", components=[component("pkg:pypi/b@1")]),
                component("pkg:apk/alpine/musl@1"),
                component("no purl"),
                component("pkg:npm/"),
                {"type": "library", "name": "x", "purl": 7},
                {"type": "library", "name": "nothing"},
                {"type": "file", "name": "f"},
            ]
        }
    )
    assert found == [
        "1 ! components[2].purl: not a package URL",
        "1 ! components[3].purl: not a valid package URL",
        "1 ! components[4].purl should be a package URL, as text, not a number",
        "1 b@1",
        "None ! components of ecosystems that nerq does not know: 1 apk, 1 maven",
        "1 ! 1 component(s) without a package URL: which package is meant is not known",
    ]


def test_a_document_of_spdx_is_left_to_its_own_reader() -> None:
    assert read({"bomFormat": None, "spdxVersion": "SPDX-2.3"}) == []


@pytest.mark.parametrize(
    "document",
    [
        [],
        None,
        {"bomFormat": "Other"},
        {"components": {}},
        {"components": [1]},
        {"components": "x"},
    ],
)
def test_a_file_broken_as_a_whole_is_refused(document: object) -> None:
    with pytest.raises(ManifestError):
        read(document)
