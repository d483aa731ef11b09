"""Findings about named targets, for tests of report cards; one with hostile texts everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.model import (
    Alternative,
    Facts,
    Finding,
    Rated,
    Reason,
    ScanResult,
    Signal,
    Target,
    Unrated,
    Vulnerability,
)
from nerq.policy import Policy, judge

if TYPE_CHECKING:
    from nerq.model import Answer

FULL = Facts(
    grade="B",
    recommendation="PROCEED",
    verified=True,
    category="web",
    dimensions={"security": 80.0, "maintenance": 71.5, "documentation": None, "community": 0.0},
    known_cves=1,
    max_severity="high",
    vulnerabilities=(Vulnerability("GHSA-1", "high", 8.1, "2.0", "https://a.example/1"),),
    license="MIT",
    license_category="permissive",
    eu_ai_act="limited",
    compliance_score=90.0,
    jurisdictions=52,
    stars=52_000,
    weekly_downloads=1,
    last_commit_days_ago=3,
    interaction_risk="LOW",
    flags=("TARGET_NOT_VERIFIED", "SOMETHING_NEW"),
    matched_source="pypi",
    matched_url="https://nerq.example/safe/flask",
    alternatives=(Alternative("better", 90.0), Alternative("worse", 60.0), Alternative("other")),
    history=(("2026-01-01T00:00:00Z", 70.1), ("2026-02-01", 68.0), ("2026-03-01", 74.25)),
    assessed_at="2026-03-19T00:00:00Z",
)


def judged(answer: Answer, name: str = "flask", policy: Policy | None = None) -> Finding:
    target = Target(name, "package", "pypi", f"pkg:pypi/{name}")
    return judge(target, (), answer, (), policy or Policy())


def result(*findings: Finding) -> ScanResult:
    return ScanResult(
        findings=findings, scanned_at="2026-03-20T10:11:12Z", source_url="https://nerq.example"
    )


EVIL = "\x1b[31m\u202e</title><script>alert(1)</script>|`**x**` [a](javascript:b) <img src=x> @you"
HOSTILE = Facts(
    grade=EVIL,
    recommendation=EVIL,
    category=EVIL,
    dimensions={"security": float("nan"), "community": 400.0},
    max_severity=EVIL,
    known_cves=1,
    vulnerabilities=(Vulnerability(EVIL, EVIL, 1.0, EVIL, "javascript:alert(1)"),),
    license=EVIL,
    license_category=EVIL,
    eu_ai_act=EVIL,
    interaction_risk=EVIL,
    flags=(EVIL,),
    matched_source=EVIL,
    matched_url='https://x.example/"><script>',
    alternatives=(Alternative(EVIL, None, "data:text/html,x"), Alternative("\ud800")),
    history=((EVIL, 1.0), (EVIL, float("inf")), (EVIL, 2.0)),
    assessed_at=EVIL,
    signals=(Signal(EVIL, EVIL, EVIL, 1.0, 1.0, EVIL, EVIL, EVIL),),
)


def hostile() -> ScanResult:
    rated = Finding(
        Target(EVIL, "package", EVIL, EVIL),
        (),
        Rated(50.0, HOSTILE, identity="exact"),
        "fail",
        (Reason(EVIL, EVIL),),
    )
    unrated = Finding(Target("x", "package", "pypi"), (), Unrated(EVIL, EVIL), "unknown")
    return replace(result(rated, unrated), notes=(EVIL,))
