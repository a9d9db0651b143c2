"""Social networks and media: their secrets, a row each. Whether one is still valid is not checked.

Source: their developer documentation.
Examples of every row, found and not found: `tests/detect/secrets/social.txt`.
"""

from __future__ import annotations

from sealog.detect.secrets.forms import named, token

ROWS = (
    token("facebook_token", "eaam eaac", "EAA[MC][0-9A-Za-z]{100,300}", floor=3.5),
    named("facebook_token", "facebook fb_", r"(?:[0-9a-f]{32}|[0-9]{15,16}(?:\||%7[Cc])[\w-]{27,40})"),
    token("instagram_token", "igqv", "IGQV[0-9A-Za-z_-]{60,250}"),
    named(
        "twitter_token",
        "twitter",
        "(?:A{20,24}[0-9A-Za-z%]{80,120}|[0-9]{15,25}-[0-9A-Za-z]{20,40}|[0-9A-Za-z]{50}|[0-9a-zA-Z]{45}|[0-9A-Za-z]{25})",
        floor=3.0,
    ),
    token("twitter_token", "aaaaaaaaaaaaaaaaaaaa", "A{20,24}[0-9A-Za-z%]{80,120}"),
    named("linkedin_secret", "linkedin linked_in linked-in", "[0-9A-Za-z]{14,16}", floor=2.5),
    named("twitch_token", "twitch", "[0-9a-z]{30}", floor=3.0),
    named("reddit_secret", "reddit", r"[\w-]{27,30}", floor=3.3),
    named("spotify_secret", "spotify", "[0-9a-f]{32}"),
    named("tiktok_secret", "tiktok", "[0-9A-Za-z]{32,40}", floor=3.3),
    named("flickr_key", "flickr", "[0-9a-f]{32}"),
    named("pinterest_token", "pinterest", "(?:pina_[0-9A-Z]{60,80}|[0-9a-f]{40})"),
    named("yelp_key", "yelp", r"[\w-]{128}", floor=3.5),
    named("lichess_token", "lichess", "lip_[0-9A-Za-z]{20}"),
    token("lichess_token", "lip_", "lip_[0-9A-Za-z]{20}", floor=3.3),
    named("riot_key", "riot", "RGAPI-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    token("riot_key", "rgapi-", "RGAPI-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    named("steam_key", "steam", "[0-9A-F]{32}", floor=3.0),
    named("unsplash_key", "unsplash", r"[\w-]{43}", floor=3.3),
)
