"""Container files."""

from __future__ import annotations

from shown import items

from nerq.manifests.commands.dockerfile import FORMAT

DOCKERFILE = """\
FROM python:3.12
RUN --mount=type=cache,target=/c \\
    apt-get install -y git && \\
    # why
    pip install torch==2.4.1 \\
        numpy
RUN ["uv", "pip", "install", "flask==3.0"]
RUN <<EOF
pipx install black
EOF
ONBUILD RUN pip install late
COPY . .
"""


def test_a_container_file_names_what_run_installs() -> None:
    assert items(FORMAT, "Dockerfile", DOCKERFILE) == [
        "5 package/pypi torch@2.4.1 runtime",
        "6 package/pypi numpy@None runtime",
        "7 package/pypi flask@3.0 runtime",
        "9 package/pypi black@None runtime",
        "11 package/pypi late@None runtime",
    ]
