"""Hosts where Go modules of the public live, since a module's path is its address.

A module path begins with the host that serves it (https://go.dev/ref/mod#module-path). A host
that is not listed here, or below one of these, may be a company's own: its modules' paths are
not told to anybody.
"""

from __future__ import annotations

_HOSTS = frozenset(
    """
    bitbucket.org codeberg.org git.sr.ht gitea.com github.com gitlab.com go.googlesource.com
    golang.org google.golang.org gopkg.in launchpad.net pkg.re

    4d63.com 9fans.net aead.dev ariga.io atomicgo.dev bazil.org buf.build c2sp.org cel.dev
    charm.land cloud.google.com code.gitea.io connectrpc.com contrib.go.opencensus.io
    cuelabs.dev cuelang.org dagger.io dario.cat deps.dev entgo.io filippo.io firebase.google.com
    fortio.org fyne.io gioui.org go-simpler.org go.augendre.info go.dedis.ch go.etcd.io
    go.mongodb.org go.mozilla.org go.opencensus.io go.opentelemetry.io go.starlark.net
    go.step.sm go.temporal.io go.uber.org go.yaml.in go4.org gocloud.dev gonum.org gorm.io
    gotest.tools helm.sh honnef.co istio.io k8s.io knative.dev lukechampine.com maragu.dev
    modernc.org mvdan.cc nhooyr.io oras.land rogchap.com rsc.io sigs.k8s.io storj.io
    tailscale.com tekton.dev tinygo.org upper.io vitess.io xorm.io zombiezen.com zgo.at
    """.split()  # noqa: SIM905 - eighty names in quotes would hide them
)
_STANDARD = frozenset({"std", "stdlib", "toolchain", "go"})


def host_of_module(path: str) -> str:
    """The host that a module path begins with, lower case; a local name is its own host."""
    return path.partition("/")[0].lower()


def is_public_module(path: str) -> bool:
    """Whether a Go module is served by a host of public code, or is Go itself."""
    host = host_of_module(path)
    parts = host.split(".")
    return host in _STANDARD or any(".".join(parts[at:]) in _HOSTS for at in range(len(parts)))
