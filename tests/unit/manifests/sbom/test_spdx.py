"""SPDX 2 and 3: packages by package URL, chains and scopes by relationships."""

from __future__ import annotations

import json

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.sbom.spdx import FORMAT


def read(document: object) -> list[str]:
    return shown(FORMAT.parse(source("sbom.spdx.json", json.dumps(document))))


def package(name: str, purl: object = None, **fields: object) -> dict[str, object]:
    locator = f"pkg:pypi/{name}@1" if purl is None else purl
    reference = {
        "referenceCategory": "PACKAGE-MANAGER",
        "referenceType": "purl",
        "referenceLocator": locator,
    }
    return {"SPDXID": name, "name": name, "externalRefs": [reference] if locator else [], **fields}


def related(*triples: tuple[str, str, str]) -> list[dict[str, str]]:
    return [
        {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
        for one, kind, other in triples
    ]


def test_relationships_of_version_2() -> None:
    found = read(
        {
            "spdxVersion": "SPDX-2.3",
            "packages": [package(name) for name in ("root", "a", "b", "c", "t", "alone")],
            "relationships": related(
                ("DOC", "DESCRIBES", "root"),
                ("root", "CONTAINS", "b"),
                ("root", "DEPENDS_ON", "a"),
                ("b", "DEPENDENCY_OF", "a"),
                ("c", "OPTIONAL_DEPENDENCY_OF", "b"),
                ("t", "TEST_DEPENDENCY_OF", "root"),
                ("file", "OTHER", "root"),
            ),
        }
    )
    assert found == [
        "1 a@1",
        "1 b@1 < a",
        "1 c@1 [extra:optional] < b < a",
        "1 t@1 [test]",
        "1 alone@1",
    ]


def test_packages_that_are_described_one_by_one_are_kept() -> None:
    found = read(
        {
            "spdxVersion": "SPDX-2.2",
            "documentDescribes": ["a", "b", 7],
            "packages": [package("a"), package("b")],
        }
    )
    assert found == ["1 a@1", "1 b@1"]


def test_what_is_not_known_is_told() -> None:
    found = read(
        {
            "spdxVersion": "SPDX-2.3",
            "packages": [
                7,
                package("m", "pkg:maven/g/m@1"),
                package("x", "nothing"),
                package("y", [1]),
                package("lib", "", primaryPackagePurpose="LIBRARY"),
                package("image", "", primaryPackagePurpose="CONTAINER"),
                package("old", ""),
                package("http", "pkg:npm/h@1"),
            ],
        }
    )
    assert found == [
        "1 ! packages[0] should be a package, not a number",
        "1 ! packages[2].externalRefs[0].referenceLocator: not a package URL",
        "1 ! packages[3].externalRefs[0].referenceLocator should be a package URL, as text, not an array",
        "1 h@1",
        "None ! components of ecosystems that nerq does not know: 1 maven",
        "1 ! 1 component(s) without a package URL: which package is meant is not known",
    ]


def test_no_list_of_packages_is_told() -> None:
    found = read({"spdxVersion": "SPDX-2.3", "packages": None})
    assert found == ["1 ! packages should be an array, not null"]
    assert read({"spdxVersion": "SPDX-2.3"}) == []


def test_version_3() -> None:
    def element(kind: str, name: str, **fields: object) -> dict[str, object]:
        return {"type": kind, "spdxId": name, **fields}

    found = read(
        {
            "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
            "@graph": [
                element("SpdxDocument", "doc", rootElement=["root"]),
                element("software_Package", "root", software_packageUrl="pkg:pypi/mine@1"),
                element("software_Package", "a", software_packageUrl="pkg:pypi/a@1"),
                element("software_Package", "b", externalIdentifier=[{"externalIdentifierType": "packageUrl", "identifier": "pkg:npm/b@2"}]),
                element("ai_AIPackage", "m", software_packageUrl="pkg:huggingface/o/m@c"),
                element("dataset_DatasetPackage", "d", software_packageUrl="pkg:huggingface/o/d"),
                element("ai_AIPackage", "nameless"),
                {"type": "Relationship", "from": "root", "relationshipType": "dependsOn", "to": ["a", "m"]},
                {"type": "LifecycleScopedRelationship", "from": "a", "relationshipType": "dependsOn", "to": ["b"], "scope": "build"},
                {"type": "Relationship", "from": "m", "relationshipType": "trainedOn", "to": "d"},
                {"type": "Relationship", "from": "m", "relationshipType": "describes", "to": "a"},
            ],
        }
    )  # fmt: skip
    assert found == [
        "1 a@1",
        "1 b@2 [build] < a",
        "1 o/m@c model",
        "1 o/d < o/m dataset",
        "1 ! 1 component(s) without a package URL: which package is meant is not known",
    ]


def test_a_document_of_cyclonedx_is_left_to_its_own_reader() -> None:
    assert read({"bomFormat": "CycloneDX", "components": [1]}) == []


@pytest.mark.parametrize(
    "document", [[], None, {}, {"spdxVersion": 2}, {"spdxVersion": "SPDX-2.3", "packages": {}}]
)
def test_a_file_broken_as_a_whole_is_refused(document: object) -> None:
    with pytest.raises(ManifestError):
        read(document)
