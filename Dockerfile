# A small image that scans what is mounted at /project:
#
#   docker build -t nerq .
#   docker run --rm -v "$PWD:/project:ro" nerq
#
# For builds that repeat to the byte, name the base by its digest:
#   docker build --build-arg PYTHON_IMAGE=python:3.13.5-slim@sha256:… -t nerq .
ARG PYTHON_IMAGE=python:3.13.5-slim

FROM ${PYTHON_IMAGE} AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
RUN python -m venv /opt/nerq \
    && /opt/nerq/bin/pip install --no-cache-dir --no-compile . \
    && /opt/nerq/bin/pip uninstall --yes pip

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="nerq" \
      org.opencontainers.image.description="Scans dependencies and AI models for trust" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin nerq
COPY --from=build /opt/nerq /opt/nerq
ENV PATH="/opt/nerq/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    NERQ_CACHE_DIR=/home/nerq/.cache/nerq
USER 10001:10001
WORKDIR /project
ENTRYPOINT ["nerq"]
CMD ["scan"]
