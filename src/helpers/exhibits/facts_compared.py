"""What only the comparison of reports on the index needs, by name."""

from helpers.exhibits.figures import (
    growth,
    nothing,
    panel_figure,
    panel_quantity,
    reporter_names,
)
from helpers.exhibits.statements import Fact
from helpers.exhibits.target_reading import read_target
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

BREAK = 2021
MET = ("met", "reached in")
UNDECIDED = ("open", "not known", "not clear", "disputed")


def compared_facts(study: Study) -> dict[str, Fact]:
    """Return growth since the last year before the break, goals met, and who reported last.

    ``growth_since_break`` (turnover of the last known year over that of 2021, as a share) with
    ``growth_since_break_year``; ``goals_met`` of ``goals_read`` (goals in dollars that were
    declared for turnover, export or import), ``goals_undecided`` (still open, disputed, or not
    known), without numbers if no goal was declared; ``last_reporters`` and ``last_kind`` (who
    stands behind the last turnover, and with what).
    """
    return {**_growth(study), **_goals(study), **_reporters(study)}


def _growth(study: Study) -> dict[str, Fact]:
    rows = study.panel[study.panel["flow"].eq("turnover") & study.panel["central"].notna()]
    later = rows[rows["year"] > BREAK]
    if later.empty:
        return {"growth_since_break": nothing("share"), "growth_since_break_year": ""}
    row = later.sort_values("year").iloc[-1]
    change = growth(panel_figure(study, "turnover", BREAK), panel_quantity(study, row))
    year = "" if change.missing else str(row["year"])
    return {"growth_since_break": change, "growth_since_break_year": year}


def _goals(study: Study) -> dict[str, Fact]:
    readings = [
        read_target(
            study, row["metric"], row["unit"], row["value"], row["declared_on"], row["deadline"]
        )[1]
        for row in study.targets.to_dict("records")
    ]
    read = [reading for reading in readings if reading]
    names = ("goals_met", "goals_read", "goals_undecided")
    if not read:
        return {name: nothing("count") for name in names}
    note = "Goals in dollars for turnover, export or import, read by rule"
    counts = (
        sum(one.startswith(MET) for one in read),
        len(read),
        sum(one.startswith(UNDECIDED) for one in read),
    )
    return {
        name: Quantity(count, "count", note=note) for name, count in zip(names, counts, strict=True)
    }


def _reporters(study: Study) -> dict[str, Fact]:
    rows = study.panel[study.panel["flow"].eq("turnover") & study.panel["central"].notna()]
    if rows.empty:
        return {"last_reporters": "", "last_kind": ""}
    row = rows.sort_values("year").iloc[-1]
    codes = [code for code in str(row["reporters"]).split(";") if code]
    focal, partner = study.focal.code in codes, study.partner.code in codes
    if focal and partner:
        who = "both sides"
    elif focal or partner:
        who = f"{(study.focal if focal else study.partner).name} alone"
    else:
        who = reporter_names(study, str(row["reporters"]))
    flags = str(row["flags"]).split(";")
    return {
        "last_reporters": who,
        "last_kind": "officials or press" if "estimate" in flags else "statistics",
    }
