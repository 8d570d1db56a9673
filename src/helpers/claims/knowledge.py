"""What the tables know, arranged so that a measure finds a figure fast.

Each reporter speaks once about a flow and a period, with its most reliable figures, as in the panel
(:mod:`helpers.tables.panel`); exports and imports by its statistical office stand before a total
that an official states. The figures of the text under examination (status ``brief``) are not in
here: they are no evidence for it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from helpers.claims.readings import Reading
from helpers.claims.voices import FIGURE, Figure, Voices, speak
from helpers.tables.evidence import calendarise, comparable
from helpers.tables.panel import build_panel

NAMES = {"CEPII": "BACI", "NS": "an unnamed authority"}
Cell = tuple[str, str, int]


@dataclass(frozen=True, eq=False, repr=False)
class Knowledge:
    """Tables of ``data/`` with the figures of one focal country at hand.

    Attributes
    ----------
    focal : str
        Country whose flows are meant unless a check names another.
    tables : mapping of str to DataFrame
        As loaded.
    figures : DataFrame
        Comparable goods totals in USD; `source_id` holds the ids of the observations.
    """

    focal: str
    tables: Mapping[str, pd.DataFrame]
    figures: pd.DataFrame

    def name(self, code: str) -> str:
        """Return a country or reporter in words."""
        return NAMES.get(code) or self._names.get(code, code)

    def voices(self, partner: str, year: int, focal: str = "") -> Voices:
        """Return what each reporter says of each flow with a partner in a calendar year."""
        key = (focal or self.focal, partner, year)
        if key not in self._spoken:
            self._spoken[key] = speak(self._years.get(key, ()))
        return self._spoken[key]

    def readings(self, partner: str, flow: str, year: int, focal: str = "") -> list[Reading]:
        """Return one reading a reporter of one flow in a calendar year."""
        voices = self.voices(partner, year, focal)
        return [flows[flow] for _, flows in sorted(voices.items()) if flow in flows]

    def hull(
        self, partner: str, flow: str, year: int, focal: str = ""
    ) -> tuple[float, float] | None:
        """Return the range over the reporters, USD; None where nobody has published a figure."""
        known = self.readings(partner, flow, year, focal)
        if not known:
            return None
        return min(one.low for one in known), max(one.high for one in known)

    def partners(self, focal: str = "") -> list[str]:
        """Return the countries (no groups) with a whole-year figure."""
        countries = self.tables["countries"]
        single = set(countries.loc[countries["kind"] == "country", "code"])
        home = focal or self.focal
        return sorted({partner for side, partner, _ in self._years if side == home} & single)

    def years(self, partner: str, flow: str, focal: str = "") -> list[int]:
        """Return the years in which somebody gives the flow."""
        home = focal or self.focal
        return sorted(
            year
            for side, other, year in self._years
            if (side, other) == (home, partner) and self.readings(partner, flow, year, focal)
        )

    def part(
        self, partner: str, flow: str, start: date, end: date, focal: str = ""
    ) -> list[Reading]:
        """Return one reading a reporter of a period that is not a calendar year."""
        rows = self.figures
        rows = rows[
            (rows["focal"] == (focal or self.focal))
            & (rows["partner"] == partner)
            & (rows["start"] == pd.Timestamp(start))
            & (rows["end"] == pd.Timestamp(end))
            & ~rows["calendarised"]
        ]
        spoken = speak([Figure(*row) for row in rows[FIGURE].itertuples(index=False)])
        return [flows[flow] for _, flows in sorted(spoken.items()) if flow in flows]

    def evidence_values(self) -> Mapping[str, str]:
        """Return the value in the tables of every row that can be evidence, by its id."""
        return self._values

    @cached_property
    def panel(self) -> pd.DataFrame:
        """Reconciled panel of the focal country."""
        observations = self.tables["observations"]
        own = observations[observations["focal"] == self.focal]
        ends = own["period_end"].dt.year
        return build_panel(
            own, self.tables["exchange_rates"], self.tables["assumptions"],
            int(own["period_start"].dt.year.min()), int(ends.max()),
        )  # fmt: skip

    @cached_property
    def _names(self) -> dict[str, str]:
        countries = self.tables["countries"]
        short = countries["name"].where(countries["kind"] != "group", countries["name_short"])
        return dict(zip(countries["code"], short, strict=True))

    @cached_property
    def _spoken(self) -> dict[Cell, Voices]:
        return {}

    @cached_property
    def _years(self) -> dict[Cell, list[Figure]]:
        rows = self.figures
        whole = rows[(rows["months"] == 12) & (rows["start"].dt.year == rows["end"].dt.year)]
        keys = zip(whole["focal"], whole["partner"], whole["start"].dt.year, strict=True)
        cells: dict[Cell, list[Figure]] = defaultdict(list)
        figures = whole[FIGURE].itertuples(index=False)
        for (focal, partner, year), row in zip(keys, figures, strict=True):
            cells[str(focal), str(partner), int(year)].append(Figure(*row))
        return dict(cells)

    @cached_property
    def _values(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for table, columns in (
            ("observations", ("value",)),
            ("context", ("value",)),
            ("events", ("date", "kind", "level", "direction")),
            ("targets", ("value", "declared_on")),
        ):
            frame = self.tables[table]
            texts = [_as_texts(frame[column]) for column in columns]
            found |= dict(zip(frame["id"], map("/".join, zip(*texts, strict=True)), strict=True))
        groups = self.tables["groups"]
        spans = zip(_as_texts(groups["since"]), _as_texts(groups["until"]), strict=True)
        names = zip(groups["group"], groups["member"], strict=True)
        return found | {
            f"{group}.{member}": "/".join(span)
            for (group, member), span in zip(names, spans, strict=True)
        }


def know(
    tables: Mapping[str, pd.DataFrame],
    focal: str = "BLR",
    *,
    cif_factor: float | None = None,
    scopes: tuple[str, ...] = ("goods", "unspecified"),
) -> Knowledge:
    """Return the knowledge in the tables.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `helpers.tables.loading.load_tables` returns them.
    focal : str
        Code of the focal country.
    cif_factor : float, optional
        One factor from c.i.f. to f.o.b. for all, instead of the assumed range.
    scopes : tuple of str
        Which scopes of an observation count as goods.
    """
    assumptions = tables["assumptions"]
    if cif_factor is not None:
        freight = assumptions["name"] == "cif_fob_factor"
        assumptions = assumptions.assign(
            **{
                column: assumptions[column].mask(freight, cif_factor)
                for column in ("value", "low", "high")
            }
        )
    observations = tables["observations"]
    observations = observations[observations["scope"].isin(scopes)]
    rows = comparable(
        observations.assign(source_id=observations["id"]), tables["exchange_rates"], assumptions
    )
    margin = float(assumptions.set_index("name")["value"]["calendar_share_margin"])
    figures = pd.concat([rows, calendarise(rows, margin)], ignore_index=True)
    return Knowledge(focal, {**tables, "assumptions": assumptions}, figures)


def _as_texts(column: pd.Series) -> list[str]:
    if str(column.dtype).startswith("datetime"):
        return ["" if pd.isna(day) else str(day.date()) for day in column]
    if column.dtype == "float64":
        return ["" if pd.isna(number) else f"{number:.12g}" for number in column]
    return ["" if pd.isna(cell) else str(cell) for cell in column]
