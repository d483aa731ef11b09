"""Writes docs/reliability.md from the fault table: ``python tests/contract/reliability_page.py``.

Every line of the table is what was observed over a real socket.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
if str(ROOT / "tests") not in sys.path:
    sys.path.insert(0, str(ROOT / "tests"))

from contract.faults import FAULTS  # noqa: E402 -- the path comes first, for a run as a script
from contract.observing import TARGETS, observed  # noqa: E402 -- as above

if TYPE_CHECKING:
    from contract.observing import Fault

PAGE = ROOT / "docs" / "reliability.md"

_HEAD = """\
<!-- Written by tests/contract/reliability_page.py; change the code instead. -->
# Reliability

Between a scan and its verdict stands a network service. This page says what nerq does when that
service, or the network, does not do what it should. The rule: **a missing answer is never a
pass.** It is counted in every report, and the exit code is 3 (or 1, where something else failed).

## How it asks

- Each target once, 50 in a batch, ten requests at a time. What a batch leaves below the threshold
  is asked again singly, and that answer decides. Where the single question cannot be asked, the
  batch answer stands and is marked unconfirmed. Of rows that tell their registry at most 30 are
  asked again in one run, those nearest to passing first; past these the batch decides. Targets that
  the batch does not know, and namesakes that it shows, are not asked again. One target alone is
  asked singly at once.
- A request that breaks is tried four times, after growing and uneven pauses. A batch that still
  fails is split until the row at fault stands alone. When nothing works any more, nothing more is
  sent.
- `429` holds all requests back for as long as `Retry-After` says. When that would pass the total
  time limit (`--timeout`), nerq reports what it knows and says when to come back; what was answered
  is in the cache, and the next run goes on from there.
- HTTP/1.1 over connections that are kept open.

## What it keeps

- Answers are kept in the user's cache folder (or `NERQ_CACHE_DIR`), in one SQLite file that only
  the user can read, for as long as `Cache-Control` allows (an hour where the service says
  nothing; at most an hour for «not in the index»; `no-store` is obeyed). Several runs can share it.
- Past that time the question is asked again, with `If-None-Match` for a single answer: «unchanged»
  renews its score. The facts beside the score are asked for whole after a day. If it cannot be
  asked, the old answer stands in for as long as `stale-while-revalidate` allows, marked
  `stale-cache`.
- `--offline` sends nothing and uses kept answers of any age, and `--snapshot FILE`, which goes
  first. A snapshot states its date, the service and a checksum; `max-age` refuses an old one.
- A damaged, locked or unwritable cache costs time and one line of warning, nothing else. A row
  whose checksum does not fit is asked for anew, and never read as another number.
- A file that another program made, a file of another user, a symbolic link or a folder where a
  cache should lie is left as it is; nothing is kept then, and one line says so.
- A damaged import of advisories is an error that is said, never a package without advisories.

## What it guards

- Certificates are always verified, with the system's trust store and `SSL_CERT_FILE`. Proxies are
  those of the environment.
- The API key goes to the configured origin only, and over plain `http` only to this machine.
  Redirects are followed within that origin.
- Answers over 5 MB are refused while they arrive, packed ones by their unpacked size. One request
  ends after 30 seconds, however slowly its bytes trickle.
- Scores that are not numbers from 0 to 100 are not scores. A score given twice with two values is
  none. Texts lose their control characters and are cut to a length; addresses that are not http or
  https are dropped.

## What happens when

Three targets are asked, two that pass and one that the service does not know, with an empty
cache. `SERVICE` stands for the service's address.

| what is wrong | what nerq says | answered | exit code | kept |
| --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page, from faults observed now."""
    return _HEAD + "".join(_line(fault) for fault in FAULTS)


def _line(fault: Fault) -> str:
    seen = observed(fault)
    message = re.sub(r"https?://127\.0\.0\.1:\d+", "SERVICE", seen.message or "")
    # OpenSSL 1.1 writes it in two words.
    message = message.replace("self signed", "self-signed").replace("|", "\\|") or "nothing"
    answered = f"{seen.answered} of {len(TARGETS)}"
    return f"| {fault.title} | {message} | {answered} | {seen.exit_code} | {seen.kept} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
