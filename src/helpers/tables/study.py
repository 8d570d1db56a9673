"""The one object a notebook works with: everything known about a pair of countries."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from helpers.countries import OTHERS, WORLD, Country
from helpers.errors import UsageError, suggest
from helpers.tables.loading import copies, load_tables, read_contents, tables_of
from helpers.tables.panel import build_panel
from helpers.workspace import find_workspace


@dataclass(frozen=True, eq=False)
class Study:
    """A focal country and a partner with their figures, events, targets and sources.

    Two studies are equal only if they are the same object, so that a result can be kept by study.

    Attributes
    ----------
    focal, partner : Country
        The two sides; flows are seen from the focal country.
    since, until : int
        First and last calendar year.
    vintage : datetime.date
        The latest date on which a source of these tables was published or looked at.
    observations, panel, events, targets, context, alignment : pandas.DataFrame
        Rows of this pair.
    everyone : pandas.DataFrame
        Panel of the focal country with every partner, World included; likewise the tables named
        ``all_…``.
    history : pandas.DataFrame
        The same from the first year that anybody reported on, for what needs a long past.
    all_context : pandas.DataFrame
        The context of every focal country.
    elsewhere : pandas.DataFrame
        Observations with another focal country (potash by supplier, exports to transit countries).
    weights, presets, assumptions, rates, countries, groups, estimates : pandas.DataFrame
        Tables as they are.
    sources : pandas.DataFrame
        All sources, with the `number` by which this study cites them.
    root : pathlib.Path
        Folder of the workspace.
    """

    focal: Country
    partner: Country
    since: int
    until: int
    vintage: date
    observations: pd.DataFrame
    panel: pd.DataFrame
    events: pd.DataFrame
    targets: pd.DataFrame
    context: pd.DataFrame
    alignment: pd.DataFrame
    everyone: pd.DataFrame
    history: pd.DataFrame
    all_observations: pd.DataFrame
    all_events: pd.DataFrame
    all_targets: pd.DataFrame
    all_context: pd.DataFrame
    all_alignment: pd.DataFrame
    elsewhere: pd.DataFrame
    weights: pd.DataFrame
    presets: pd.DataFrame
    assumptions: pd.DataFrame
    rates: pd.DataFrame
    countries: pd.DataFrame
    groups: pd.DataFrame
    estimates: pd.DataFrame
    sources: pd.DataFrame
    root: Path

    def country(self, code: str) -> Country:
        """Return the country, group or organisation of a code."""
        if code not in self._met:
            self._met[code] = make_country(code, self.countries)
        return self._met[code]

    @cached_property
    def _met(self) -> dict[str, Country]:
        return {}

    def name(self, code: str) -> str:
        """Return the name a code has in prose."""
        return self.country(code).name

    def numbers(self, source_ids: tuple[str, ...] | list[str]) -> list[int]:
        """Return the citation numbers of sources, ascending."""
        known = self.sources.set_index("id")["number"]
        return sorted({int(known[one]) for one in source_ids if one in known.index})


def load_study(
    partner: str,
    focal: str = "BLR",
    since: int = 2010,
    until: int = 2025,
    root: Path | str | None = None,
) -> Study:
    """Return everything the tables know about a pair of countries.

    Parameters
    ----------
    partner, focal : str
        Codes of countries.csv; the partner may be ``WLD``.
    since, until : int
        First and last calendar year.
    root : path, optional
        Folder of the workspace; by default the one that holds the working folder.

    Raises
    ------
    UsageError
        If a code is unknown, the pair has no observation, or the years are reversed.
    GateError
        If a table breaks its schema.
    """
    if since > until:
        raise UsageError(f"Years reversed: expected since <= until, found {since} > {until}.")
    workspace = find_workspace(root)
    contents = read_contents(workspace)
    tables = copies(tables_of(contents))
    observations = tables["observations"]
    known = set(observations.loc[observations["focal"] == focal, "partner"])
    if not known:
        raise UsageError(
            f"No observation has focal country '{focal}'. "
            f"{suggest(focal, set(observations['focal']), 'focal countries')}"
        )
    if partner not in known:
        raise UsageError(
            f"No observation of {focal} with partner '{partner}'. "
            f"{suggest(partner, known, 'partners')}"
        )
    mine = {
        name: frame[frame["focal"] == focal] for name, frame in tables.items() if "focal" in frame
    }
    history = _history(contents, focal, since, until).copy(deep=False)
    everyone = history[history["year"] >= since].reset_index(drop=True)
    pair = {name: _of(frame, partner) for name, frame in mine.items()}
    return Study(
        focal=make_country(focal, tables["countries"]),
        partner=make_country(partner, tables["countries"]),
        since=since,
        until=until,
        vintage=vintage(tables["sources"]),
        observations=pair["observations"],
        panel=_of(everyone, partner),
        events=pair["events"],
        targets=pair["targets"],
        context=pair["context"],
        alignment=pair["alignment"],
        everyone=everyone,
        history=history,
        all_observations=mine["observations"],
        all_events=mine["events"],
        all_targets=mine["targets"],
        all_context=tables["context"],
        all_alignment=mine["alignment"],
        elsewhere=observations[observations["focal"] != focal],
        weights=tables["event_weights"],
        presets=tables["event_presets"],
        assumptions=tables["assumptions"],
        rates=tables["exchange_rates"],
        countries=tables["countries"],
        groups=tables["groups"],
        estimates=tables["estimates"],
        sources=_numbered(tables["sources"], pair, everyone),
        root=workspace.root,
    )


@lru_cache(maxsize=2)
def _history(contents: tuple[bytes, ...], focal: str, since: int, until: int) -> pd.DataFrame:
    """Return the panel of a focal country from the first year that anybody reported on."""
    tables = tables_of(contents)
    mine = tables["observations"][tables["observations"]["focal"] == focal]
    first = int(mine["period_start"].dt.year.min())
    rates, assumptions = tables["exchange_rates"], tables["assumptions"]
    return build_panel(mine, rates, assumptions, min(first, since), until)


def warm_up(root: Path | str) -> None:
    """Load what every study of a workspace needs, so that the next ones find it.

    Called in the process that a build forks its kernels from.
    """
    load_study(WORLD, root=root)


def partner_code(name: str, root: Path | str | None = None) -> str:
    """Return the code that a report's or a country's name stands for.

    Parameters
    ----------
    name : str
        A code, a country's name in any case, or ``overview`` for the World.
    root : path, optional
        Folder of the workspace.

    Raises
    ------
    UsageError
        If no country has this name; the nearest names are given.
    """
    countries = load_tables(find_workspace(root))["countries"]
    names = {"overview": WORLD}
    for column in ("name_short", "name", "code"):
        names |= dict(zip(countries[column].str.lower(), countries["code"], strict=True))
    if name.lower() not in names:
        raise UsageError(f"Unknown partner '{name}'. {suggest(name.lower(), names, 'partners')}")
    return names[name.lower()]


def make_country(code: str, countries: pd.DataFrame) -> Country:
    """Return a country with its name and its one colour.

    Raises
    ------
    UsageError
        If the code is not in countries.csv.
    """
    found = countries[countries["code"] == code]
    if found.empty:
        raise UsageError(
            f"Unknown country code '{code}'. {suggest(code, countries['code'], 'codes')}"
        )
    row = found.iloc[0]
    native = row.get("name_native")
    return Country(
        code,
        row["name"],
        row["name_short"],
        row["colour"] if isinstance(row["colour"], str) else OTHERS,
        native if isinstance(native, str) else "",
    )


def vintage(sources: pd.DataFrame) -> date:
    """Return the latest full date on which a source was published or looked at."""
    dates = pd.concat([sources["published"], sources["accessed"]]).dropna()
    return date.fromisoformat(dates[dates.str.len() == 10].max())


def _of(frame: pd.DataFrame, partner: str) -> pd.DataFrame:
    return frame[frame["partner"] == partner].reset_index(drop=True)


def _numbered(
    sources: pd.DataFrame, pair: dict[str, pd.DataFrame], everyone: pd.DataFrame
) -> pd.DataFrame:
    """Number the pair's own sources first, in the order of their keys, then all others."""
    own = {one for frame in pair.values() if "source_id" in frame for one in frame["source_id"]}
    order = sources.assign(other=~sources["id"].isin(own)).sort_values(["other", "id"])
    return (
        order.drop(columns="other").assign(number=range(1, len(order) + 1)).reset_index(drop=True)
    )
