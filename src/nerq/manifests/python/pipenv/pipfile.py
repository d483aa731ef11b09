"""``Pipfile`` of pipenv (https://pipenv.pypa.io/en/latest/pipfile.html).

.. code:: toml

    [packages]
    requests = { version = "==2.18.0", extras = ["socks"] }

    [dev-packages]
    pytest = "*"
"""

from __future__ import annotations

from nerq.manifests.python.pipenv.pipfile_packages import ID, read_pipfile
from nerq.plugin import ManifestFormat

FORMAT = ManifestFormat(
    id=ID,
    title="Pipfile",
    files=("Pipfile",),
    parse=read_pipfile,
    reads="packages, development packages and further categories, with their index",
    omits="Python's own version, scripts",
    spec="https://pipenv.pypa.io/en/latest/pipfile.html",
)
