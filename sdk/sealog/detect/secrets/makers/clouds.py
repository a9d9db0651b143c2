"""Clouds and hosts: their secrets, a row each. Whether one is still valid is not checked.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/clouds.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token("aws_bedrock_key", "absk", "ABSK[0-9A-Za-z+/]{100,160}={0,2}"),
    named(
        "aws_session_token",
        "session_token sessiontoken security-token",
        "(?:FwoG|IQoJ|AQoD)[0-9A-Za-z+/]{60,1600}={0,2}",
    ),
    named("aws_access_key", "aws_secret aws-secret awssecret aws_sec", "[0-9A-Za-z+/]{40}", floor=3.5),
    token("gcp_api_key", "aiza", r"AIza[\w-]{35}", floor=3.0),
    token("google_oauth", "gocspx-", r"GOCSPX-[\w-]{28}"),
    token("google_oauth", "ya29.", r"ya29\.[\w-]{20,1000}"),
    token("google_oauth", "1//0", r"1//0[\w-]{40,120}"),
    named("gcp_service_account", "private_key_id", "[0-9a-f]{40}", any_name=True),
    token("azure_client_secret", "q~", r"[0-9A-Za-z_~.]{3}[0-9]Q~[\w~.-]{31,34}", lead=4),
    named("azure_storage_key", "accountkey account_key azure_storage", "[0-9A-Za-z+/]{86}=="),
    named("azure_access_key", "sharedaccesskey shared_access_key", "[0-9A-Za-z+/]{43}="),
    token("azure_sas", "sig=", "sig=(?P<value>[0-9A-Za-z%+/]{43,60}(?:=|%3[Dd]))"),
    token(
        "url_signature", "x-amz-signature= x-goog-signature=", "X-(?:Amz|Goog)-Signature=(?P<value>[0-9a-f]{32,1024})"
    ),
    token(
        "url_signature",
        "signature=",
        r"Signature=(?P<value>(?:[0-9A-Za-z+/]|%2[BbFf]){27}(?:=|%3[Dd])|[\w~-]{170,700})",
    ),
    token("url_signature", "sig=", "sig=(?P<value>[0-9a-f]{32,1024})"),
    token("azure_devops_token", "azdo", "[0-9A-Za-z]{76}AZDO[0-9A-Za-z]{4}", lead=76),
    named("azure_key", "azure cognitive_services ocp-apim-subscription-key", "(?:[0-9a-f]{32}|[0-9A-Za-z]{84})"),
    token("alibaba_access_key", "ltai", "LTAI[0-9A-Za-z]{17,21}", floor=2.5),
    named("alibaba_access_key", "alibaba aliyun", "[0-9A-Za-z]{30}", floor=2.5),
    token("tencent_access_key", "akid", "AKID[0-9A-Za-z]{32}", floor=3.0),
    named("tencent_access_key", "tencent qcloud", "[0-9A-Za-z]{32}", floor=3.0),
    token("yandex_key", "aqvn", "AQVN[0-9A-Za-z_-]{35,38}"),
    token("yandex_key", "t1.", r"t1\.[A-Z0-9][\w-]*={0,2}\.[\w-]{86}={0,2}"),
    token("yandex_key", "ycaj", r"YCAJE[\w-]{20}"),
    named("yandex_key", "yandex", r"(?:YC[\w-]{38}|[0-9a-f]{32})"),
    named("ibm_cloud_key", "ibm ibmcloud", r"[\w-]{44}", floor=3.5),
    token("digitalocean_token", "dop_v1_ doo_v1_ dor_v1_", "do[opr]_v1_[0-9a-f]{64}"),
    named(
        "digitalocean_token", "digitalocean digital_ocean do_spaces", "(?:[0-9a-f]{64}|[0-9A-Za-z+/]{43})", floor=3.0
    ),
    token("heroku_key", "hrku-", r"HRKU-(?:AA[\w-]{58}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"),
    named("heroku_key", "heroku", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("netlify_token", "nfp_ nfc_ nfo_ nfu_", "nf[pcou]_[0-9A-Za-z]{36}"),
    named("netlify_token", "netlify", r"[\w=-]{40,46}", floor=3.0),
    token("vercel_token", "vcp_ vci_ vca_ vcr_ vck_", "vc[piark]_[0-9A-Za-z]{24,60}"),
    named("vercel_token", "vercel", "[0-9A-Za-z]{24}", floor=3.0),
    token("cloudflare_origin_key", "v1.0-", r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}"),
    named("cloudflare_key", "cloudflare cf_api cf-api x-auth-key", r"(?:[0-9a-f]{37}|[\w-]{40})", floor=3.0),
    named("fastly_token", "fastly", r"[\w=-]{32}", floor=3.0),
    token("flyio_token", "fo1_", r"fo1_[\w-]{43}"),
    token("flyio_token", "fm1r_ fm1a_ fm2_", "fm(?:1[ar]|2)_[0-9A-Za-z+/]{100,1200}={0,3}"),
    token("scalingo_token", "tk-us-", r"tk-us-[\w-]{48}"),
    named("scaleway_key", "scaleway scw_", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("render_key", "rnd_", "rnd_[0-9A-Za-z]{32}"),
    token("openshift_token", "sha256~", r"sha256~[\w-]{43}"),
    named("linode_token", "linode", "[0-9a-f]{64}"),
    token("hcloud_token", "hcloud_", "hcloud_[0-9A-Za-z]{64}"),
    named("hcloud_token", "hcloud hetzner", "[0-9A-Za-z]{64}"),
    named("vultr_key", "vultr", "[0-9A-Z]{36}", floor=3.0),
    # Keys that Azure can tell itself: a mark of the service near the end (Microsoft Purview, "Azure … key" entities).
    token("azure_key", "jqqj9", "[0-9A-Za-z]{52}JQQJ9[9DH][0-9A-Z][A-L][0-9A-Za-z]{24}(?:[0-9A-Za-z]{2}==)?", lead=52),
    token("azure_key", "+ast acdb apim", "[0-9A-Za-z+/]{76}(?:APIM|ACDb|[+]ASt)[0-9A-Za-z+/]{5}[AQgw]==", lead=76),
    token(
        "azure_key", "azse azca azfu", "[0-9A-Za-z_-]{42,44}Az(?:Se|Ca|Fu)[0-9A-Za-z_+/=-]{6,10}", lead=44, floor=3.5
    ),
    token(
        "azure_key",
        "+asb +aeh +arm aiot",
        "[0-9A-Za-z+/]{33}(?:AIoT|[+](?:ASb|AEh|ARm))[A-P][0-9A-Za-z+/]{5}=",
        lead=33,
    ),
    token("gcp_hmac_key", "goog1", "GOOG1[0-9A-Z]{56}", floor=3.0),
    token("volcengine_access_key", "aklt", "AKLT[0-9A-Za-z]{40,48}", floor=3.3),
    named("ngrok_token", "ngrok", "(?:[0-9A-Za-z]{27}_[0-9A-Za-z]{20,22}|ak_[0-9A-Za-z]{27,30})", floor=3.3),
    token("netbird_token", "nbp_", "nbp_[0-9A-Za-z]{36}", floor=3.0),
)
