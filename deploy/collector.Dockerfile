# Our collector distribution: built from builder.yaml (the build context is collector-config/), run from an empty image.
FROM golang:1.26.8-bookworm AS build
ENV CGO_ENABLED=0
RUN go install go.opentelemetry.io/collector/cmd/builder@v0.150.0
WORKDIR /src
COPY builder.yaml .
RUN builder --skip-strict-versioning --config builder.yaml \
    && mkdir -p /empty/state

FROM busybox:1.37.0-musl AS wget

# Nothing but the collector, authorities for TLS, and a wget for the health check: no shell.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=wget /bin/busybox /bin/wget
COPY --from=build /src/build/sealog-collector /sealog-collector
# A new named volume takes its owner from here.
COPY --from=build --chown=65532:65532 /empty/state /var/lib/sealog
USER 65532:65532
EXPOSE 4317 4318
ENTRYPOINT ["/sealog-collector"]
