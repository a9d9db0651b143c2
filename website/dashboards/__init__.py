"""Grafana dashboards, written in Python; `make dashboards` makes the JSON in `deploy/dashboards/` of them."""
