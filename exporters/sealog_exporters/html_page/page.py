"""What stands before and behind the content of an HTML file. The content is the caller's, who escapes it."""

from __future__ import annotations

from html import escape
from typing import Final

PAGE_END: Final = "</body>\n</html>\n"

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
table { border-collapse: collapse; } .quiet { opacity: .7; }
"""


def page_start(title: str, style: str) -> str:
    """Give an HTML file up to its content, which `PAGE_END` follows.

    Its policy (Content Security Policy Level 3) lets a browser load nothing and run no script, whatever the content is.
    `title` is plain text; `style` is CSS of the program's own, which is added to what all files share.
    """
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{_STYLE}{style}</style>
</head>
<body>
"""
