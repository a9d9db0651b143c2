"""Chat, push and telephony: their secrets, a row each. Whether one is still valid is not checked.

Source: their API references.
Examples of every row, found and not found: `tests/detect/secrets/chat.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token(
        "slack_token",
        "xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxe-",
        # The first part is a number (of a team, since 2022 of a generation), but in workspace tokens.
        "xox(?:[bposea]-[0-9]{9,14}-[0-9A-Za-z-]{8,250}|[bpose]-[0-9]-[0-9A-Za-z-]{20,250}|[ar]-(?:[0-9]-)?[0-9A-Za-z]{8,48})",
        floor=2.0,
    ),
    token("slack_token", "xoxe.xoxb- xoxe.xoxp-", r"xoxe\.xox[bp]-[0-9]-[0-9A-Za-z]{140,180}"),
    token("slack_token", "xapp-", "xapp-[0-9]-[0-9A-Z]+-[0-9]+-[0-9a-z]{20,80}"),
    token("slack_token", "xoxc- xoxd-", "xox[cd]-[0-9A-Za-z%/+=-]{20,300}"),
    token(
        "slack_webhook", "hooks.slack.com/", r"hooks\.slack\.com/(?:services|workflows|triggers)/[0-9A-Za-z+/]{30,80}"
    ),
    token(
        "teams_webhook",
        ".webhook.office.com/",
        r"[0-9a-z-]{1,40}\.webhook\.office\.com/webhookb2/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}@[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/IncomingWebhook/[0-9a-z]{32}/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        lead=40,
    ),
    token(
        "teams_webhook",
        "outlook.office.com/webhook",
        r"outlook\.office\.com/webhook(?:b2)?/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}@[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/IncomingWebhook/[0-9a-z]{32}/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    ),
    token(
        "discord_webhook",
        "discord.com/api/webhooks/ discordapp.com/api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/[0-9]{17,20}/[\w-]{60,70}",
    ),
    token(
        "google_chat_webhook",
        "chat.googleapis.com/v1/spaces/",
        r"chat\.googleapis\.com/v1/spaces/[\w-]{8,20}/messages\?key=[\w-]{30,50}&token=[\w%-]{40,60}",
    ),
    named(
        "discord_token",
        "discord",
        r"(?:[0-9A-Za-z_-]{23,28}\.[\w-]{6}\.[\w-]{27,38}|[0-9a-f]{64}|[\w=-]{32})",
        floor=3.0,
    ),
    token("telegram_token", ":aa", r"(?:bot)?(?P<value>[0-9]{5,16}:AA[\w-]{32,33})", lead=19, floor=3.0),
    named("telegram_token", "telegr", r"[0-9]{5,16}:[\w-]{34,35}", any_name=True),
    token("twilio_key", "sk0 sk1 sk2 sk3 sk4 sk5 sk6 sk7 sk8 sk9 ska skb skc skd ske skf", "SK[0-9a-f]{32}", floor=3.0),
    # Two letters and a digit would open the gate for every hash, so an account id needs its name or place.
    token("twilio_sid", "accounts/ac", "Accounts/(?P<value>AC[0-9a-f]{32})", floor=3.0),
    named("twilio_sid", "account_sid accountsid account-sid", "AC[0-9a-f]{32}", floor=3.0, any_name=True),
    named("twilio_key", "twilio", "[0-9a-f]{32}"),
    named("mattermost_token", "mattermost", "[0-9a-z]{26}", floor=3.0),
    named("sendbird_token", "sendbird", "(?:[0-9a-f]{40}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"),
    named(
        "messagebird_token",
        "messagebird message_bird message-bird",
        "(?:[0-9a-z]{25}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})",
        floor=3.0,
    ),
    named("nexmo_key", "nexmo vonage", "[0-9A-Za-z]{16}", floor=2.8),
    named("plivo_key", "plivo", "[0-9A-Za-z]{40}", floor=3.0),
    named("pusher_key", "pusher", "[0-9a-f]{20}"),
    named("zoom_secret", "zoom", "[0-9A-Za-z]{32}", floor=3.0),
    named("onesignal_key", "onesignal", "(?:[0-9A-Za-z]{48}|os_v2_app_[0-9a-z]{100,110})", floor=3.0),
    named("line_token", "linemessaging line_channel", "[0-9A-Za-z+/]{172}=", floor=3.5),
    named("pushover_token", "pushover", "[0-9a-z]{30}", floor=3.0),
    token("firebase_server_key", ":apa91b", r"[0-9A-Za-z_-]{7,24}:APA91b[\w-]{134}", lead=24),
    token("firebase_server_key", "aaaa", r"AAAA[\w-]{7}:[\w-]{140}"),
)
