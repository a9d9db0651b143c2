"""How the attributes of OpenTelemetry's semantic conventions are treated: sealed whole, scanned, or left.

Source: OpenTelemetry semantic conventions 1.4x, attribute registry, one section a namespace
(https://opentelemetry.io/docs/specs/semconv/registry/attributes/). Attributes that are not here are scanned, unless
the last word of their key says what they hold (`rules/by_key/last_words.py`).
"""

from __future__ import annotations

from types import MappingProxyType

from sealog.pattern import pattern

SEALED = MappingProxyType(
    {
        # user, enduser: "short name or login", "it may contain a username, email address, or other identifier"
        "user.name": "person",
        "user.full_name": "person",
        "user.email": "email_address",
        "enduser.id": "person",
        # client, source: an address, or the client's host name
        "client.address": "ip_address",
        "source.address": "ip_address",
        "http.client_ip": "ip_address",
        # geo, device, app: a person's place and device
        "geo.location.lat": "geo_coordinates",
        "geo.location.lon": "geo_coordinates",
        "geo.postal_code": "location",
        "device.id": "device_id",
        "app.installation.id": "device_id",
        # process: who runs it
        "process.owner": "person",
        "process.user.name": "person",
        "process.real_user.name": "person",
        "process.saved_user.name": "person",
        # url: the user information of an authority is a log-in
        "url.username": "person",
        # http: headers with credentials (RFC 6265 section 4, and API keys under the names that gateways use)
        "http.request.header.cookie": "cookie",
        "http.request.header.set-cookie": "cookie",
        "http.response.header.set-cookie": "cookie",
        "http.request.header.x-api-key": "credential",
        "http.request.header.api-key": "credential",
        "http.request.header.x-auth-token": "credential",
        "http.request.header.x-access-token": "credential",
        "http.request.header.x-csrf-token": "credential",
        "http.request.header.x-xsrf-token": "credential",
        "http.request.header.x-amz-security-token": "credential",
        "http.request.header.x-vault-token": "credential",
        "http.request.header.x-gitlab-token": "credential",
        "http.request.header.x-goog-api-key": "credential",
    }
)
"""Attribute to the entity as which its whole value is sealed."""

SCANNED = frozenset(
    {
        # Free text and parameters: values in them are found by their shape.
        *("db.query.text", "db.query.summary", "db.statement", "db.connection_string"),
        *("url.full", "url.path", "url.query", "url.fragment", "url.original", "http.url", "http.target"),
        *("exception.message", "exception.stacktrace", "log.record.original", "error.message"),
        *("process.command", "process.command_args", "process.command_line", "process.working_directory"),
        *("gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.prompt"),
        *("gen_ai.completion", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.retrieval.query.text"),
        *("messaging.message.id", "messaging.kafka.message.key", "messaging.message.conversation_id"),
        *("messaging.destination.name", "messaging.client.id", "messaging.rocketmq.message.keys"),
        *("user_agent.original", "tls.client.subject", "dns.question.name", "graphql.document", "vcs.change.title"),
        # Pseudonyms: numbers and hashes that only their own system can resolve; the preset `gdpr` seals them.
        *("user.id", "user.hash", "user.roles", "enduser.pseudo.id", "enduser.role", "enduser.scope", "session.id"),
        *("session.previous_id", "process.user.id", "process.real_user.id"),
        # Names of things, even where the last word means a person elsewhere.
        *("db.user", "file.name", "file.path", "file.directory", "file.owner.name", "code.function.name", "host.name"),
        *("gen_ai.agent.name", "gen_ai.tool.name", "geo.locality.name", "server.address", "destination.address"),
        # A flag: does the browser run on a mobile device?
        "browser.mobile",
        *("network.peer.address", "net.peer.ip", "network.local.address", "feature_flag.context.id"),
    }
)
"""Attributes that are scanned as text, even if a key rule would seal them whole."""

LEFT = frozenset(
    {
        *("trace_id", "span_id", "trace_flags", "trace.id", "span.id", "traceid", "spanid", "parent_span_id"),
        *("oteltraceid", "otelspanid", "otelservicename", "oteltracesampled"),
        *("severity_number", "severity_text"),
    }
)
"""Keys in lower case that tie a record to its trace: never sealed, never scanned."""

_LEFT_NAMESPACES = pattern(r"(?:service|data_stream|telemetry)\.[a-z0-9_.]{1,64}")


def is_left(key: str) -> bool:
    """Tell whether the values under `key` (in lower case) are neither sealed nor scanned."""
    return key in LEFT or _LEFT_NAMESPACES.fullmatch(key) is not None
