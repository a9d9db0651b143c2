# The `sealog` command with its services; the build context is the repository.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY sdk sdk
COPY exporters exporters
COPY examples examples
RUN python -m venv /opt/sealog \
    && /opt/sealog/bin/pip install --no-cache-dir --disable-pip-version-check ".[exporters]"

FROM python:3.12-slim
COPY --from=build /opt/sealog /opt/sealog
ENV PATH=/opt/sealog/bin:$PATH PYTHONUNBUFFERED=1
# A new named volume takes its owner from here.
RUN install -d -o 65532 -g 65532 -m 0700 /var/lib/sealog
USER 65532:65532
ENTRYPOINT ["sealog"]
