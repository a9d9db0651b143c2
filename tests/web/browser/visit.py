"""Visits pages in Chromium by keyboard and prints what it saw as JSON; runs where Playwright is installed.

The request comes as JSON on stdin: `base`, `token`, `browser`, `pages` (paths by name), `pictures` (a folder), and
`open` and `reason`: the path of a record to open, and why.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")
SCREENS = {"wide and light": (1100, "light"), "narrow and dark": (360, "dark")}


def main() -> None:
    asked = json.load(sys.stdin)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked["browser"], args=["--disable-quic", "--disable-gpu"])
        seen = {screen: visited(browser, asked, screen) for screen in SCREENS}
        browser.close()
    json.dump(seen, sys.stdout)


def visited(browser: Browser, asked: dict, screen: str) -> dict:
    width, scheme = SCREENS[screen]
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 700})
    context.set_default_timeout(20_000)
    page = context.new_page()
    said: list[str] = []
    # Whatever else Chromium says is advice, such as a field for a user's name beside a token.
    page.on("console", lambda one: one.type in {"error", "warning"} and said.append(f"{one.text} {one.location}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith(asked["base"]) or said.append(f"asked {request.url}"))
    pages = {"login": look(page, asked["base"] + "/login")}
    page.goto(asked["base"] + "/")
    page.wait_for_selector("input[name=token]:focus")
    page.keyboard.type(asked["token"])
    page.keyboard.press("Enter")
    page.wait_for_url(asked["base"] + "/")
    for name, path in asked["pages"].items():
        pages[name] = look(page, asked["base"] + path)
        page.screenshot(path=Path(asked["pictures"]) / f"{name}-{width}.png", full_page=True)
    return {
        "pages": pages,
        "live": live(page, asked["base"] + "/logs"),
        "opened": opened(page, asked["base"] + asked["open"], asked["reason"]),
        "silences": silenced(page, asked["base"] + "/alerts"),
        "pinned": pinned(page, asked["base"] + asked["pages"]["template"]),
        "said": said,
    }


def look(page: Page, url: str) -> dict:
    """Look at a page, and go through it with the Tab key."""
    page.goto(url)
    page.evaluate(LOOK)
    for _ in range(page.evaluate("look.controls()") + 2):
        page.keyboard.press("Tab")
    return page.evaluate("({...look.seen(), unreached: look.unreached(), unmarked: look.unmarked()})")


def live(page: Page, url: str) -> list[str]:
    """Wait until the live tail has been replaced; tell what had the focus before and after: a sealed value, a link."""
    page.goto(url)
    focused = []
    for control in ("a.sealed", "#live"):
        tab_to(page, control)
        page.evaluate("document.querySelector('#records').dataset.old = ''")
        focused.append(page.evaluate("document.activeElement.textContent"))
        page.wait_for_selector("#records:not([data-old])")
        focused.append(page.evaluate("document.activeElement.textContent"))
    return focused


def opened(page: Page, url: str, reason: str) -> str:
    page.goto(url)
    tab_to(page, "input[name=reason]")
    page.keyboard.type(reason)
    page.keyboard.press("Enter")
    page.wait_for_selector(".opened")
    return page.inner_text(".opened")


def silenced(page: Page, url: str) -> list[int]:
    """Silence an alert and end the silence; count the silences after each step."""
    page.goto(url)
    counts = []
    for form in ("/alerts/silence", "/alerts/unsilence"):
        tab_to(page, f"form[action='{form}'] button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        counts.append(page.locator("form[action='/alerts/unsilence']").count())
    return counts


def pinned(page: Page, url: str) -> list[str]:
    """Pin a template and let it go; tell what the button says before, between and after."""
    page.goto(url)
    button = "form[action$='/pin'] button"
    said = [page.inner_text(button)]
    for _ in range(2):
        tab_to(page, button)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        said.append(page.inner_text(button))
    return said


def tab_to(page: Page, selector: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


if __name__ == "__main__":
    main()
