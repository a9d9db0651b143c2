"""What values are made of, for each half of the programs: the second is that of the programs that were held back."""

SYLLABLES = (
    ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za", "per", "lon", "mar", "dex", "fin", "gol", "har"),
    (
        "co",
        "du",
        "fe",
        "gi",
        "ho",
        "ja",
        "ku",
        "la",
        "me",
        "ni",
        "or",
        "pra",
        "qua",
        "res",
        "sto",
        "tel",
        "wyn",
        "xan",
        "yel",
    ),
)
WRAPPED = ("{name}: ", "failed to read {path}: ", "wrapped: ", "could not finish: ")
ERRORS = (
    (
        "connection refused", "No such file or directory", "permission denied", "i/o timeout", "EOF", "Broken pipe",
        "dial tcp {ip}:{port}: connect: connection refused", "java.io.IOException: Connection reset by peer",
        "java.lang.IllegalStateException: queue {name} is closed", "context deadline exceeded", "unexpected EOF",
        "[Errno 111] Connection refused", "Operation timed out after {n} milliseconds", "KeyError: '{name}'",
        "invalid character 'x' looking for beginning of value", "open {path}: no such file or directory",
        "rpc error: code = Unavailable desc = transport is closing", "HTTP status 503", "bad certificate", "not found",
        "ValueError: invalid literal for int() with base 10: '{name}'", "lookup {host}: no such host",
        "System.IO.FileNotFoundException: Could not find file '{path}'.", "undefined method `{name}' for nil:NilClass",
        "Corruption: block checksum mismatch: stored = {n}, computed = {n}",
        "IO error: No space left on device: While appending to file: {path}: No space left on device",
        "the object has been modified; please apply your changes to the latest version and try again",
    ),
    (
        "timed out", "Resource temporarily unavailable", "access is denied", "broken pipe", "Is a directory",
        "read tcp {ip}:{port}->{ip}:{port}: read: connection reset by peer", "HTTP 404 Not Found", "end of stream",
        "org.apache.common.errors.TimeoutException: Topic {name} not present in metadata after {n} ms.",
        "java.nio.file.NoSuchFileException: {path}", "region {n} is unavailable", "parse error near '{name}'",
        "java.util.concurrent.ExecutionException: java.lang.NullPointerException", "unable to resolve {host}",
        "TypeError: Cannot read properties of null (reading '{name}')", "yaml: line {n}: did not find expected key",
        "Error: ENOENT: no such file or directory, open '{path}'", "x509: certificate signed by unknown authority",
        "Server returned HTTP response code: 500 for URL: {url}", "Timeout while waiting for {n} responses",
        "oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message ID {hex}",
        "lock wait timeout exceeded; try restarting transaction", "duplicate entry '{name}' for key 'PRIMARY'",
    ),
)  # fmt: skip
PHRASES = (
    (
        "waiting for more data", "the peer went away", "shutdown requested", "manual trigger", "stale entry found",
        "no capacity left on this node", "too many open requests", "quota was reached", "disabled by configuration",
        "rebalance in progress", "the lease is no longer valid", "already running",
    ),
    (
        "operator request", "node is leaving", "heartbeat was not seen in time", "not enough replicas are in sync",
        "cache is cold", "version mismatch between peers", "policy denies it", "retry limit was hit",
        "scheduled maintenance", "idle for too long", "the client asked for it", "superseded by a newer one",
    ),
)  # fmt: skip
STATES = (
    (
        "RUNNING",
        "STOPPED",
        "PENDING",
        "FAILED",
        "STARTING",
        "active",
        "inactive",
        "leader",
        "follower",
        "open",
        "closed",
    ),
    (
        "ONLINE",
        "OFFLINE",
        "CREATED",
        "BUILDING",
        "primary",
        "standby",
        "UP",
        "DOWN",
        "Stable",
        "Dead",
        "paused",
        "enabled",
    ),
)
METHODS = (("GET", "POST", "PUT", "DELETE"), ("PATCH", "HEAD", "GET", "POST", "FETCH", "PRODUCE", "HEARTBEAT"))
