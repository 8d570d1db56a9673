"""Charts of one row a partner: names at the left, an axis of values, text beside marks."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator

from helpers.exhibits.charts_axes import BACKING
from helpers.exhibits.style import BOLD, FAINT, MUTED, SIZE, TEXT

EDGE_OF_ROW = ("axes fraction", "data")
DAGGER = "\u2020"
RECENT = 2020  # trade known no later than this is marked
NAMES = 112  # points for the names of partners


def row_names(axes: Axes, names: Sequence[str], tones: Sequence[str], left: float = NAMES) -> None:
    """Write one name a row, the first on top, and turn the axis accordingly.

    Parameters
    ----------
    axes : Axes
        Rows are 0, 1, 2 … from the top.
    names : sequence of str
        A name that ends in a dagger is grey.
    tones : sequence of str
        Colours; a row with a colour is bold.
    left : float
        Distance of the names from the axes, in points.
    """
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks([])
    for row, (name, tone) in enumerate(zip(names, tones, strict=True)):
        colour = tone or (MUTED if name.endswith(DAGGER) else TEXT)
        weight = BOLD if tone else 400
        write_at(axes, name, (0, row), (-left, 0), colour, weight, coords=EDGE_OF_ROW)


def value_axis(axes: Axes, ticks: Sequence[float], labels: Sequence[str]) -> None:
    """Draw a thin rule at every tick of an axis of values and its label below."""
    axes.xaxis.set_major_locator(FixedLocator(list(ticks)))
    axes.set_xticklabels(list(labels))
    axes.grid(axis="x")
    axes.spines["bottom"].set_visible(False)
    if 0 in ticks:
        axes.axvline(0, color=FAINT, linewidth=0.8, zorder=1.5)


def write_at(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    colour: str,
    weight: int = 400,
    align: str = "left",
    coords: str | tuple[str, str] = "data",
) -> None:
    """Write text so many points away from a place, in the middle of its height.

    Parameters
    ----------
    axes : Axes
        Limits already set.
    text : str
        One line or several.
    at, offset : tuple of float
        The place in `coords`, and the distance from it in points.
    colour, weight, align : str, int, str
        Of the text; aligned left, center or right.
    coords : str or tuple of str
        As in `Axes.annotate`.
    """
    axes.annotate(
        text,
        at,
        xycoords=coords,
        xytext=offset,
        textcoords="offset points",
        ha=align,
        va="center",
        fontsize=SIZE,
        fontweight=weight,
        color=colour,
        annotation_clip=False,
        bbox=BACKING if coords == "data" else None,
        zorder=5,
    )
