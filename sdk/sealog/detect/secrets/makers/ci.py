"""Builds and infrastructure as code: their secrets, a row each. Whether one is still valid is not checked.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/ci.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token("circleci_token", "ccipat_ ccipjrt_", "CCI(?:PAT|PJRT)_[0-9A-Za-z]{22}_[0-9a-f]{40}"),
    named("circleci_token", "circleci circle_token circle", "[0-9a-f]{40}"),
    token("buildkite_token", "bkua_ bkaa_ bkct_ bkat_ bkpt_", "bk(?:ua|aa|ct|at|pt)_[0-9A-Za-z]{20,64}"),
    named("travis_token", "travis", "[0-9A-Za-z_-]{22}", floor=3.3),
    named("drone_token", "drone droneci", "[0-9A-Za-z]{32}", floor=3.0),
    named(
        "codecov_token", "codecov", "(?:[0-9a-z]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})", floor=3.0
    ),
    token("snyk_token", "snyk_uat. snyk_sat.", r"snyk_[us]at\.[0-9a-f]{8}\.[\w-]{20,1200}(?:\.[\w-]+)*"),
    named("snyk_token", "snyk", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("sonar_token", "squ_ sqp_ sqa_", "sq[upa]_[0-9a-f]{40}"),
    named("sonar_token", "sonar.login sonarlogin sonar_login", "(?:sq[upa]_)?[0-9a-f]{40}", any_name=True),
    named("sonar_token", "sonar sonarqube sonarcloud", "(?:sq[upa]_)?[0-9a-f]{40}"),
    token("terraform_cloud_token", ".atlasv1.", r"[0-9A-Za-z]{14}\.atlasv1\.[\w=-]{60,70}", lead=14),
    token("pulumi_token", "pul-", "pul-[0-9a-f]{40}"),
    token("infracost_key", "ico-", r"ico-[0-9A-Za-z]{32}(?!\.[a-z])"),
    token("prefect_key", "pnu_ pnb_", "pn[ub]_[0-9A-Za-z]{36}"),
    token("harness_token", "pat. sat.", r"[ps]at\.[\w-]{22}\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{20}"),
    token("octopus_key", "api-", "API-[0-9A-Z]{26,32}", floor=3.2),
    token("spacelift_key", "spctl_", "spctl_[0-9A-Za-z]{32}"),
    token("launchdarkly_key", "api- sdk- mob-", "(?:api|sdk|mob)-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("launchdarkly_key", "launchdarkly", r"[\w=-]{40}", floor=3.0),
    token("postman_key", "pmak-", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    token("postman_key", "pmat-", "PMAT-[0-9A-Z]{26}"),
    token("readme_key", "rdme_", "rdme_[0-9a-z]{70}"),
    token("defined_networking_token", "dnkey-", r"dnkey-[\w=-]{26}-[\w=-]{52}"),
    token("artifactory_reference", "reftkn", "reftkn:[0-9]{2}:[0-9]{10}:[0-9A-Za-z]{28}"),
)
