"""A country, group or organisation as the reports speak of it."""

from dataclasses import dataclass

OTHERS = "#7a4b94"  # a country without a colour of its own in countries.csv
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
    native : str
        Short name in the country's own language and script; empty if the tables have none.
    """

    code: str
    name: str
    short: str
    colour: str = OTHERS
    native: str = ""
