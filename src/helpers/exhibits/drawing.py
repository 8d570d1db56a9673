"""From an explicit figure to one deterministic SVG, and from SVG and words to an exhibit."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.style import PAPER, WIDTH, chart_style

MOST_CITED = 10
POINTS = 72
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


@dataclass(frozen=True)
class Words:
    """What a chart says in words.

    Attributes
    ----------
    title : str
        The one message, true of the data shown.
    subtitle : str
        Quantity, unit, period.
    caption : str
        Whose figures, and what marks and gaps mean.
    alt : str
        The chart for somebody who cannot see it.
    """

    title: str
    subtitle: str
    caption: str
    alt: str


def new_figure(height: float) -> Figure:
    """Return an empty figure of the report's column width.

    Parameters
    ----------
    height : float
        In points.
    """
    figure = Figure(figsize=(WIDTH, height / POINTS), dpi=POINTS, facecolor=PAPER)
    FigureCanvasSVG(figure)
    return figure


def place(figure: Figure, left: float, right: float, top: float, bottom: float) -> Axes:
    """Return axes that keep the given distances, in points, from the edges of the figure."""
    width, height = (inches * POINTS for inches in figure.get_size_inches())
    axes = figure.add_axes(
        (
            left / width,
            bottom / height,
            (width - left - right) / width,
            (height - top - bottom) / height,
        )
    )
    axes.set_facecolor("none")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, pad=4)
    return axes


def to_svg(figure: Figure, salt: str, alt: str) -> str:
    """Return a figure as one ``<svg>`` element: real text, no date, no fixed size, stable ids.

    Parameters
    ----------
    figure : Figure
        Drawn inside :func:`helpers.exhibits.style.chart_style`.
    salt : str
        Id of the exhibit.
    alt : str
        Read out instead of the picture.
    """
    buffer = io.StringIO()
    with chart_style(salt):
        figure.savefig(
            buffer,
            format="svg",
            metadata={key: None for key in ("Date", "Creator", "Format", "Type")},
        )
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # would repeat in a page with several charts
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", text, flags=re.S)  # would leak
    text = re.sub(r' transform="rotate\(-0 [^"]*\)"', "", text)
    text = re.sub(r"<[^>]*>", lambda tag: LONG_NUMBER.sub(_short, tag.group()), text)
    box = re.search(r'viewBox="[^"]*"', text)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{box.group() if box else ""} style="stroke-linejoin: round; stroke-linecap: butt" '
        f'role="img" aria-label="{escape(alt)}">'
    )
    return re.sub(r"<svg[^>]*>", lambda _: head, text, count=1).strip()


def chart_exhibit(
    key: str,
    figure: Figure,
    words: Words,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    sources: Sequence[int] = (),
) -> Exhibit:
    """Return a chart with its words and the data behind it.

    Parameters
    ----------
    key : str
        Id of the exhibit, unique in a report.
    figure : Figure
        The picture.
    words : Words
        Title, subtitle, caption, alternative text.
    columns, rows : sequence of str, iterable of sequences of str
        The data shown, written out.
    sources : sequence of int
        Citation numbers.
    """
    payload = {
        "kind": "chart",
        "id": key,
        "title": words.title,
        "subtitle": words.subtitle,
        "caption": words.caption,
        "alt": words.alt,
        "sources": list(sources),
        "data": {"columns": list(columns), "rows": [list(row) for row in rows]},
    }
    html = (
        f'<figure class="mv-chart" id="{key}"><h4 class="mv-title">{escape(words.title)}</h4>'
        f'<p class="mv-subtitle">{escape(words.subtitle)}</p>'
        f"{to_svg(figure, key, words.alt)}"
        f"<figcaption>{escape(words.caption)}{cite(sources)}</figcaption></figure>"
    )
    return Exhibit(payload, html, f"{words.title} ({words.subtitle})")


def note_exhibit(key: str, text: str) -> Exhibit:
    """Return one honest sentence where there is nothing to draw or to list."""
    payload = {
        "kind": "statement",
        "id": key,
        "style": "note",
        "parts": [{"text": text}],
        "sources": [],
    }
    return Exhibit(payload, f'<p class="mv-statement mv-note">{escape(text)}</p>', text)


def cite(sources: Sequence[int]) -> str:
    """Return the first citation numbers as HTML, empty without any; the payload has them all."""
    listed = ", ".join(str(number) for number in sources[:MOST_CITED])
    listed += " and more" if len(sources) > MOST_CITED else ""
    return f' <span class="mv-sources">[{listed}]</span>' if listed else ""


def _short(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".") or "0"
