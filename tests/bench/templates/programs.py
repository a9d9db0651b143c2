"""The programs whose logging statements are read: where their sources lie, how they log, and which half they are in."""

from __future__ import annotations

from typing import NamedTuple


class Program(NamedTuple):
    """A program: its repository on GitHub, its files, what a call looks like, and how placeholders are spelled.

    `held` programs were not looked at while the miner was built. `line` is how the program writes a line.
    """

    repository: str
    files: str
    call: str
    style: str
    held: bool
    line: str = "plain"


PROGRAMS = {
    "etcd": Program(
        "etcd-io/etcd", "*.go", r"\b(?:lg|logger|\w+\.lg|\w+\.Logger)\.(?:Info|Warn|Error|Debug)\(", "zap", False, "zap"
    ),
    "zookeeper": Program("apache/zookeeper", "*.java", r"\bLOG\.(?:trace|debug|info|warn|error)\(", "brace", False),
    "celery": Program(
        "celery/celery", "*.py", r"\b(?:logger|log)\.(?:debug|info|warning|error|critical|exception)\(", "printf", False
    ),
    "redis": Program("redis/redis", "*.c", r"\bserverLog\(", "printf_late", False, "redis"),
    "jellyfin": Program(
        "jellyfin/jellyfin", "*.cs", r"\b_?logger\.Log(?:Trace|Debug|Information|Warning|Error)\(", "brace", False
    ),
    "puppet": Program(
        "puppetlabs/puppet", "*.rb", r"\bPuppet\.(?:debug|info|notice|warning|err)\b[ (]*(?:_\()?", "ruby", False
    ),
    "rocksdb": Program(
        "facebook/rocksdb", "*.cc", r"\bROCKS_LOG_(?:INFO|WARN|ERROR|DEBUG|BUFFER)\(", "printf_late", False
    ),
    "prometheus": Program(
        "prometheus/prometheus", "*.go", r"\b\w*[lL]ogger\.(?:Info|Warn|Error|Debug)\(", "slog", False, "logfmt"
    ),
    "linkerd2-proxy": Program(
        "linkerd/linkerd2-proxy",
        "*.rs",
        r"\b(?:tracing::)?(?:info|warn|error|debug|trace)!\(",
        "tracing",
        False,
        "tracing",
    ),
    "kafka": Program("apache/kafka", "*.java", r"\blog\.(?:trace|debug|info|warn|error)\(", "brace", True, "log4j"),
    "nginx": Program("nginx/nginx", "*.c", r"\bngx_log_error\(", "printf_third", True),
    "nova": Program(
        "openstack/nova", "*.py", r"\bLOG\.(?:debug|info|warning|error|exception)\(", "printf", True, "oslo"
    ),
    "traefik": Program(
        "traefik/traefik",
        "*.go",
        r"\b(?:log|logger)(?:\.Ctx\(ctx\)|\.\w+\(\))*?\.(?:Info|Warn|Error|Debug)\(\)(?:\.\w+\([^()]*\))*\.Msgf?\(",
        "go",
        True,
        "zerolog",
    ),
    "tikv": Program("tikv/tikv", "*.rs", r"\b(?:info|warn|error|debug)!\(", "slog_rs", True, "unified"),
    "node-red": Program(
        "node-red/node-red",
        "*.js",
        r"\b(?:log|Log|node|RED\.log|self)\.(?:info|warn|error|debug|trace|log)\(",
        "js",
        True,
    ),
    "akka": Program("akka/akka", "*.scala", r"\blog\.(?:debug|info|warning|error)\(", "brace", True),
    "janusgraph": Program(
        "JanusGraph/janusgraph", "*.java", r"\b(?:log|logger)\.(?:trace|debug|info|warn|error)\(", "brace", True
    ),
    "rabbitmq": Program(
        "rabbitmq/rabbitmq-server", "*.erl", r"\?LOG_(?:DEBUG|INFO|NOTICE|WARNING|ERROR)\(", "erlang", True
    ),
}
