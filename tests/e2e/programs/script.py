"""A plain script: one call, then it logs."""

import logging
import sys

import sealog

sealog.configure("script", endpoint=sys.argv[1])
sealog.configure("script", endpoint=sys.argv[1])
logging.getLogger("script").info("hello %s", "everywhere@example.com")
