"""Documents in the shapes that registries, the hub and OSV publish, with invented contents.

Specifications: the simple repository API (PEP 691, 700, 792), the index's project documents, the
npm registry's package metadata, the hub's API and the OSV schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from contract.evidence_service import EvidenceService

Json = dict[str, Any]


def simple_page(
    name: str,
    uploads: Mapping[str, date],
    *,
    yanked: Mapping[str, str] | None = None,
    status: str | None = None,
    sdist_only: bool = False,
) -> Json:
    """The simple page of a project: one wheel a version, or one sdist."""
    reasons = yanked or {}
    ending = ".tar.gz" if sdist_only else "-py3-none-any.whl"
    files = [
        {
            "filename": f"{name.replace('-', '_')}-{version}{ending}",
            "upload-time": f"{day.isoformat()}T10:00:00Z",
            "yanked": reasons.get(version, False),
            "requires-python": ">=3.10",
        }
        for version, day in uploads.items()
    ]
    page: Json = {"meta": {"api-version": "1.4"}, "name": name, "files": files}
    page["versions"] = list(uploads)
    if status is not None:
        page["project-status"] = {"status": status}
    return page


def project_document(name: str, version: str, **info: Any) -> Json:
    """The project document of the index, as of its newest release."""
    usual: Json = {
        "name": name,
        "version": version,
        "summary": f"Counts things for {name}",
        "description": "It counts things, quickly and without surprises. " * 60,
        "description_content_type": "text/markdown",
        "classifiers": [
            "Development Status :: 5 - Production/Stable",
            "Programming Language :: Python :: 3.13",
        ],
        "license_expression": "MIT",
        "project_urls": {
            "Source": f"https://code.example/{name}",
            "Documentation": "https://d.example",
        },
        "requires_dist": None,
    }
    return {"info": usual | info, "releases": {}, "vulnerabilities": []}


def npm_package(
    name: str, uploads: Mapping[str, date], *, with_dates: bool = True, **latest: Any
) -> Json:
    """The npm registry's document of a package; ``latest`` adds to its newest version."""
    versions: Json = {
        version: {
            "name": name,
            "version": version,
            "description": f"Counts things for {name}",
            "license": "MIT",
            "repository": {"type": "git", "url": f"git+https://code.example/{name}.git"},
            "dist": {"tarball": f"https://files.example/{name}-{version}.tgz"},
        }
        for version in uploads
    }
    last = list(uploads)[-1]
    versions[last] |= latest
    document: Json = {"name": name, "dist-tags": {"latest": last}, "versions": versions}
    document["maintainers"] = [{"name": "ada"}, {"name": "bob"}]
    if with_dates:
        times = {version: f"{day.isoformat()}T10:00:00.000Z" for version, day in uploads.items()}
        document["time"] = {
            "created": min(times.values()),
            "modified": max(times.values()),
            **times,
        }
        document["readme"] = "It counts things, quickly and without surprises. " * 60
    return document


def advisory(identity: str, ecosystem: str, name: str, **more: Any) -> Json:
    """An OSV document; without ``versions`` or ``fixed`` it covers every version."""
    versions, fixed = more.pop("versions", None), more.pop("fixed", None)
    affected: Json = {"package": {"ecosystem": ecosystem, "name": name}}
    if versions is not None:
        affected["versions"] = versions
    else:
        events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
        affected["ranges"] = [{"type": "ECOSYSTEM", "events": events}]
    return {
        "id": identity,
        "modified": "2026-11-20T00:00:00Z",
        "published": "2024-05-01T00:00:00Z",
        "affected": [affected],
        **more,
    }


def model_record(name: str, files: tuple[str, ...], **more: Any) -> Json:
    """The hub's record of a model."""
    return {
        "id": name,
        "author": name.partition("/")[0],
        "createdAt": "2024-02-01T00:00:00.000Z",
        "lastModified": "2025-10-01T00:00:00.000Z",
        "gated": False,
        "disabled": False,
        "downloads": 120_000,
        "likes": 300,
        "library_name": "transformers",
        "pipeline_tag": "text-generation",
        "tags": ["transformers", "license:apache-2.0"],
        "cardData": {"license": "apache-2.0", "language": ["en"], "datasets": ["acme/corpus"]},
        "siblings": [{"rfilename": file} for file in ("README.md", "config.json", *files)],
        "config": {"architectures": ["LlamaForCausalLM"]},
        "securityRepoStatus": {"scansDone": True, "filesWithIssues": []},
        "spaces": [],
        **more,
    }


def publish_pypi(
    service: EvidenceService, name: str, uploads: Mapping[str, date], **info: Any
) -> None:
    """The package on the index, with both of its documents."""
    pages = ("yanked", "status", "sdist_only")
    page = simple_page(name, uploads, **{key: info.pop(key) for key in pages if key in info})
    service.answer(f"/index/{name}/", 200, page)
    version = info.pop("version", list(uploads)[-1])
    service.answer(f"/project/{name}/json", 200, project_document(name, version, **info))


def publish_npm(
    service: EvidenceService, name: str, uploads: Mapping[str, date], **more: Any
) -> None:
    """The package on the npm registry."""
    service.answer(f"/npm/{name}", 200, npm_package(name, uploads, **more))


def publish_model(service: EvidenceService, name: str, files: tuple[str, ...], **more: Any) -> None:
    """The model on the hub, with its card and commits."""
    service.answer(f"/hub/api/models/{name}", 200, model_record(name, files, **more))
    service.answer(f"/hub/api/models/{name}/commits/main", 200, [{}] * 9)
    card = "# Model\n## Intended uses\n## Training\n## Evaluation\n" + "It writes texts. " * 120
    service.answer(f"/hub/{name}/raw/main/README.md", 200, card.encode())
