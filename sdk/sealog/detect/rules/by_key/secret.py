"""Attributes and fields whose name says that they hold a key or token: `api_key`, `client_secret`, `session.token`.

It leaves places in a list (`next_page_token`), numbers of tokens, ids and names of secrets, and public keys. What is
known to be a header (`x-api-key`) is a `credential`. Misses: secrets under names that don't say so.
"""

from __future__ import annotations

from sealog.detect.data import semconv
from sealog.detect.model.rule import KeyRule
from sealog.pattern import pattern

_WORDS = pattern(r"[^0-9a-z]+")
_ENDINGS = pattern(
    r"(?:api_?keys?|api_?secret|app_?secret|app_?key|access_?token|refresh_?token|auth_?token|bearer_?token"
    r"|session_?token|security_?token|oauth_?token|api_?token|csrf_?token|xsrf_?token|jwt_?token|device_?token"
    r"|push_?token|client_?secret|client_?key|secret_?key|secret_?access_?key|private_?key|signing_?key"
    r"|encryption_?key|master_?key|consumer_?(?:key|secret)|webhook_?secret|shared_?secret|account_?key|deploy_?key"
    r"|license_?key|storage_?key|service_?key|access_?key|admin_?key|aes_?key|api_?pass|auth_?key|cipher_?key|crypto_?key"
    r"|hmac_?key|instrumentation_?key|integration_?key|jwt_?key|preshared_?key|psk|root_?key|sdk_?key|security_?key"
    r"|server_?key|session_?key|shared_?key|subscription_?key|webhook_?key|write_?key|(?:^|_)(?:token|secret|jwt)"
    r"|(?:id|sas|user|app|bot|guest|member|admin|login|invite|invitation|registration|reset|confirmation"
    r"|activation|deploy|service|upload|download|github|gitlab|slack|npm|pypi|vault|stripe|discord|telegram|fcm|apns|sso"
    r"|oidc|saml|mfa|otp|remember)_?token)\Z"
)
_ABOUT = pattern(
    r"(?:(?:^|_)(?:is|has|no|needs|requires?|next|previous|prev|start|end|page|paging|pagination|paginator|cursor|continuation|continue|sync"
    r"|resume|resumption|cancel|cancellation|fencing|lease|max|min|stop|eos|bos|pad|unexpected|invalid|public)_?)"
    r"(?:(?:page|api|access|secret|private|client)_?)?(?:token|secret|key)\Z"
)


def _matches(key: str) -> bool:
    if key in semconv.SEALED or key in semconv.SCANNED:
        return False
    name = "_".join(word for word in _WORDS.split(key) if word)
    if name.endswith(("x_api_key", "header_api_key")):
        return False  # the header, which the rule `credential` has
    return _ENDINGS.search(name) is not None and _ABOUT.search(name) is None


RULE = KeyRule(
    entity="secret",
    group="secret",
    matches=_matches,
    hits=(
        *("api_key", "apiKey", "client_secret", "access_token", "oauth.refreshToken", "aws.secret_access_key"),
        *("private_key", "token", "user.token", "github_token", "session.token", "secret", "STRIPE_API_KEY", "jwt"),
    ),
    misses=(
        *("token_type", "max_tokens", "next_page_token", "nextPageToken", "secret_name", "api_key_id", "public_key"),
        *(
            "tokenizer",
            "continuation.token",
            "pagination.token",
            "is_secret",
            "primary_key",
            "sort.key",
            "x-api-key",
            "secretary",
            "",
        ),
        "gen_ai.usage.input_tokens",
    ),
)
