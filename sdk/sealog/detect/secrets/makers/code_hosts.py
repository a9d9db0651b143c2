"""Code hosts and their runners: their secrets, a row each. Whether one is still valid is not checked.

Source: their documentation on personal access tokens.
Examples of every row, found and not found: `tests/detect/secrets/code_hosts.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.checksums import has_crc32
from sealog.detect.secrets.forms import named, token

ROWS = (
    token("github_token", "ghp_ gho_ ghu_ ghs_ ghr_", "gh[pousr]_[0-9A-Za-z]{36}", floor=3.0, check=has_crc32),
    token("github_token", "github_pat_", "github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}", floor=3.0),
    named("github_token", "github", "[0-9a-f]{40}"),
    token(
        "gitlab_token",
        "glagent- glpat- gldt- glft- glimt- glsoat- glffct- glrtr-",
        r"gl(?:pat|dt|agent|ft|imt|soat|ffct|rtr)-[\w-]{20,64}(?:\.[0-9a-z]{2}\.[0-9a-z]{9})?",
        floor=3.0,
    ),
    token("gitlab_token", "glpat- gldt-", r"gl(?:pat|dt)-[\w-]{27,300}\.[0-9a-z]{2}\.[0-9a-z]{7}", floor=3.0),
    token("gitlab_token", "glrt-", r"glrt-[\w-]{20,300}(?:\.[0-9a-z]{2}\.?[0-9a-z]{7,9})?", floor=3.0),
    token("gitlab_token", "glptt-", "glptt-[0-9a-f]{40}"),
    token("gitlab_token", "glcbt-", r"glcbt-[0-9a-zA-Z]{1,5}_[\w-]{20}"),
    token("gitlab_token", "gr1348941", r"GR1348941[\w-]{20}", floor=3.0),
    token("gitlab_token", "gloas-", "gloas-[0-9a-f]{64}"),
    named("gitlab_token", "_gitlab_session", "[0-9a-z]{32}", any_name=True, floor=3.0),
    named("gitlab_token", "gitlab", r"[\w-]{20}", floor=3.3),
    token("atlassian_token", "atatt3", r"ATATT3[\w+/=-]{180,240}"),
    token("atlassian_token", "atctt3", r"ATCTT3[\w+/=-]{150,240}"),
    named("atlassian_token", "atlassian confluence jira", "(?:[0-9a-zA-Z]{24}|[0-9a-zA-Z]{20})", floor=3.5),
    token("bitbucket_token", "atbb", "ATBB[0-9A-Za-z]{24,32}", floor=3.0),
    named("bitbucket_token", "bitbucket", r"(?:[0-9A-Za-z]{32}|[\w=-]{64})", floor=3.0),
    named("gitea_token", "gitea forgejo codeberg", "[0-9a-f]{40}"),
    token("sourcegraph_token", "sgp_ sgd_", "sg[pd]_(?:(?:local|[0-9a-fA-F]{16})_)?[0-9a-fA-F]{40,64}"),
    token("sourcegraph_token", "slk_", "slk_[0-9a-f]{64}"),
    named("sourcegraph_token", "sourcegraph", "[0-9a-fA-F]{40}"),
    named("gitter_token", "gitter", "[0-9A-Za-z_-]{40}", floor=3.0),
)
