"""scrubadub with its default detectors."""

from __future__ import annotations

import scrubadub
from speak import answer

NAMES = {
    "credit_card": "credit_card",
    "email": "email_address",
    "phone": "phone_number",
    "social_security_number": "us_ssn",
}

if __name__ == "__main__":
    scrubber = scrubadub.Scrubber()
    answer(
        "scrubadub",
        NAMES,
        lambda text: [(filth.detector_name, filth.beg, filth.end) for filth in scrubber.iter_filth(text)],
    )
