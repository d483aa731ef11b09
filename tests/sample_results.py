"""Scan results made of values, for tests of reports."""

from __future__ import annotations

from nerq.model import (
    Alert,
    Alternative,
    Answer,
    Facts,
    Finding,
    Kind,
    Location,
    Origin,
    Outcome,
    Problem,
    Rated,
    Reason,
    Reference,
    ScanResult,
    Signal,
    Target,
    Unavailable,
    Unrated,
    Unresolved,
    Vulnerability,
)

DIMENSIONS = {
    "security": 0.0,
    "maintenance": 0.0,
    "documentation": 0.0,
    "compliance": 100.0,
    "community": 0.0,
}
ALTERNATIVES = (
    Alternative("awesome-scalability", 71.8, "https://nerq.example/safe/awesome-scalability"),
    Alternative("superpowers", 71.8, None),
    Alternative("cs-video-courses", None, None),
)


def reference(
    name: str,
    path: str = "requirements.txt",
    line: int | None = 1,
    *,
    kind: Kind = "package",
    ecosystem: str = "pypi",
    direct: bool = True,
    via: tuple[str, ...] = (),
    version: str | None = None,
    scope: str = "runtime",
    column: int | None = 1,
    cell: int | None = None,
) -> Reference:
    return Reference(
        kind=kind,
        ecosystem=ecosystem,
        name=name,
        location=Location(path, line, column, cell),
        found_by="requirements-txt",
        version=version,
        specifier=f"=={version}" if version else None,
        direct=direct,
        via=via,
        scope=scope,
    )


def finding(
    name: str,
    answer: Answer,
    outcome: Outcome = "pass",
    *references: Reference,
    reasons: tuple[Reason, ...] = (),
    alerts: tuple[Alert, ...] = (),
    kind: Kind = "package",
    ecosystem: str = "pypi",
    purl: str | None = None,
) -> Finding:
    return Finding(
        target=Target(name, kind, ecosystem, purl),
        references=references or (reference(name, kind=kind, ecosystem=ecosystem),),
        answer=answer,
        outcome=outcome,
        reasons=reasons,
        alerts=alerts,
    )


LONG = "an-organisation-with-a-name/and-a-model-whose-name-does-not-end-soon-7b-instruct-v0.3-GGUF"


def _below(score: float) -> tuple[Reason, ...]:
    return (Reason("score-below-threshold", f"{score} is below 70", "error"),)


def _failed() -> tuple[Finding, ...]:
    phi = Facts(
        grade="C",
        recommendation="CAUTION",
        verified=False,
        category="other",
        dimensions=DIMENSIONS,
        known_cves=0,
        eu_ai_act="minimal",
        stars=3426,
        matched_source="huggingface_model",
        matched_url="https://nerq.example/safe/microsoft-phi-2",
        alternatives=ALTERNATIVES,
        history=(("2026-01-01", 60.0), ("2026-02-01", 61.2)),
        assessed_at="2026-03-19T00:00:00Z",
    )
    old = Facts(
        grade="E",
        recommendation="DENY",
        dimensions={"security": 12.0, "maintenance": None},
        known_cves=2,
        max_severity="high",
        has_active_advisory=True,
        vulnerabilities=(
            Vulnerability(
                "GHSA-xxxx-yyyy-zzzz", "high", 8.1, "2.0.1", "https://advisories.example/x"
            ),
            Vulnerability("PYSEC-2026-1"),
        ),
        license="MIT",
        license_category="permissive",
        confidence=0.5,
        signals=(
            Signal("last-release", "maintenance", "2019-01-01", 10.0, 1.0, "old", "PyPI", None),
        ),
    )
    return (
        finding(
            "old-http",
            Rated(31.4, old, source="local", provenance="local", identity="exact"),
            "fail",
            reference("old-http", "uv.lock", 1204, direct=False, via=("flask", "click")),
            reference("old_http", "uv.lock", 1204, direct=False, via=("requests",)),
            reasons=(
                Reason("advisory-high", "GHSA-xxxx-yyyy-zzzz affects 1.9; fixed in 2.0.1", "error"),
                Reason("score-below-threshold", "31.4 is below 70", "error"),
            ),
            alerts=(
                Alert(
                    "advisory-high",
                    "GHSA-xxxx-yyyy-zzzz affects 1.9; fixed in 2.0.1",
                    "GHSA-xxxx-yyyy-zzzz",
                    "high",
                    "2.0.1",
                    "error",
                ),
            ),
            purl="pkg:pypi/old-http@1.9",
        ),
        finding(
            "microsoft/phi-2",
            Rated(61.2, phi, identity="exact"),
            "fail",
            *(
                reference(
                    "microsoft/phi-2",
                    path,
                    line,
                    kind="model",
                    ecosystem="huggingface",
                    column=9,
                    cell=cell,
                )
                for path, line, cell in (
                    ("app.py", 12, None),
                    ("nb/explore.ipynb", 3, 2),
                    ("src/models/language/loader_for_everything.py", 120, None),
                    ("tests/test_app.py", 4, None),
                )
            ),
            reasons=_below(61.2),
            kind="model",
            ecosystem="huggingface",
            purl="pkg:huggingface/microsoft/phi-2",
        ),
        finding(
            LONG,
            Rated(69.97, Facts(grade="B"), is_confirmed=False),
            "fail",
            reasons=_below(69.97),
            kind="model",
            ecosystem="huggingface",
        ),
    )


def _open() -> tuple[Finding, ...]:
    return (
        finding(
            "slow-service", Unavailable("the service did not answer within 10 s"), "unavailable"
        ),
        *(
            finding(f"in-house-{n}", Unrated("private", "private: never asked"), "unknown")
            for n in range(1, 4)
        ),
        *(
            finding(f"rare-package-{n}", Unrated("not-in-index", "not in the index"), "unknown")
            for n in range(1, 26)
        ),
        finding(
            "left-pad",
            Rated(93.0, Facts(matched_source="npm"), identity="other"),
            "unknown",
            reasons=(Reason("identity-mismatch", "the npm package left-pad was scored instead"),),
        ),
    )


def typical() -> ScanResult:
    """One of everything."""
    return ScanResult(
        findings=(
            *_failed(),
            *_open(),
            *(
                finding(
                    name,
                    Rated(score, Facts(grade="A", recommendation="PROCEED", license="MIT")),
                    "pass",
                    purl=f"pkg:pypi/{name}@1.0",
                )
                for name, score in (("flask", 74.2), ("click", 81.0), ("requests", 92.5))
            ),
            finding(
                "debt",
                Rated(40.0),
                "ignored",
                reasons=(Reason("ignored", "until 2027-01-31: replaced in the next release"),),
            ),
        ),
        problems=(
            Problem(Location("old.lock", 3), "not TOML: a value is missing after =", level="note"),
            Problem(Location("vendor/huge.json"), "larger than 10 MB; not read", level="note"),
        ),
        unresolved=(
            Unresolved(Location("app.py", 30, 5), "from_pretrained(args.model)", "python-calls"),
        ),
        scanned_at="2026-03-20T10:11:12Z",
        source_url="https://nerq.ai",
        notes=("Only direct dependencies were seen: requirements.txt pins nothing.",),
        files=12,
    )


def clean() -> ScanResult:
    """All passed."""
    return ScanResult(
        findings=(finding("flask", Rated(74.2)),),
        scanned_at="2026-03-20T10:11:12Z",
        source_url="https://nerq.ai",
        files=1,
    )


def empty() -> ScanResult:
    """Nothing found."""
    return ScanResult(scanned_at="2026-03-20T10:11:12Z", source_url="https://nerq.ai", files=3)


ORIGIN = Origin("git", "https://git.example/owner/name")
