"""Alerting on the stream: rules over events, told to receivers. Never opens a sealed value."""

from sealog_exporters.alerting.alerter import Alerter
from sealog_exporters.alerting.decision import Decision
from sealog_exporters.alerting.defaults import default_rules
from sealog_exporters.alerting.engine import Engine
from sealog_exporters.alerting.rulefile import load_rules
from sealog_exporters.alerting.rules import EmailConfig, Receiver, Rule, RuleFile, WebhookConfig

__all__ = [
    "Alerter",
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
