"""A country, group or organisation as the reports speak of it."""

from dataclasses import dataclass

# Okabe and Ito (2008), "Color Universal Design": told apart with the common colour-vision
# deficiencies; darkened where needed for 4.5:1 contrast on white.
COLOURS = {
    "CHN": "#c0392b",
    "KAZ": "#00798c",
    "IND": "#d1720a",
    "IRN": "#2e7d32",
    "RUS": "#3d4f9f",
    "EU27_2020": "#6b7280",
    "UKR": "#9a7d0a",
}
OTHERS = "#7a4b94"
WORLD = "WLD"


@dataclass(frozen=True)
class Country:
    """One side of a flow.

    Attributes
    ----------
    code : str
        ISO 3166-1 alpha-3, or a group's code.
    name, short : str
        Name in prose and in charts.
    colour : str
        The one colour of this country in all charts.
    """

    code: str
    name: str
    short: str
    colour: str = OTHERS
