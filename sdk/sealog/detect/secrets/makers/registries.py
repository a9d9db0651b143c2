"""Package and image registries: their secrets, a row each. Whether one is still valid is not checked.

Source: their documentation on access tokens.
Examples of every row, found and not found: `tests/detect/secrets/registries.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token("npm_token", "npm_", "npm_[0-9A-Za-z]{36}", floor=2.5),
    named(
        "npm_token",
        "_authtoken",
        "(?:npm_[0-9A-Za-z]{36}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})",
        any_name=True,
    ),
    token("pypi_token", "pypi-age", r"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[\w-]{50,1000}"),
    token("rubygems_token", "rubygems_", "rubygems_[0-9a-f]{48}"),
    token("crates_token", "cio", "cio[0-9A-Za-z]{32}", floor=3.5),
    token("docker_hub_token", "dckr_pat_ dckr_oat_", r"dckr_(?:pat_[\w-]{27}|oat_[\w-]{32})"),
    named("docker_hub_token", "dockerhub docker_hub docker", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("clojars_token", "clojars_", "CLOJARS_[0-9a-z]{60}"),
    token("nuget_key", "oy2", "oy2[0-9a-z]{43}", floor=3.3),
    token("jfrog_token", "akcp", "AKCp[0-9A-Za-z]{69}", floor=3.5),
    token("jfrog_token", "cmvmd", "cmVmd[0-9A-Za-z]{59}"),
    named("jfrog_token", "jfrog artifactory", "[0-9A-Za-z]{64,73}", floor=3.5),
    token("hex_pm_key", "hexpm", "hexpm_[0-9a-f]{32}"),
    named("nexus_token", "nexus sonatype", "[0-9A-Za-z+/_-]{44}", floor=3.5),
    named("cocoapods_token", "cocoapods trunk_token", "[0-9a-f]{32}"),
    token("packagist_token", "packagist_", "packagist_(?:ort|ack|uut|act)_[0-9a-f]{68}"),
)
