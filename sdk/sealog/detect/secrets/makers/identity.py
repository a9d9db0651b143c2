"""Identity, vaults and keys: their secrets, a row each. Whether one is still valid is not checked.

Source: their documentation.
Examples of every row, found and not found: `tests/detect/secrets/identity.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token("vault_token", "hvs.", r"hvs\.(?:[0-9A-Za-z]{24}|[\w-]{90,120})", floor=3.0),
    token("vault_token", "hvb. hvr.", r"hv[br]\.[\w-]{90,300}"),
    named("vault_token", "vault", r"(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[sb]\.[0-9A-Za-z]{24})"),
    # Before Vault 1.10.
    named("vault_token", "token", r"[sb]\.[0-9A-Za-z]{24}", floor=3.0, any_name=True, marks=("s.", "b.")),
    token("age_secret_key", "age-secret-key-1", "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    token("age_secret_key", "age-plugin-", "AGE-PLUGIN-[0-9A-Z-]{1,24}-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{40,200}"),
    token("onepassword_token", "ops_eyj", "ops_eyJ[0-9A-Za-z+/]{250,1600}={0,3}"),
    token(
        "onepassword_key",
        "a3-",
        "A3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}",
        floor=3.5,
    ),
    token(
        "doppler_token",
        "dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.",
        r"dp\.(?:pt|ct|sa|scim|audit|st(?:\.[0-9a-z_-]{2,35})?)\.[0-9A-Za-z]{40,44}",
    ),
    named("okta_token", "okta ssws", r"00[\w=-]{40}", floor=3.0),
    named("auth0_secret", "auth0", r"[\w-]{48,64}", floor=3.5),
    token("infisical_token", "st.", r"st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}"),
    named("onelogin_secret", "onelogin", "[0-9a-f]{64}"),
    named("jumpcloud_key", "jumpcloud", "(?:jca_[0-9A-Za-z]{36}|[0-9a-f]{40})"),
    token("jumpcloud_key", "jca_", "jca_[0-9A-Za-z]{36}"),
    token(
        "authress_key",
        "sc_ ext_ scauth_ authress_",
        r"(?:sc|ext|scauth|authress)_[0-9a-z]{5,30}\.[0-9a-z]{4,6}\.acc[_-][0-9a-z-]{10,32}\.[0-9A-Za-z+/_=-]{30,120}",
    ),
    named("lastpass_secret", "lastpass", "[0-9A-Za-z]{32,64}", floor=3.3),
    # The base64 of a token, as the data of a Kubernetes Secret holds it: `ZXlK` is `eyJ`.
    token("jwt", "zxlk", r"ZXlK[0-9A-Za-z+/_-]{60,8000}={0,2}", floor=3.5),
    named(
        "keycloak_secret",
        "keycloak",
        "(?:[0-9A-Za-z]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})",
        floor=3.0,
    ),
    named(
        "bitwarden_token",
        "bitwarden bws_access",
        r"0\.[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\.[0-9A-Za-z]{28,34}:[0-9A-Za-z+/]{20,28}={0,2}",
    ),
    token(
        "secret_token_uri", "secret-token:", r"secret-token:(?P<value>[\w.~!$&'()*+,;=:@%-]{12,400})", floor=3.0
    ),  # RFC 8959
    token("rancher_token", "token-", "token-[0-9a-z]{5}:[0-9a-z]{54}"),
    token("password_hash", "$2a$ $2b$ $2y$", r"\$2[aby]\$[0-9]{2}\$[0-9A-Za-z./]{53}"),
    token(
        "password_hash",
        "$5$ $6$",
        r"\$(?:5\$(?:rounds=[0-9]{4,9}\$)?[^$\s:\x1e]{1,16}\$[0-9A-Za-z./]{43}|6\$(?:rounds=[0-9]{4,9}\$)?[^$\s:\x1e]{1,16}\$[0-9A-Za-z./]{86})",
    ),
    token("password_hash", "$1$ $apr1$", r"\$(?:1|apr1)\$[^$\s:\x1e]{1,8}\$[0-9A-Za-z./]{22}"),
    token("password_hash", "$y$ $gy$ $7$", r"\$(?:g?y|7)\$[0-9A-Za-z./]{1,32}\$[0-9A-Za-z./]{1,86}\$[0-9A-Za-z./]{43}"),
    token(
        "password_hash",
        "$argon2",
        r"\$argon2(?:id|i|d)\$(?:v=[0-9]{1,3}\$)?m=[0-9]{1,8},t=[0-9]{1,4},p=[0-9]{1,3}\$[0-9A-Za-z+/]{8,64}\$[0-9A-Za-z+/]{16,172}",
    ),
    token("password_hash", "pbkdf2_sha", r"pbkdf2_sha(?:1|256)\$[0-9]{4,8}\$[0-9A-Za-z]{8,32}\$[0-9A-Za-z+/]{27,44}="),
    token("password_hash", "{ssha}", r"\{SSHA\}[0-9A-Za-z+/]{32,60}={0,2}"),
)
