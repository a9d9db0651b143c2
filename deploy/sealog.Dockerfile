# The `sealog` command with its services; the build context is the repository. Images are pinned by digest, packages and
# crates by hash: the same commit builds the same image.
FROM rust:1.95-slim-bookworm@sha256:d7482085ff5b415f84dba5647ae71606650bdef00db7aeb69f4b3d170c3e4082 AS rust

FROM python:3.12-slim-bookworm@sha256:782412e85d0f0984994c290652577d4018aff08145c85b262bb63dc0c7522254 AS build
COPY --from=rust /usr/local/cargo /usr/local/cargo
COPY --from=rust /usr/local/rustup /usr/local/rustup
ENV CARGO_HOME=/usr/local/cargo RUSTUP_HOME=/usr/local/rustup PATH=/usr/local/cargo/bin:$PATH
# The linker.
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
WORKDIR /src
COPY deploy/requirements.txt deploy/build-requirements.txt deploy/
RUN python -m venv /opt/build && python -m venv /opt/sealog \
    && /opt/build/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement deploy/build-requirements.txt \
    && /opt/sealog/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement deploy/requirements.txt
COPY pyproject.toml README.md LICENSE hatch_build.py ./
COPY deploy/local/cache.py deploy/local/
COPY native native
COPY sdk sdk
COPY exporters exporters
COPY examples examples
RUN SEALOG_BUILD_NATIVE=require /opt/build/bin/pip wheel --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/sealog/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-index dist/*.whl

FROM python:3.12-slim-bookworm@sha256:782412e85d0f0984994c290652577d4018aff08145c85b262bb63dc0c7522254
COPY --from=build /opt/sealog /opt/sealog
ENV PATH=/opt/sealog/bin:$PATH PYTHONUNBUFFERED=1
# New named volumes take their owner from here.
RUN install -d -o 65532 -g 65532 -m 0700 /var/lib/sealog /run/sealog
USER 65532:65532
ENTRYPOINT ["sealog"]
