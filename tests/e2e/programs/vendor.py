"""What a vendor or a company might ship: a distro, a configurator and an exporter of its own."""

import json
import os
import urllib.request

from opentelemetry.instrumentation.distro import BaseDistro
from opentelemetry.sdk._configuration import _OTelSDKConfigurator
from opentelemetry.sdk._logs.export import LogRecordExporter, LogRecordExportResult


class Distro(BaseDistro):
    def _configure(self, **kwargs):
        os.environ.setdefault("OTEL_LOGS_EXPORTER", "vendor")
        os.environ.setdefault("OTEL_TRACES_EXPORTER", "otlp")


class Configurator(_OTelSDKConfigurator):
    pass


class Exporter(LogRecordExporter):
    """Posts JSON to where OTLP would go."""

    def export(self, batch):
        texts = [[str(data.log_record.body), repr(dict(data.log_record.attributes)), data.to_json()] for data in batch]
        url = os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] + "/v1/vendor"
        urllib.request.urlopen(urllib.request.Request(url, json.dumps(texts).encode()), timeout=5).close()
        return LogRecordExportResult.SUCCESS

    def shutdown(self):
        pass

    def force_flush(self, timeout_millis=30000):
        return True
