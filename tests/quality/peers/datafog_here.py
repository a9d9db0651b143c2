"""datafog with its default engine of patterns."""

from __future__ import annotations

import datafog
from speak import answer

NAMES = {
    "CREDIT_CARD": "credit_card",
    "EMAIL": "email_address",
    "IP_ADDRESS": "ip_address",
    "PHONE": "phone_number",
    "SSN": "us_ssn",
}

if __name__ == "__main__":
    answer(
        "datafog",
        NAMES,
        lambda text: [(found.type, found.start, found.end) for found in datafog.scan(text).entities],
    )
