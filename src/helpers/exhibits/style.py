"""How charts look: one typeface, few sizes, greys for context, a shape for every reporter."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from matplotlib import font_manager, rc_context
from matplotlib.colors import to_hex, to_rgb
from matplotlib.textpath import TextPath

FONTS = Path(__file__).parents[1] / "fonts"
FAMILY = "IBM Plex Sans"
WIDTH = 6.3  # inches: the text column of an A4 page
SIZE, SMALL = 8.8, 8.2  # points at that width; a phone shows them at four fifths
BOLD = 600
INK, TEXT, MUTED, FAINT, RULE, GRID, PAPER = (
    "#16202a",
    "#38434f",
    "#66717d",
    "#9aa4ae",
    "#b9c1c9",
    "#e3e7eb",
    "#ffffff",
)
BACI = "CEPII"
OTHER_SHAPES = ("^", "v", "P", "X", "<", ">", "p", "h", "d")


@cache
def register_fonts() -> None:
    """Make the package's own typeface known to matplotlib, once a process."""
    for path in sorted(FONTS.glob("IBMPlexSans-*.ttf")):
        font_manager.fontManager.addfont(str(path))


@contextmanager
def chart_style(salt: str) -> Iterator[None]:
    """Apply the look to everything drawn and written inside, and nothing outside.

    Parameters
    ----------
    salt : str
        Id of the chart; makes the identifiers inside its SVG stable and its own.
    """
    register_fonts()
    with rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": salt,
            "font.family": [FAMILY, "sans-serif"],
            "font.sans-serif": [FAMILY],
            "font.size": SIZE,
            "text.color": TEXT,
            "text.parse_math": False,  # a dollar is a dollar
            "axes.edgecolor": RULE,
            "axes.labelcolor": TEXT,
            "axes.axisbelow": True,
            "axes.unicode_minus": True,
            "axes.linewidth": 0.7,
            "grid.color": GRID,
            "grid.linewidth": 0.7,
            "xtick.color": RULE,
            "ytick.color": RULE,
            "xtick.labelcolor": TEXT,
            "ytick.labelcolor": TEXT,
            "xtick.labelsize": SIZE,
            "ytick.labelsize": SIZE,
            "hatch.linewidth": 0.5,
            "hatch.color": RULE,
            "lines.solid_capstyle": "round",
            "lines.solid_joinstyle": "round",
        }
    ):
        yield


def tint(colour: str, strength: float = 0.2) -> str:
    """Return a colour mixed with paper: opaque, so that print and screen agree.

    Parameters
    ----------
    colour : str
        Any colour matplotlib reads.
    strength : float
        1 is the colour itself, 0 is paper.
    """
    red, green, blue = (strength * ink + 1 - strength for ink in to_rgb(colour))
    return to_hex((red, green, blue))


@cache
def text_width(text: str, size: float = SIZE, weight: int = 400) -> float:
    """Return the width of a line of text in points."""
    register_fonts()
    font = font_manager.FontProperties(family=FAMILY, weight=weight, size=size)
    return float(TextPath((0, 0), f"{text}|", prop=font, usetex=False).get_extents().width)


def shapes(reporters: Iterable[str], focal: str, partner: str) -> dict[str, str]:
    """Return the mark of each reporter: circle for the focal country, square for the partner.

    BACI is a diamond; every other reporter gets the next shape, in the order of its code.
    """
    fixed = {focal: "o", partner: "s", BACI: "D"}
    found = sorted(set(reporters))
    others = [code for code in found if code not in fixed]
    more = {code: OTHER_SHAPES[n % len(OTHER_SHAPES)] for n, code in enumerate(others)}
    return {code: fixed.get(code) or more[code] for code in found}
