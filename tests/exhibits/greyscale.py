"""Whether two series of a chart can be told apart without their hue, read from the figure.

A series is what is drawn in one kind, one form and one colour in one pair of axes. Two series can
be told apart in greyscale if their form differs (line style, marker, hollow or hatched), if their
lightness does, or if each has a direct label that is not the other's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

LEAST = 15.0  # difference of lightness, of 100, that an eye sees in print without effort
NEAR = 14.0  # points between a mark and its label
PAPER = (1.0, 1.0, 1.0)
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Look:
    """Kind, form and colour of a mark: together they make a series."""

    kind: str
    form: str
    colour: Colour


@dataclass
class Series:
    """What is drawn in one look: the places of its marks in points."""

    look: Look
    marks: list[list[Bbox]] = field(default_factory=list)


def lightness(colour: Colour) -> float:
    """Return CIE L* of an sRGB colour under D65, 0 (black) to 100 (white).

    CIE 15:2004, with the luminance of IEC 61966-2-1.
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    if luminance <= (6 / 29) ** 3:
        return luminance * (29 / 3) ** 3
    return 116 * luminance ** (1 / 3) - 16


def confused(figure: Figure) -> list[str]:
    """Return a line for every two series of a figure that only hue tells apart."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return [
        f"axes {number}: {one.look} and {other.look}"
        for number, axes in enumerate(figure.axes)
        for one, other in combinations(series_of(axes), 2)
        if alike(one.look, other.look) and not told_by_labels(axes, one, other)
    ]


def alike(one: Look, other: Look) -> bool:
    """Return whether two looks are of one kind and form and nearly of one lightness."""
    if (one.kind, one.form) != (other.kind, other.form):
        return False
    return abs(lightness(one.colour) - lightness(other.colour)) < LEAST


def series_of(axes: Axes) -> list[Series]:
    """Return the series drawn in the data of axes: no rules, keys, frames or bands of a line."""
    found: dict[Look, Series] = {}
    for artist in axes.get_children():
        for look, places in _marks(axes, artist):
            found.setdefault(look, Series(look)).marks.append(places)
    return list(found.values())


def _marks(axes: Axes, artist: Artist) -> Iterator[tuple[Look, list[Bbox]]]:
    if artist.get_transform() != axes.transData and not isinstance(artist, Rectangle):
        return
    if isinstance(artist, Line2D):
        yield from _line_marks(artist)
    elif isinstance(artist, LineCollection):
        for segment, colour in _segments(artist):
            yield Look("line", "solid", colour), [_box(artist.get_transform().transform(segment))]
    elif isinstance(artist, Rectangle) and artist.get_data_transform() == axes.transData:
        box = artist.get_window_extent()
        face = to_rgba(artist.get_facecolor())
        hatch = str(artist.get_hatch() or "")
        if box.width and box.height and (face[3] or hatch):
            colour = _solid(face) if face[3] else _solid(to_rgba(artist.get_edgecolor()))
            yield Look("bar", hatch or "plain", colour), [box]


def _line_marks(line: Line2D) -> Iterator[tuple[Look, list[Bbox]]]:
    points = line.get_transform().transform(line.get_xydata())
    points = points[(points == points).all(axis=1)]
    if not len(points):
        return
    form = line.get_linestyle()
    if form not in ("None", "none", "") and len(points) > 1 and line.get_linewidth():
        places = [_box(points[[end]]) for end in (0, -1)]
        yield Look("line", str(form), _solid(to_rgba(line.get_color()))), [*places, _box(points)]
    if str(line.get_marker()) not in ("None", "none", ""):
        face = line.get_markerfacecolor()
        hollow = isinstance(face, str) and face == "none" or to_rgb(face) == PAPER
        colour = to_rgb(line.get_markeredgecolor() if hollow else face)
        filled = "hollow" if hollow else "filled"
        for point in points:
            yield Look("mark", f"{line.get_marker()} {filled}", colour), [_box([point])]


def _segments(lines: LineCollection) -> Iterator[tuple[object, Colour]]:
    colours = lines.get_colors()
    for n, segment in enumerate(lines.get_segments()):
        yield segment, _solid(tuple(colours[n % len(colours)]))


def _solid(colour: Iterable[float]) -> Colour:
    red, green, blue, alpha = colour
    mixed = [alpha * part + 1 - alpha for part in (red, green, blue)]
    return mixed[0], mixed[1], mixed[2]


def _box(points: object) -> Bbox:
    box = Bbox.null()
    box.update_from_data_xy(points)
    return box


def told_by_labels(axes: Axes, one: Series, other: Series) -> bool:
    """Return whether each of two series has labels of its own.

    A line needs one; of bars and marks each needs one, since nothing joins them.
    """
    labels = [(text, text.get_window_extent()) for text in _words(axes)]
    near = [
        [{id(text) for text, box in labels if _beside(axes, mark, text, box)} for mark in its.marks]
        for its in (one, other)
    ]
    for its, own, others in ((one, near[0], near[1]), (other, near[1], near[0])):
        taken = set().union(*others)
        labelled = [bool(found - taken) for found in own]
        if not (any(labelled) if its.look.kind == "line" else all(labelled)):
            return False
    return True


def _words(axes: Axes) -> Iterator[Text]:
    for text in [*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]:
        if text.get_visible() and any(letter.isalpha() for letter in text.get_text()):
            yield text


def _beside(axes: Axes, places: list[Bbox], text: Text, label: Bbox) -> bool:
    """Return whether a label touches a mark, heads its row or stands under its column."""
    for place in places:
        across = max(label.x0 - place.x1, place.x0 - label.x1)
        along = max(label.y0 - place.y1, place.y0 - label.y1)
        if across <= NEAR and along <= 2 or along <= NEAR and across <= 2:
            return True
    whole = places[-1]
    middle_x, middle_y = (whole.x0 + whole.x1) / 2, (whole.y0 + whole.y1) / 2
    label_x, label_y = (label.x0 + label.x1) / 2, (label.y0 + label.y1) / 2
    frame = axes.get_window_extent()
    flat = whole.height <= 2 or not axes.get_yticks().size
    heads_row = flat and abs(label_y - middle_y) <= 2 and label.x1 <= frame.x0 + 2
    under = abs(label_x - middle_x) <= 2 and label.y1 <= frame.y0 + 2
    return heads_row or under
