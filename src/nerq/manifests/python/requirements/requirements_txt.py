r"""Reads requirements files as pip does, with the files they include.

    # requirements.txt
    -r base.txt
    requests[socks]==2.32.3 ; python_version >= "3.9" \
        --hash=sha256:…
        # via -r requirements.in
    mylib @ git+https://github.com/me/mylib@v1

Format: https://pip.pypa.io/en/stable/reference/requirements-file-format/ (pip 26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.python.requirements.prose import summed_up
from nerq.manifests.python.requirements.requirement_lines import ID, read_file
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source


def parse(source: Source) -> Iterator[Item]:
    """The requirements of a file and of those it includes, in the order pip reads them.

    Where hardly a line is a requirement, one problem stands for all of them.

    Raises:
        ManifestError: the file itself cannot be read.
    """
    yield from summed_up(read_file(source), source.path)


FORMAT = ManifestFormat(
    id=ID,
    title="pip requirements and constraints files",
    files=(
        "*requirement*.txt",
        "*requirement*.in",
        "*requirement*.lock",
        "requirements/*.txt",
        "requirements/*.in",
        "*constraints*.txt",
        "*constraints*.in",
    ),
    parse=parse,
    reads="requirements with extras, markers, hashes, URLs and paths, -r and -c files, index"
    " options, and the comments of pip-compile and uv on what needs a package and where"
    " it is from",
    omits="files on other machines, values of environment variables, what nameless folders need",
    spec="https://pip.pypa.io/en/stable/reference/requirements-file-format/",
)
