"""``setup.py``: what its call of ``setup()`` says without running it.

https://setuptools.pypa.io/en/latest/references/keywords.html

.. code:: python

    setup(
        install_requires=["requests>=2"],
        extras_require={"socks": ["pysocks"]},
    )
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source


def parse(source: Source) -> Iterator[Item]:
    """The packages that calls of ``setup()`` name; what is computed is a problem.

    Raises:
        ManifestError: the file is not Python of this interpreter's version, or too large.
    """
    from nerq.manifests.python.setuptools.setup_calls import read_setup_calls  # brings in `ast`

    yield from read_setup_calls(source)


FORMAT = ManifestFormat(
    id="setup-py",
    title="setup.py",
    files=("setup.py",),
    parse=parse,
    reads="what setup() is given in writing, through names and concatenation; never run",
    omits="what is computed or read from files: reported as a problem",
    spec="https://setuptools.pypa.io/en/latest/references/keywords.html",
)
