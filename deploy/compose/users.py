"""Gives Elasticsearch's users of deploy/compose.yaml their passwords: that of Kibana, and one for gateway and sink."""

from __future__ import annotations

import os

from elasticsearch import Elasticsearch


def main() -> None:
    """Set both; the same again where they are set already."""
    login = os.environ["ELASTICSEARCH_USERNAME"], os.environ["ELASTICSEARCH_PASSWORD"]
    with Elasticsearch(os.environ["ELASTICSEARCH_URL"], basic_auth=login, request_timeout=30) as client:
        client.security.change_password(username="kibana_system", password=os.environ["SEALOG_KIBANA_PASSWORD"])
        # `sealog elastic setup` made the roles: the gateway's writes, the one for searching reads.
        roles = ["sealog-gateway", "sealog-search"]
        client.security.put_user(username="sealog-store", password=os.environ["SEALOG_STORE_PASSWORD"], roles=roles)


if __name__ == "__main__":
    main()
