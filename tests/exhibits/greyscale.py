"""Whether two series of a chart can be told apart without their hue, read from the figure.

A series is what is drawn in one kind, one form and one colour in one pair of axes. Two series can
be told apart in greyscale if their form differs (line style, marker, hollow or hatched), if their
lightness does, or if each has a direct label that is not the other's.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np
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
LEVEL = 2.0  # points by which the head of a row or a column may be off its middle
WIDE = 5.0  # points: a line as thick as this is the bar of a range
NONE = ("None", "none", "", " ")
PAPER = (1.0, 1.0, 1.0)
Colour = tuple[float, float, float]
Places = list[Bbox]


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
    marks: list[Places] = field(default_factory=list)


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
    FigureCanvasAgg(figure)  # measures text
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


def _marks(axes: Axes, artist: Artist) -> Iterator[tuple[Look, Places]]:
    if artist.get_transform() != axes.transData and not isinstance(artist, Rectangle):
        return
    if isinstance(artist, Line2D):
        yield from _line_marks(artist)
    elif isinstance(artist, LineCollection):
        for segment, colour in _segments(artist):
            yield Look("line", "solid", colour), _along(artist.get_transform().transform(segment))
    elif isinstance(artist, Rectangle) and artist.get_data_transform() == axes.transData:
        box = artist.get_window_extent()
        if box.width and box.height and (artist.get_hatch() or to_rgba(artist.get_facecolor())[3]):
            yield _bar_look(artist), [box]


def _bar_look(bar: Rectangle) -> Look:
    """Return hatched, hollow or filled; a bar below zero differs in that from one above."""
    face, edge = to_rgba(bar.get_facecolor()), to_rgba(bar.get_edgecolor())
    if bar.get_hatch():
        return Look("bar", str(bar.get_hatch()), _solid(edge))
    if _solid(face) == PAPER:
        return Look("bar", "hollow", _solid(edge))
    top = bar.get_y() + max(bar.get_height(), 0.0)
    return Look("bar", "filled, below zero" if top <= 0 else "filled", _solid(face))


def _line_marks(line: Line2D) -> Iterator[tuple[Look, Places]]:
    points = line.get_transform().transform(line.get_xydata())
    points = points[~np.isnan(points).any(axis=1)]
    if not len(points):
        return
    form, width = str(line.get_linestyle()), line.get_linewidth()
    if form not in NONE and len(points) > 1 and width:
        form = f"{form} bar" if width >= WIDE else form
        yield Look("line", form, _solid(to_rgba(line.get_color()))), _along(points)
    if str(line.get_marker()) not in NONE:
        face = line.get_markerfacecolor()
        hollow = (isinstance(face, str) and face == "none") or to_rgb(face) == PAPER
        colour = to_rgb(line.get_markeredgecolor() if hollow else face)
        look = Look("mark", f"{line.get_marker()} {'hollow' if hollow else 'filled'}", colour)
        for point in points:
            yield look, [_box([point]), *_whiskers(line, point)]


def _whiskers(mark: Line2D, point: np.ndarray) -> Places:
    """Return the straight lines through a mark: its label may stand at their ends."""
    return [
        box
        for line in mark.axes.lines
        if line is not mark and len(line.get_xydata()) == 2
        and line.get_transform() == mark.get_transform()
        for box in [_box(line.get_transform().transform(line.get_xydata()))]
        if min(box.width, box.height) < 0.5 and box.padded(0.5).contains(*point)
    ]  # fmt: skip


def _along(points: np.ndarray) -> Places:
    """Return places along a line, none of which spans a corner that the line does not reach."""
    steps = np.linspace(0, 1, 9)[:, None]
    return [
        _box(part[n : n + 2])
        for start, end in pairwise(points)
        for part in [start + (end - start) * steps]
        for n in range(8)
    ]


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

    A label belongs to the series that it is nearer to. A line needs one; of bars and marks each
    needs one, since nothing joins them.
    """
    labels = [text.get_window_extent() for text in _words(axes)]
    frame = axes.get_window_extent()
    far = [
        [[_distance(label, mark, frame) for label in labels] for mark in its.marks]
        for its in (one, other)
    ]
    for its, own, others in ((one, far[0], far[1]), (other, far[1], far[0])):
        nearest = [min(column) for column in zip(*others, strict=True)]
        labelled = [
            any(mine <= NEAR and mine < theirs for mine, theirs in zip(mark, nearest, strict=True))
            for mark in own
        ]
        if not (any(labelled) if its.look.kind == "line" else all(labelled)):
            return False
    return True


def _words(axes: Axes) -> Iterator[Text]:
    for text in [*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]:
        if text.get_visible() and any(letter.isalpha() for letter in text.get_text()):
            yield text


def _distance(label: Bbox, places: Places, frame: Bbox) -> float:
    """Return the points between a label and a mark, none if it heads its row or its column."""
    whole = Bbox.union(places)
    row = abs(label.y0 + label.y1 - whole.y0 - whole.y1) / 2
    column = abs(label.x0 + label.x1 - whole.x0 - whole.x1) / 2
    if row <= LEVEL and label.x1 <= frame.x0 + 2:
        return row
    if column <= LEVEL and label.y1 <= frame.y0 + 2:
        return column
    return min(
        math.hypot(
            max(label.x0 - place.x1, place.x0 - label.x1, 0.0),
            max(label.y0 - place.y1, place.y0 - label.y1, 0.0),
        )
        for place in places
    )
