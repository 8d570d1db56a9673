"""EU exports by month and destination, and what they show of diversion; for facts and exhibits."""

from typing import NamedTuple

import pandas as pd

from helpers.exhibits.charts_roundabout import TRANSIT
from helpers.exhibits.comparisons import BENCHMARK
from helpers.indicators.diversion import (
    ENDS,
    Excess,
    Substitution,
    Transit,
    excess,
    group_share,
    lost_in_transit,
    substitution_ratio,
)
from helpers.indicators.insufficient import InsufficientData
from helpers.tables.evidence import counted
from helpers.tables.study import Study

EXPORTER = "EU27_2020"
TOTAL, SANCTIONED, PRIORITY = "TOTAL", "SANCTIONED", "HIGH_PRIORITY"
CUT = pd.Timestamp(2022, 3, 1)  # first whole month after the invasion and the first new sanctions
UNION = ("KAZ", "KGZ", "ARM")  # in a customs union with Russia: no border check on the way
BASE_YEARS = (2018, 2019, 2020, 2021)
ONE_MONTH = 31  # days at most
COLUMNS = [
    "partner",
    "scope",
    "product",
    "period_start",
    "period_end",
    "value",
    "reporter",
    "source_id",
    "note",
]


class Diverted(NamedTuple):
    """What is measured on monthly exports, EUR: months x destinations, and the results.

    `third` are the countries around Russia, `lost` Russia and the focal country; `until` is the
    last month.
    """

    goods: pd.DataFrame
    total: pd.DataFrame
    priority: pd.DataFrame
    found: Excess
    third: list[str]
    lost: list[str]
    until: pd.Timestamp


class Unrecorded(NamedTuple):
    """Goods lost in transit, USD, with the range over freight and base years."""

    transit: Transit
    low: float
    high: float


def measure_diversion(study: Study) -> Diverted:
    """Return the excess of EU exports of sanctioned goods from March 2022 on, by destination.

    Raises
    ------
    InsufficientData
        If a group of goods or a destination lacks months.
    """
    third, lost = list(TRANSIT), [BENCHMARK, study.focal.code]
    goods, total, priority = (
        monthly_exports(study, product, [*third, *lost])
        for product in (SANCTIONED, TOTAL, PRIORITY)
    )
    found = excess(goods, total - goods, CUT)
    return Diverted(goods, total, priority, found, third, lost, goods.index[-1])


def monthly_exports(study: Study, product: str, destinations: list[str]) -> pd.DataFrame:
    """Return exports of the EU27 by month (first day) and destination, EUR.

    Raises
    ------
    InsufficientData
        If a destination has no monthly figure.
    """
    rows = _exports(study)
    days = (rows["period_end"] - rows["period_start"]).dt.days + 1
    rows = rows[rows["product"].eq(product) & rows["reporter"].eq(EXPORTER) & days.le(ONE_MONTH)]
    lacking = sorted(set(destinations) - set(rows["partner"]))
    if lacking:
        raise InsufficientData(
            f"Diversion: expected monthly exports of the EU ({product}) to every destination, "
            f"none to {', '.join(lacking)}."
        )
    table = rows.pivot_table(index="period_start", columns="partner", values="value")
    return table[destinations].rename_axis(index=None, columns=None)


def substitution(
    diverted: Diverted, third: tuple[str, ...] = (), lost: tuple[str, ...] = ()
) -> Substitution:
    """Return the substitution ratio, by default of all third countries over all that was lost.

    Raises
    ------
    InsufficientData
        If there is no shortfall.
    """
    return substitution_ratio(diverted.found, third or diverted.third, lost or diverted.lost)


def together(diverted: Diverted, codes: list[str]) -> tuple[float, float, float]:
    """Return the excess with several destinations together, with its interval, EUR."""
    low, high = diverted.found.draws[codes].sum(axis=1).quantile(ENDS)
    return float(diverted.found.table.loc[codes, "excess"].sum()), float(low), float(high)


def priority_shares(diverted: Diverted) -> pd.DataFrame:
    """Return the share of high-priority goods in exports: same months a year before, and after."""
    last = diverted.until
    spans = {
        "before": (CUT - pd.DateOffset(years=1), last - pd.DateOffset(years=1)),
        "after": (CUT, last),
    }
    return pd.DataFrame(
        {
            name: group_share(diverted.priority, diverted.total, f"{start:%F}", f"{end:%F}")
            for name, (start, end) in spans.items()
        }
    )


def annual_records(study: Study) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Return, for the countries of :data:`UNION`, imports from the EU as both sides recorded them.

    USD by calendar year: what the EU recorded as exports (fob), what the country as imports (cif).
    """
    rates = study.rates[study.rates["base"].eq("EUR") & study.rates["quote"].eq("USD")]
    usd = rates.set_index("year")["rate"]
    rows = _exports(study)
    whole = (rows["period_end"] - rows["period_start"]).dt.days.ge(364)
    rows = rows[whole & rows["product"].eq(TOTAL) & rows["partner"].isin(UNION)]
    rows = rows.assign(year=rows["period_start"].dt.year)
    table = rows.groupby(["partner", "reporter", "year"], as_index=False)["value"].first()
    found = {}
    for code in UNION:
        of_code = table[table["partner"].eq(code)].set_index("year")
        sides = [of_code.loc[of_code["reporter"].eq(who), "value"] for who in (EXPORTER, code)]
        found[code] = (sides[0] * usd.reindex(sides[0].index), sides[1])
    return found


def unrecorded(
    study: Study,
    records: dict[str, tuple[pd.Series, pd.Series]],
    codes: tuple[str, ...],
    year: int,
) -> Unrecorded:
    """Return additional EU exports to some countries that these did not record as imports.

    The central value divides imports by the usual freight factor and compares with the mean of
    :data:`BASE_YEARS`; the range takes the factor's ends, and the last of these years as base.

    Parameters
    ----------
    study : Study
        Its assumptions hold the freight factor.
    records : dict
        From :func:`annual_records`.
    codes, year : tuple of str, int
        Countries taken together, and a year after the break.

    Raises
    ------
    InsufficientData
        If a side has no whole year's figure, or exports did not rise.
    """
    exports, imports = (sum(records[one][side] for one in codes) for side in (0, 1))
    row = study.assumptions.set_index("name").loc["cif_fob_factor"]
    factors = [float(row[name]) for name in ("value", "low", "high")]
    found = [
        lost_in_transit(exports, imports, base, year, factor)
        for base in (BASE_YEARS, BASE_YEARS[-1:])
        for factor in factors
    ]
    shares = [one.share for one in found]
    return Unrecorded(found[0], min(shares), max(shares))


def transit_sources(study: Study, codes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the sources of EU exports as recorded by the EU, and by some destinations."""
    rows = _exports(study)
    rows = rows[rows["reporter"].isin([EXPORTER, *codes]) & rows["source_id"].notna()]
    return tuple(sorted(set(rows["source_id"])))


def _exports(study: Study) -> pd.DataFrame:
    kept = []
    for rows in (study.elsewhere, study.all_observations):
        mine = rows.loc[rows["focal"].eq(EXPORTER) & rows["flow"].eq("export"), COLUMNS]
        kept.append(mine[mine["scope"].eq("goods") & counted(mine)])
    return pd.concat(kept)
