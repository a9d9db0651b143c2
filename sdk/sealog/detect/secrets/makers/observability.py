"""Monitoring, logs and incidents: their secrets, a row each. No request checks whether one is still valid.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/observability.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    named(
        "datadog_key",
        "datadog dd_api dd_app dd-api-key dd-application-key",
        "(?:[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-z]{40})",
        floor=3.0,
    ),
    token("datadog_key", "ddapi_ ddapp_", "dd(?:api|app)_[0-9A-Za-z]{34,40}"),
    token("new_relic_key", "nrak-", "NRAK-[0-9A-Za-z]{27}"),
    token("new_relic_key", "nrii-", r"NRII-[\w-]{32}"),
    token("new_relic_key", "nrjs-", "NRJS-[0-9a-f]{19}"),
    token("new_relic_key", "nral", "[0-9a-f]{36}NRAL", lead=36),
    token("new_relic_key", "nriq- nrra- nrsp-", r"NR(?:IQ|RA|SP)-[\w-]{27,40}"),
    named("new_relic_key", "newrelic new_relic new-relic", "(?:[0-9a-z]{64}|[0-9a-f]{40})", floor=3.0),
    token("grafana_token", "glc_", "glc_[0-9A-Za-z+/]{32,400}={0,3}", floor=3.0),
    token("grafana_token", "glsa_", "glsa_[0-9A-Za-z]{32}_[0-9A-Fa-f]{8}", floor=3.0),
    token("grafana_token", "eyjrijoi", "eyJrIjoi[0-9A-Za-z+/]{56,400}={0,3}"),
    token("sentry_token", "sntrys_", "sntrys_eyJpYXQiO[0-9A-Za-z+/=]{30,300}_[0-9A-Za-z+/]{43}"),
    token("sentry_token", "sntryu_", "sntryu_[0-9a-f]{64}"),
    named("sentry_token", "sentry", "[0-9a-f]{64}"),
    token(
        "sentry_dsn", ".ingest.", r"[0-9a-f]{32}@o[0-9]{1,12}\.ingest\.(?:[a-z]{2}\.)?sentry\.io/[0-9]{1,20}", lead=48
    ),
    token("dynatrace_token", "dt0c01. dt0s01. dt0s16.", r"dt0(?:c01|s01|s16)\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{64}"),
    token("honeycomb_key", "hcaik_ hcbik_ hcamk_ hcxik_", "hc[abx](?:ik|mk)_[0-9a-z]{58,62}"),
    named("honeycomb_key", "honeycomb", "(?:[0-9a-f]{32}|[0-9A-Za-z]{22})", floor=3.0),
    named(
        "logzio_token",
        "logzio logz",
        "(?:[0-9A-Za-z]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})",
        floor=3.0,
    ),
    named("sumologic_key", "sumo sumologic", "(?:su[0-9A-Za-z]{12}|[0-9A-Za-z]{64})", floor=3.0),
    named("loggly_token", "loggly", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("papertrail_token", "papertrail", "[0-9A-Za-z]{20}", floor=3.0),
    named("pagerduty_key", "pagerduty pd_api pager_duty", r"(?:[0-9a-f]{32}|[\w+-]{20})", floor=3.0),
    token("pagerduty_key", "u+", r"u\+[\w+-]{18}", floor=3.3),
    named("opsgenie_key", "opsgenie", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("rollbar_token", "rollbar", "[0-9a-f]{32}"),
    named("bugsnag_key", "bugsnag", "[0-9a-f]{32}"),
    named("airbrake_key", "airbrake", "[0-9a-f]{32}"),
    named("amplitude_key", "amplitude", "[0-9a-f]{32}"),
    named("mixpanel_key", "mixpanel", "[0-9a-f]{32}"),
    named("segment_key", "segment", r"(?:sgp_[0-9A-Za-z]{64}|[\w-]{32,43})", floor=3.3),
    token("segment_key", "sgp_", "sgp_[0-9A-Za-z]{64}"),
    token("posthog_key", "phx_ phc_", "ph[xc]_[0-9A-Za-z]{43,47}"),
    token("axiom_token", "xaat- xapt-", "xa(?:at|pt)-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("statuspage_key", "statuspage", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("checkly_key", "checkly", "(?:cu_)?[0-9a-f]{32}"),
    named("splunk_token", "splunk hec_token", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("tailscale_key", "tskey-", "tskey-(?:api|auth|client|scim|webhook)-[0-9A-Za-z]{10,24}-[0-9A-Za-z]{20,40}"),
    token("coralogix_key", "cxtp_ cxup_", "cx[tu]p_[0-9A-Za-z]{30}"),
    token("logfire_token", "pylf_v1_ pylf_v2_", "pylf_v[12]_(?:us|eu|stagingus|stagingeu)_[0-9A-Za-z]{30,60}"),
)
