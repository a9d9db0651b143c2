"""Secrets of unknown makers, known by a name such as `api_key`, `client_secret` or `token` and by looking random.

It leaves words, paths, names of things and numbers. A name that often means something else (`token`) needs a value
that looks more random. Misses: secrets under other names, secrets that are words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.secrets.services import names_a_service
from sealog.detect.keyword_rules.text.assignment import is_prose
from sealog.detect.keyword_rules.text.enclosed import assigned
from sealog.detect.keyword_rules.text.legible import is_hard, is_legible, is_mixed
from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.secrets.entropy import entropy
from sealog.detect.secrets.published import is_published
from sealog.pattern import pattern, source_of

if TYPE_CHECKING:
    from sealog.detect.keyword_rules.text.assignment import Assignment
    from sealog.detect.model.rule import Span

_WEAK = frozenset({"token", "auth_key", "authkey"})
# What stands before a parameter of a URL: there a token is one that lets somebody in.
_IN_A_QUERY = ("?", "&", "&amp;")
# Words before `token` that leave no doubt: those of OAuth and of makers.
_STRONG_PREFIX = pattern(
    r"(?:access|refresh|auth|bearer|oauth2?|api|secret|private|personal|security|session|service|bot|admin)[_.-]?\Z",
    re.IGNORECASE,
)
# How a name goes on that states a fact about a secret.
_REST_ABOUT = pattern(
    r"[\w.-]*?(?:id|ids|name|names|type|count|length|len|size|expir\w*|exp|ttl|ur[li]|path|file|dir|at|in|on|version|arn"
    r"|status|state|provider|endpoint|issuer|ref|label|prefix|suffix|enabled|required|valid\w*|source|kind|class|limit"
    r"|usage|used|index|sha[0-9]+|md5|hash\w*|digest|fingerprint|rotation|manager|store|mode|format|algorithm|alg|scope|header|field|param|bucket|lib|library|starter|plugin|module|package|s|ize[rd]?)",
    re.IGNORECASE,
)
_ABOUT = pattern(
    r"(?:public_?key|publickey|next|page|paging|contin\w*|cursor|sync|cancel\w*|resume|window|app|activity|ack|batch|jsonweb"
    r"|unexpected|invalid|end|start|stop|special|fencing|lease|is|has|no|bad|wtoken|wordpiece|public|pub)[_.-]?",
    re.IGNORECASE,
)
_PREFIX_ABOUT = pattern(rf"(?:(?<![a-z])|(?-i:(?<=[a-z])(?=[A-Z]))){source_of(_ABOUT)[0]}\Z|\Aw\Z", re.IGNORECASE)
_SUM_BEFORE = pattern(r"(?:checksum|digest|hash|sha(?:1|256|512)|md5|fingerprint|etag)[/_.-]?\Z", re.IGNORECASE)
_VALUE = pattern(r"[\w+/=.~!@#$%^*:-]{6,512}", re.ASCII)
_QUOTED = pattern(r"[\w+/=.~!@#$%^*:&()-]{6,512}", re.ASCII)
_SPOKEN = pattern(r"[ ](?P<is>(?:is|was)[ :][ ]?)?[\"'`]?(?P<value>[\w+/=.~-]{16,512})(?![\w=/+~-])", re.ASCII)
_TWO_WORDS = pattern(
    r"(?:access|refresh|auth|bearer|api|secret|private|personal|security|session|signing)[ _-]?\Z", re.IGNORECASE
)
_DIGIT = pattern("[0-9]")
_LETTER = pattern("[A-Za-z]")
_PLACE = pattern(
    r"(?:https?|file|s3|gs|arn|jdbc|urn):.*"  # where it lies
    r"|[~.]{0,2}/[\w./-]*|[A-Za-z]:\\.*|\w[\w-]*(?:/[\w.-]+)*\.(?:json|ya?ml|pem|key|crt|txt|conf|env|toml|py|js|java)"
    r"|[a-z][a-z0-9_-]*(?:/[\w.-]+){2,}"
    r"|[\w.$]+@[0-9a-f]{5,8}"
    r"|0x[0-9a-f]{1,16}|[0-9.,:TZ+-]+|sha(?:256|512|1):.*|SHA256:.*"
)
_NAME_IN_PROGRAM = pattern(r"[A-Za-z_$][\w$-]*(?:[.:]{1,2}[A-Za-z_$][\w$-]*)+(?:@[0-9a-f]+|(?:/[\w.-]*)+:?)?")
_NAME_OF_THING = pattern(
    r"[a-z]{2,}[0-9]*(?:[-_][a-z0-9]{1,16}){1,8}|[A-Z][a-z]+(?:[A-Z][a-z]+)*[0-9]?|[A-Z_]{8,}[0-9]?"
)
_UUID = pattern(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBERED = pattern(r"[0-9]{1,16}:[\w-]{16,128}", re.ASCII)
_OPTION = pattern(r"--?[\w-]*\Z")

_READ = 12
_LONG_WORDS = pattern("[A-Za-z]{4,}")
_VOWEL = pattern("[aeiouyAEIOUY]")
_SHORTEST = 8
_SHORTEST_WEAK = 16
_SHORTEST_KEY = 10  # programs make keys; people make secrets, which may be shorter
_NAME = 3  # steps of reading what stands behind a name
_JUDGE = 2  # steps of judging a value
_FLOOR_WEAK = 3.0
_FLOOR = 2.5
_SHORTEST_WITHOUT_DIGIT = 16
_FLOOR_WITHOUT_DIGIT = 3.5


def _find(text: str, start: int, end: int) -> Span | None:
    return _find_spoken(text, start, end) if text[end : end + 1] == " " else _find_assigned(text, start, end)


def _find_assigned(text: str, start: int, end: int) -> Span | None:
    spend(_NAME)
    found = assigned(text, start, end)
    if found is None:
        return None
    spend(_JUDGE)
    value = text[found.start : found.end]
    # Nearly all values end at this test, and it is the cheapest.
    shape = _QUOTED if found.is_quoted else _VALUE
    if not shape.fullmatch(value) or not _LETTER.search(value) or not _is_of_a_secret(found):
        return None
    if _is_example(value) or is_prose(text, found) or _is_read_elsewhere(found, value):
        return None
    word = text[start:end].lower()
    if len(value) < _SHORTEST_KEY and (word.endswith("key") or len(value) < _SHORTEST):
        return (found.start, found.end) if _is_short_one(word, found, value) else None
    is_parameter = text[found.start - 1] == "=" and text[:start].endswith(_IN_A_QUERY)
    is_weak = not is_parameter and _is_weak(word, found.prefix)
    return (found.start, found.end) if _fits(found, value, is_weak=is_weak) else None


def _is_example(value: str) -> bool:
    return is_placeholder(value) or is_masked(value) or is_published(value)


def _is_short_one(word: str, found: Assignment, value: str) -> bool:
    """Tell whether a short value is a secret: it has digits and no words, and its name has no other meaning."""
    is_meant = word.startswith("api") or (
        word == "secret" and (found.is_quoted or found.prefix.lower().endswith("client_"))
    )
    if not is_meant or not found.sign or not _DIGIT.search(value) or _PLACE.fullmatch(value) or is_legible(value):
        return False
    return not any(_VOWEL.search(word) for word in _LONG_WORDS.findall(value))


def _is_read_elsewhere(found: Assignment, value: str) -> bool:
    """Tell whether another rule judges such a value better."""
    if found.sign == ":" and found.prefix.startswith("//"):
        return True  # user information of a URL: `url_password.py` knows where it ends
    # Every token of Telegram has one form, which `secrets/chat.py` knows.
    return "telegr" in found.prefix.lower() and _NUMBERED.fullmatch(value) is not None


def _is_weak(word: str, prefix: str) -> bool:
    return word in _WEAK and not _STRONG_PREFIX.search(prefix)


def _fits(found: Assignment, value: str, *, is_weak: bool) -> bool:
    if found.sign == "," and not _DIGIT.search(value):
        return False  # a list of names
    if is_weak and _PREFIX_ABOUT.search(found.prefix):
        return False
    spend(1 + len(value) // _READ)
    if _UUID.fullmatch(value):
        return not is_weak or names_a_service(found.prefix)
    return _looks_random(value, is_weak=is_weak)


def _is_of_a_secret(found: Assignment) -> bool:
    """Tell whether name and sign assign a secret, rather than state a fact about one."""
    if found.sign == "==" or (found.sign == "(" and not found.is_quoted):
        return False
    if _SUM_BEFORE.search(found.prefix) or (found.rest and _REST_ABOUT.fullmatch(found.rest)):
        return False
    return bool(found.sign) or _OPTION.match(found.prefix) is not None


def _find_spoken(text: str, start: int, end: int) -> Span | None:
    """Give the value behind a secret's name of two words in a sentence: `with API key 5f0e…`, `its token is 5f0e…`."""
    match = _SPOKEN.match(text, end)
    if match is None or not (match["is"] or _names_a_secret(text, start, end)):
        return _find_assigned(text, start, end)
    value = match["value"]
    if _is_example(value) or _UUID.fullmatch(value):
        return None
    return match.span("value") if is_hard(value) else None


def _names_a_secret(text: str, start: int, end: int) -> bool:
    word = text[start:end].lower()
    return word.endswith("key") or _TWO_WORDS.search(text, max(0, start - 10), start) is not None


def _looks_random(value: str, *, is_weak: bool) -> bool:
    if _PLACE.fullmatch(value) or (_NAME_IN_PROGRAM.fullmatch(value) and not is_mixed(value)):
        return False
    if _NAME_OF_THING.fullmatch(value):
        return False
    bits = entropy(value)
    if not _DIGIT.search(value):
        return len(value) >= _SHORTEST_WITHOUT_DIGIT and bits >= _FLOOR_WITHOUT_DIGIT and not is_legible(value)
    return len(value) >= _SHORTEST_WEAK and bits >= _FLOOR_WEAK if is_weak else bits >= _FLOOR


SHAPES = {
    "rest_about": _REST_ABOUT,
    "sum_before": _SUM_BEFORE,
    "strong_prefix": _STRONG_PREFIX,
    "prefix_about": _ABOUT,
    "place": _PLACE,
    "name_in_program": _NAME_IN_PROGRAM,
    "name_of_thing": _NAME_OF_THING,
}
"""What the compiled half has to know."""

RULE = KeywordRule(
    entity="secret",
    group="secret",
    keywords=(
        *(
            "secret",
            "token",
            "api_key",
            "apikey",
            "api-key",
            "api key",
            "signing key",
            "secret key",
            "access key",
            "encryption key",
            "access_key",
            "accesskey",
        ),
        *("access-key", "auth_key", "authkey", "private_key", "privatekey", "private-key", "client_key", "signing_key"),
        *("signing-key", "signingkey", "encryption_key", "encryptionkey", "encryption-key", "master_key", "masterkey"),
        *("account_key", "accountkey", "service_key", "app_key", "appkey", "app-key", "consumer_key", "consumerkey"),
        *("license_key", "licensekey", "deploy_key", "write_key", "writekey", "api_pass", "apisecret", "storage_key"),
        *("hmac_key", "hmackey", "aes_key", "aeskey", "cipher_key", "cipherkey", "crypto_key", "jwt_key", "jwtkey"),
        *("sdk_key", "sdkkey", "sdk-key", "admin_key", "adminkey", "admin-key", "root_key", "shared_key", "sharedkey"),
        *("subscription_key", "subscriptionkey", "subscription-key", "integration_key", "integrationkey"),
        *("instrumentation_key", "instrumentationkey", "preshared_key", "presharedkey", "session_key", "sessionkey"),
        *("security_key", "securitykey", "server_key", "serverkey", "server-key", "webhook_key"),
    ),
    find=_find,
    form=Form("secret"),
    hits=(
        "api_key=«9b2f4c7d8e1a» rejected",
        '{"clientSecret":"«mK4pQ9wZ7rT2»","id":7}',
        "GET /v1/items?access_token=«Zt7Qm2Lx9Kc4Vb8N» HTTP/1.1",
        "x-api-key: «f47ac10b-58cc-4372-a567-0e02b2c3d479»",
        "SECRET_KEY = '«django-x9@2k!v7zq)p4»'".replace(")", "w"),
        "token: «ab12cd34ef56ab78cd90»",
        "run --token «Zt7Qm2Lx9Kc4Vb8N» --verbose",
        r"{\"refresh_token\":\"«Zt7Qm2Lx9Kc4Vb8N»\"}",
        "SessionToken(token='«Zt7Qm2Lx9Kc4Vb8N»')",
        "<apiKey>«9b2f4c7d8e1a»</apiKey>",
        "rejected API key «8c1d5f0e7b2a49d3a6f4e9b80c7d2e15» of tenant 7",
        "refresh failed: invalid access token «Zt7Qm2Lx9Kc4Vb8N1r5W»",
        "access_token=«f47ac10b-58cc-4372-a567-0e02b2c3d479»&state=7",
        "the signing secret is «8f742231b10e8888abcd99yyyzzz85a5», keep it",
        "PAGERDUTY_TOKEN=«f47ac10b-58cc-4372-a567-0e02b2c3d479»",
        'os.environ.get("SECRET_KEY", "«wq8(2k!v7zq)p4&x9@m3#t6»")',
        "PresharedKey = «9fXc2QhLr7Wm4Kz8Tn1Vb5Yd3Gs6Jp0Ea2Rt4Uy8Ow=»",
        "renderer_token=«Zt7Qm2Lx9Kc4Vb8N»",
        '{"api_key":"«zq81-xk»"}',
        r"{\"api_key\":\"«zq81-xk»\"} API_KEY=«zq81xk»",
        "client_secret: «k4-q9z»",
        "app.signing-key=«c2VhbG9nIHNpZ25pbmcga2V5IDE»",
        "GET /reset?token=«k3J9x2LmQ8vB» HTTP/1.1",
        "/invite?id=7&token=«f47ac10b-58cc-4372-a567-0e02b2c3d479»",
    ),
    misses=(
        "System.IO: 'Newtonsoft.Json, Version=13.0.0.0, PublicKeyToken=30ad4fe6b2a6aeed'",
        "opening app wtoken = AppWindowToken{9f4ef63 token=Token{a64f992}}",
        "token=**** secret=${SECRET} api_key=<redacted> access_token=null",
        "nextPageToken=CiAKGjBpNDd2Nmp2Zml2cXRwYjBpOXA",
        "max_tokens=4096 prompt_tokens: 1234567890",
        'volume secret "default-token-x2lqp" mounted; secretName: tls-cert-2024',
        "token: 550e8400-e29b-41d4-a716-446655440000",
        "secret=payments-db-credentials-v2",
        "Unexpected token: identifier12 at position 4",
        "secret: projects/app1/secrets/db.json",
        "private_key=/etc/ssl/private/key1.pem",
        "no event for stream/token: com.example.app.activity/4505: 132",
        "api_token = getToken()",
        "POM for com.acme:auth-token-lib:jar:1.2.3-SNAPSHOT is missing",
        "GET /orders?page_token=k3J9x2LmQ8vB&token=next",
        "GET /orders?token=12&token=page-2",
        "api_token = accessTokenFromVaultClient",
        "secret: sessionAttributeConverterFactory",
        "api_key=PUT_YOUR_API_KEY_HERE_2024",
        "api_key=xxxxxxxx-1234 api_key=#### token=sk_live_****abcd secret=abcd...",
        "api_key=user1 api_key=prod-1 secret=node-1a secret: tls-2024",
        "the API key authentication2024 is on",
        "API key 550e8400 expired",
        "API Key restrictions-2024-policy-v12 updated, auth token cache-entry-0001-0002-0003 evicted",
        "token is valid_until_2024_05_18",
        "npm_token = '3aAcac6c?9847-23d9-ce65-917590b81cf0'",
        "telegram_token=1234:short_of_the_makers_form_99",
        "token_type=Bearer1234567890abcd expires_in=3600",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "primary key: order_2024_05_18",
        "secret: SecretManagerServiceClient2",
        "clone https://x-access-token:9b2f4c7d8e1a@git.example.com/acme/shop.git",
    ),
)
