"""What HTML files of commands may do in a browser."""

from __future__ import annotations

from html.parser import HTMLParser

from sealog_exporters.html_page import PAGE_END, page_start


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _read(page: str) -> _Tags:
    tags = _Tags()
    tags.feed(page)
    tags.close()
    return tags


def test_a_page_may_load_nothing_and_run_no_script() -> None:
    policies = [attrs["content"] for _, attrs in _read(page_start("a", "")).opened if "http-equiv" in attrs]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_a_title_is_text_and_every_element_is_closed() -> None:
    read = _read(page_start("</title><script>1</script>", "h2 { margin: 0; }") + PAGE_END)
    assert not read.open
    assert "script" not in [tag for tag, _ in read.opened]
