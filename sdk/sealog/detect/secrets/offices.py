"""Office, project and content services: their secrets, a row each. Nobody is asked whether one is still valid.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/offices.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token("linear_key", "lin_api_", "lin_api_[0-9A-Za-z]{40}"),
    named("linear_key", "linear", "[0-9a-f]{32}"),
    token("notion_token", "ntn_", "ntn_[0-9]{11}[0-9A-Za-z]{35}"),
    token("notion_token", "secret_", "secret_[0-9A-Za-z]{43}", floor=3.5),
    token("figma_token", "figd_ figdr_ figor_ figoh_ figo_ figp_", r"fig(?:d|dr|or|oh|o|p)_[\w-]{38,48}", floor=3.0),
    token("airtable_key", "pat", r"pat[0-9A-Za-z]{14}\.[0-9a-f]{64}"),
    named("airtable_key", "airtable", "[0-9A-Za-z]{17}", floor=3.0),
    named("asana_token", "asana", "(?:[0-9]{16}|[0-9a-z]{32}|[012]/[0-9]{16}(?:/[0-9]{16})?:[0-9a-f]{32})", floor=2.0),
    token("dropbox_token", "sl.", r"sl\.(?:u\.)?[\w=-]{130,1300}"),
    named("dropbox_token", "dropbox", r"(?:[0-9A-Za-z]{11}AAAAAAAAAA[\w=-]{43}|[0-9a-z]{15})", floor=2.5),
    token(
        "hubspot_key",
        "pat-na1- pat-eu1- pat-na2- pat-ap1-",
        "pat-(?:na[12]|eu1|ap1)-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    ),
    named("hubspot_key", "hubspot hapikey", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("intercom_token", "intercom", r"(?:[\w=-]{60}|dG9r[0-9A-Za-z+/=]{50,60})", floor=3.0),
    named("zendesk_token", "zendesk", "[0-9A-Za-z]{40}", floor=3.0),
    named("freshdesk_key", "freshdesk freshbooks freshservice", "(?:[0-9a-z]{64}|[0-9A-Za-z]{20})", floor=3.0),
    token("typeform_token", "tfp_", r"tfp_[\w.=-]{44,64}", floor=3.0),
    token("frameio_token", "fio-u-", r"fio-u-[\w=-]{64}"),
    named("beamer_token", "beamer", r"b_[\w=-]{44}"),
    token("contentful_token", "cfpat-", r"CFPAT-[\w-]{43}"),
    named("contentful_token", "contentful", r"[\w=-]{43}", floor=3.3),
    named("sanity_token", "sanity", "sk[0-9A-Za-z]{80,200}"),
    token("mapbox_token", "pk.eyj sk.eyj tk.eyj", r"[pst]k\.eyJ[\w-]{40,120}\.[\w-]{20,30}"),
    token("mapbox_token", "pk.", r"pk\.[0-9a-zA-Z]{60}\.[0-9a-zA-Z]{22}"),
    named("here_key", "here_api", r"[\w-]{43}", floor=3.3),
    token("adobe_secret", "p8e-", "p8e-[0-9A-Za-z]{32}"),
    named("adobe_secret", "adobe", "[0-9a-f]{32}"),
    named("squarespace_token", "squarespace", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("etsy_token", "etsy", "[0-9a-z]{24}", floor=3.0),
    named("trello_token", "trello", "(?:[0-9A-Za-z]{32}|[0-9a-f]{64}|ATTA[0-9A-Za-z]{72})", floor=3.0),
    token("trello_token", "atta", "ATTA[0-9A-Za-z]{72}"),
    named("clickup_token", "clickup", "pk_[0-9]{6,8}_[0-9A-Z]{32}"),
    token("clickup_token", "pk_", "pk_[0-9]{6,8}_[0-9A-Z]{32}"),
    named("todoist_token", "todoist", "[0-9a-f]{40}"),
    named("docusign_key", "docusign", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("box_token", "box_", "[0-9A-Za-z]{32}", floor=3.3),
    token("salesforce_token", "!aq", "00D[0-9A-Za-z]{12,15}!AQ[0-9A-Za-z._]{80,120}", lead=18),
    named(
        "salesforce_token",
        "salesforce sfdc",
        "(?:00D[0-9A-Za-z]{12,15}![0-9A-Za-z._]{80,120}|[0-9A-Za-z]{24})",
        floor=3.0,
    ),
    token("zapier_webhook", "hooks.zapier.com/", r"hooks\.zapier\.com/hooks/catch/[0-9]{1,12}/[0-9a-z]{5,20}"),
    named("ifttt_key", "ifttt maker.ifttt.com", r"[\w-]{22,43}", floor=3.3),
    token("maxmind_key", "_mmk", "[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk", lead=36),
    named("ipinfo_token", "ipinfo", "[0-9a-f]{14}"),
    named("rapidapi_key", "rapidapi x-rapidapi", r"[\w-]{50}", floor=3.0),
    named("openweather_key", "openweather owm", "[0-9a-f]{32}"),
    named("nytimes_key", "nytimes newyorktimes new-york-times", r"[\w=-]{32}", floor=3.3),
    named("adafruit_key", "adafruit", r"(?:aio_[0-9A-Za-z]{28}|[\w-]{32})", floor=3.0),
    token("adafruit_key", "aio_", "aio_[0-9A-Za-z]{28}"),
    named("freemius_key", "secret_key", "sk_[0-9A-Za-z!#$%&*+./:;<=>?@^_~-]{29}", any_name=True),
    token(
        "sidekiq_secret",
        "gems.contribsys.com enterprise.contribsys.com",
        r"[0-9a-f]{8}:[0-9a-f]{8}@(?:gems|enterprise)\.contribsys\.com",
        lead=18,
    ),
    named(
        "sidekiq_secret",
        "bundle_enterprise__contribsys__com bundle_gems__contribsys__com",
        "[0-9a-f]{8}:[0-9a-f]{8}",
        any_name=True,
    ),
    named("privateai_key", "privateai private_ai private-ai", "[0-9a-z]{32}", floor=3.0),
    token("settlemint_token", "sm_aat_ sm_pat_ sm_sat_", "sm_[aps]at_[0-9A-Za-z]{16}", floor=2.5),
    named("jenkins_token", "jenkins", "(?:11[0-9a-f]{32}|[0-9a-f]{32})"),
)
