"""Databases, queues and search: their secrets, a row each. Whether one is still valid is not checked.

Source: their documentation on credentials.
Examples of every row, found and not found: `tests/detect/secrets/databases.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token(
        "planetscale_token",
        "pscale_tkn_ pscale_pw_ pscale_oauth_",
        r"pscale_(?:tkn|pw|oauth)_[\w=.-]{32,64}",
        floor=3.0,
    ),
    token("supabase_key", "sbp_", "sbp_(?:oauth_)?[0-9a-f]{40}"),
    token("supabase_key", "sb_secret_", r"sb_secret_[\w-]{31,36}"),
    named("mongodb_key", "mongodb atlas", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("databricks_token", "dapi", "dapi[0-9a-f]{32}(?:-[0-9])?", floor=3.0),
    token("databricks_token", "dose dkea", "(?:dose|dkea)[0-9a-f]{32}", floor=3.0),
    token("clickhouse_key", "4b1d", "4b1d[0-9A-Za-z]{38}", floor=3.3),
    named("confluent_key", "confluent kafka", "(?:[0-9A-Z]{16}|[0-9A-Za-z+/]{64}|cflt[0-9A-Za-z+/]{60})", floor=3.0),
    token("confluent_key", "cflt", "cflt[0-9A-Za-z+/]{60}"),
    token("elastic_key", "essu_", "essu_[0-9A-Za-z+/=]{64,120}"),
    named("elastic_key", "elastic elasticsearch es_api", "[0-9A-Za-z_-]{56,64}={0,2}", floor=3.5),
    token("pinecone_key", "pcsk_", "pcsk_[0-9A-Za-z]{4,8}_[0-9A-Za-z]{60,70}"),
    token("neon_key", "napi_", "napi_[0-9a-z]{64}"),
    named("upstash_key", "upstash", "[0-9A-Za-z_-]{40,70}={0,2}", floor=3.5),
    named("algolia_key", "algolia", "[0-9a-f]{32}"),
    named("meilisearch_key", "meili meilisearch", "[0-9A-Za-z_-]{32,64}", floor=3.2),
    named("snowflake_key", "snowflake", "[0-9A-Za-z_!@#$%^&*-]{12,64}", floor=3.0),
    token("aiven_token", "avns_", r"AVNS_[\w-]{19}"),
    named("redis_key", "redislabs rediscloud redis_cloud", "[0-9A-Za-z]{40,64}", floor=3.0),
    token("cockroachdb_key", "ccdb1_", "CCDB1_[0-9A-Za-z]{22}_[0-9A-Za-z]{40}"),
    token("xata_key", "xau_", "xau_[0-9A-Za-z]{40,48}", floor=3.3),
    token("dbt_token", "dbtc_ dbtu_", r"dbt[cu]_[\w-]{36,64}={0,2}", floor=3.3),
    token("pubnub_key", "sec-c-", "sec-c-[0-9A-Za-z]{48}", floor=3.3),
)
