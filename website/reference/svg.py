"""Boxes, arrows and texts of a picture that works on a light and on a dark page and fetches nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

INK = "#1f2937"
FAINT = "#6b7280"
PAPER = "#ffffff"
FILLS = {
    "plain": "#f3f4f6",
    "app": "#fef3c7",
    "seal": "#dbeafe",
    "wait": "#e0e7ff",
    "service": "#dcfce7",
    "key": "#fee2e2",
}
"""What a box is: something outside, the application, what sees values, what keeps records, a service, what opens."""


@dataclass
class Picture:
    """A picture of `width` by `height` pixels, with a title and a description for readers that can't see it."""

    width: int
    height: int
    title: str
    description: str
    _parts: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, lines: list[str], kind: str = "plain") -> None:
        """Draw a box with lines of text in its middle: the first one bold."""
        self._parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{FILLS[kind]}"'
            f' stroke="{FAINT}"/>'
        )
        first = y + height / 2 - (len(lines) - 1) * 8 + 5
        for number, line in enumerate(lines):
            style = 'font-weight="600"' if number == 0 else f'font-size="12" fill="{FAINT}"'
            self.text(x + width / 2, first + number * 16, line, style, anchor="middle")

    def text(self, x: float, y: float, text: str, style: str = "", anchor: str = "start") -> None:
        """Write one line; `y` is its base line."""
        self._parts.append(f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" {style}>{escape(text)}</text>')

    def arrow(self, *points: tuple[float, float]) -> None:
        """Draw an arrow along points."""
        path = " ".join(f"{'M' if number == 0 else 'L'}{x:g} {y:g}" for number, (x, y) in enumerate(points))
        self._parts.append(f'<path d="{path}" fill="none" stroke="{INK}" marker-end="url(#head)"/>')

    def frame(self, x: float, y: float, width: float, height: float, label: str) -> None:
        """Draw a dashed frame with a label in its upper left corner."""
        self._parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8" fill="none" stroke="{FAINT}"'
            ' stroke-dasharray="5 4"/>'
        )
        self.text(x + 10, y + 18, label, f'font-size="13" fill="{FAINT}"')

    def svg(self) -> str:
        """Return the whole picture."""
        inside = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
            f' height="{self.height}" role="img" font-family="system-ui, sans-serif" font-size="14" fill="{INK}">\n'
            f"<title>{escape(self.title)}</title>\n<desc>{escape(self.description)}</desc>\n"
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
            ' orient="auto">'
            f'<path d="M0 0 L8 4 L0 8 z" fill="{INK}"/></marker></defs>\n'
            f'<rect width="{self.width}" height="{self.height}" rx="8" fill="{PAPER}"/>\n{inside}\n</svg>\n'
        )
