"""Alerting on a stream of log records: rules are evaluated, and receivers are notified. Opens no sealed value."""

from sealog_exporters.alerting.config import load_rules
from sealog_exporters.alerting.config.defaults import default_rules
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.alert.decision import Decision
from sealog_exporters.alerting.model.rule import Receiver, Rule, RuleFile
from sealog_exporters.alerting.notifiers.email import EmailConfig
from sealog_exporters.alerting.notifiers.webhook import WebhookConfig
from sealog_exporters.alerting.service.service import AlertingService

__all__ = [
    "AlertingService",
    "Decision",
    "EmailConfig",
    "Engine",
    "Receiver",
    "Rule",
    "RuleFile",
    "WebhookConfig",
    "default_rules",
    "load_rules",
]
