"""Mail delivery and marketing: their secrets, a row each. Whether one is still valid is not checked.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/mail.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token("sendgrid_key", "sg.", r"SG\.[\w=.-]{66}", floor=3.0),
    token("mailgun_key", "key-", "key-[0-9a-f]{32}", floor=3.0),
    named("mailgun_key", "mailgun", "(?:(?:key-|pubkey-)?[0-9a-f]{32}(?:-[0-9a-f]{8}-[0-9a-f]{8})?)"),
    token("mailgun_key", "pubkey-", "pubkey-[0-9a-f]{32}", floor=3.0),
    token("mailchimp_key", "-us", "[0-9a-f]{32}-us[0-9]{1,2}", lead=32),
    token("brevo_key", "xkeysib- xsmtpsib-", "x(?:keysib|smtpsib)-[0-9a-f]{64}-[0-9A-Za-z]{16}"),
    token("mandrill_key", "md-", r"md-[\w-]{22}", floor=3.5),
    token("resend_key", "re_", "re_[0-9A-Za-z]{8}_[0-9A-Za-z]{24}", floor=3.5),
    token("mailersend_key", "mlsn.", r"mlsn\.[0-9a-f]{64}"),
    token("klaviyo_key", "pk_", "pk_[0-9a-f]{34}"),
    named("postmark_key", "postmark", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("sparkpost_key", "sparkpost", "[0-9a-f]{40}"),
    named("mailjet_key", "mailjet mj_apikey", "[0-9a-f]{32}"),
    named("convertkit_key", "convertkit", r"[\w-]{22}", floor=3.3),
    named("customerio_key", "customerio customer_io", "[0-9a-f]{20,40}"),
    token("courier_key", "pk_prod_ pk_test_", "pk_(?:prod|test)_[0-9A-Z]{28}"),
    named("iterable_key", "iterable", "[0-9a-f]{32}"),
)
