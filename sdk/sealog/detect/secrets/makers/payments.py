"""Payments and banking: their secrets, a row each. Whether one is still valid is not checked.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/payments.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token(
        "stripe_key",
        "sk_test_ sk_live_ sk_prod_ rk_test_ rk_live_ rk_prod_",
        "[sr]k_(?:test|live|prod)_[0-9A-Za-z]{10,120}",
        floor=2.0,
    ),
    token("stripe_key", "whsec_", "whsec_[0-9A-Za-z+/]{32,64}={0,2}", floor=3.0),
    token("square_token", "sq0atp-", r"sq0atp-[\w-]{22}"),
    token("square_token", "sq0csp-", r"sq0csp-[\w-]{43}"),
    token("square_token", "sq0idp-", r"sq0idp-[\w-]{22}"),
    token("square_token", "eaaa", r"EAAA[\w-]{60}", floor=3.5),
    named("square_token", "squareup square", r"[\w-]{60,64}", floor=3.5),
    token(
        "braintree_token",
        "access_token$production$ access_token$sandbox$",
        r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}",
    ),
    named("braintree_token", "braintree", "[0-9a-f]{32}"),
    named("paypal_secret", "paypal", r"[\w-]{80}", floor=3.5),
    token("razorpay_key", "rzp_live_ rzp_test_", "rzp_(?:live|test)_[0-9A-Za-z]{14}"),
    named("razorpay_key", "razorpay", "[0-9A-Za-z]{24}", floor=3.3),
    token(
        "flutterwave_key",
        "flwseck_test- flwpubk_test- flwseck- flwpubk-",
        "FLW(?:SECK|PUBK)(?:_TEST)?-[0-9a-hA-H]{12}(?:[0-9a-hA-H]{20})?-X",
    ),
    token("mollie_key", "live_ test_", "(?:live|test)_[0-9A-Za-z]{30}", floor=3.6),
    token("mollie_key", "access_", "access_[0-9A-Za-z]{30,50}", floor=3.8),
    token("gocardless_token", "live_ sandbox_", r"(?:live|sandbox)_[\w=-]{40}", floor=3.6),
    token(
        "plaid_key",
        "access-sandbox- access-development- access-production-",
        "access-(?:sandbox|development|production)-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    ),
    named("plaid_key", "plaid", "(?:[0-9a-z]{30}|[0-9a-z]{24})", floor=3.0),
    named("coinbase_key", "coinbase", r"(?:[\w-]{64}|organizations/[0-9a-f-]{36}/apiKeys/[0-9a-f-]{36})", floor=3.0),
    named("kraken_key", "kraken", r"[\w/=+-]{80,90}", floor=3.5),
    named("kucoin_key", "kucoin", "(?:[0-9a-f]{24}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"),
    named("bittrex_key", "bittrex", "[0-9a-z]{32}", floor=3.0),
    named("binance_key", "binance", "[0-9A-Za-z]{64}", floor=3.5),
    named("adyen_key", "adyen x-api-key", r"AQ[0-9A-Za-z+/=.*(){}<>@|:;,#%&^~_\[\]-]{80,250}"),
    token("shopify_token", "shpat_ shpca_ shppa_ shpss_ shpua_", "shp(?:at|ca|pa|ss|ua)_[0-9a-fA-F]{32}", floor=2.0),
    token("easypost_key", "ezak eztk ezuk ezat ezut", "EZ[AUT][KT][0-9a-zA-Z]{54}", floor=3.5),
    token("shippo_key", "shippo_live_ shippo_test_", "shippo_(?:live|test)_[0-9a-f]{40}"),
    token("duffel_token", "duffel_live_ duffel_test_", r"duffel_(?:live|test)_[\w=-]{43}"),
    token("lob_key", "live_ test_", "(?:live|test)_(?:pub_)?[0-9a-f]{31,35}", floor=3.0),
    named("lob_key", "lob_ lob-", "(?:live|test)_(?:pub_)?[0-9a-f]{31,35}"),
    named("finicity_key", "finicity", "(?:[0-9a-f]{32}|[0-9a-z]{20})", floor=3.0),
    named("finnhub_key", "finnhub", "[0-9a-z]{20}", floor=3.0),
    named("wise_key", "transferwise wise_api", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("recurly_key", "recurly", "[0-9a-f]{32}"),
    token("checkout_key", "sk_sbox_", "sk_sbox_[0-9a-z]{26,31}", floor=3.0),
    named("xendit_key", "xendit", "xnd_(?:development|production)_[0-9A-Za-z]{50,70}"),
    token("xendit_key", "xnd_development_ xnd_production_", "xnd_(?:development|production)_[0-9A-Za-z]{50,70}"),
    token(
        "paddle_key",
        "pdl_live_apikey_ pdl_sdbx_apikey_",
        "pdl_(?:live|sdbx)_apikey_[0-9a-z]{26}_[0-9A-Za-z]{22}_[0-9A-Za-z]{3}",
    ),
)
