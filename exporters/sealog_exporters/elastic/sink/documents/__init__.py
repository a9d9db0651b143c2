"""Documents of Elasticsearch made from OTLP records: their content, their ids, and the data streams they go to."""
