# Our collector distribution: built from builder.yaml and our own components, run from an empty image.
FROM golang:1.26.8-bookworm@sha256:a688600ca24f8a4d3ca77f95b0dd40704a9fc787c826660eb7ba0b641b8b175d AS build
ENV CGO_ENABLED=0
RUN go install go.opentelemetry.io/collector/cmd/builder@v0.165.0
WORKDIR /src
COPY collector/ collector/
COPY collector-config/builder.yaml collector-config/
WORKDIR /src/collector-config
RUN builder --skip-strict-versioning --config builder.yaml \
    && mkdir -p /empty/state

FROM busybox:1.37.0-musl@sha256:5cec3fc171c87218698e85a52af7087de727372aae264a787b8112901a5b0092 AS wget

# Nothing but the collector, authorities for TLS, and a wget for the health check: no shell.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=wget /bin/busybox /bin/wget
COPY --from=build /src/collector-config/build/sealog-collector /sealog-collector
# A new named volume takes its owner from here.
COPY --from=build --chown=65532:65532 /empty/state /var/lib/sealog
USER 65532:65532
EXPOSE 4317 4318
ENTRYPOINT ["/sealog-collector"]
