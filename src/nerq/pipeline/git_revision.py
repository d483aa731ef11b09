"""What changed since a Git revision: the old content of changed files, read without filters.

Git is asked for object ids and raw blobs only, so that neither hooks nor filters nor file
monitors of a scanned repository can run.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SAFE = (
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
    "--no-optional-locks",
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_TIMEOUT = 60.0  # seconds for one answer of Git


@dataclass(frozen=True, slots=True)
class Revision:
    """The tree of one commit, below one folder.

    Attributes:
        folder: absolute.
        commit: the merge base that is compared with.
        blobs: object ids by ``/`` path relative to the folder.
    """

    folder: str
    commit: str
    blobs: Mapping[str, str]

    def has_changed(self, path: str, data: bytes) -> bool:
        """Whether a file's bytes differ from the revision's, or the revision lacks it."""
        blob = self.blobs.get(path)
        return blob is None or blob != _blob_id(data, len(blob))

    def contents(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """The old bytes of files; None where the revision has no such file."""
        wanted = list(paths)
        known = [path for path in wanted if path in self.blobs]
        ids = "".join(f"{self.blobs[path]}\n" for path in known).encode()
        out = _git(self.folder, "cat-file", "--batch", stdin=ids) if known else b""
        old: dict[str, bytes | None] = dict.fromkeys(wanted)
        position = 0
        for path in known:
            end = out.index(b"\n", position)
            header = out[position:end].split()
            if len(header) != 3 or header[1] != b"blob":
                raise UsageError(f"git has no content for {path} at {self.commit[:12]}")
            start, size = end + 1, int(header[2])
            old[path] = out[start : start + size]
            position = start + size + 1
        return old


def merge_base(folder: str, reference: str) -> Revision:
    """The commit where the current branch left ``reference``, with its tree.

    Raises:
        UsageError: this is not a Git repository, the reference is unknown, or a shallow clone
            hides where the branches part.
    """
    if not reference or reference.startswith("-"):
        raise UsageError(f"--since {reference}: not a Git reference")
    is_shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    hint = (
        "; this clone is shallow: fetch the history first (git fetch --unshallow, or "
        "fetch-depth: 0 in a workflow)"
        if is_shallow
        else ""
    )
    try:
        commit = _git(
            folder, "rev-parse", "--verify", "--end-of-options", f"{reference}^{{commit}}"
        )
    except UsageError as error:
        raise UsageError(f"--since {reference}: no such commit or branch{hint}") from error
    try:
        base = _git(folder, "merge-base", commit.decode().strip(), "HEAD").decode().strip()
    except UsageError as error:
        raise UsageError(f"--since {reference}: no common ancestor was found{hint}") from error
    return Revision(folder, base, _blobs(folder, base))


def _blobs(folder: str, commit: str) -> dict[str, str]:
    """Regular files below the folder; links and submodules have no content to compare."""
    prefix = _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip()
    tree = f"{commit}:{prefix}" if prefix else commit
    try:
        listing = _git(folder, "ls-tree", "-r", "-z", "--full-tree", tree)
    except UsageError:
        return {}  # The folder did not exist then, so everything in it is new.
    blobs = {}
    for entry in listing.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        mode, _, rest = head.partition(b" ")
        if mode in (b"100644", b"100755"):
            blobs[path.decode("utf-8", "surrogateescape")] = rest.split()[1].decode()
    return blobs


def _blob_id(data: bytes, length: int) -> str:
    """Git's object id of a file (SHA-1, or SHA-256 in repositories of that format)."""
    kind = hashlib.sha256 if length == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(data) + data).hexdigest()


def _git(folder: str, *arguments: str, stdin: bytes = b"") -> bytes:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    command = ["git", *_SAFE, "-C", folder, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments; the reference is verified first
            command,
            input=stdin,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
            env={**environment, **_ENVIRONMENT},
        )
    except FileNotFoundError as error:
        raise UsageError("--since needs git, which was not found") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git {arguments[0]} did not answer in {_TIMEOUT:g} s") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git {arguments[0]} in {Path(folder).name}: {said[-1] if said else '?'}")
    return done.stdout
