"""The frame of the HTML files that commands write: they load nothing and run no script."""

from sealog_exporters.html_page.page import PAGE_END, page_start

__all__ = ["PAGE_END", "page_start"]
