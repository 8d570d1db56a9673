"""The numbers of the story of Iran, by name.

Rows are named by their ids: one that is removed or renamed stops the report.
"""

from helpers.errors import StatementError, suggest
from helpers.exhibits.figures import add, panel_figure, ratio, recorded, subtract
from helpers.exhibits.statements import Fact
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

LONG_RUN = (2010, 2023)
BILLION = Quantity(1e9, "USD")


def iran_facts(study: Study) -> dict[str, Fact]:
    """Return the long run, the Iranian years of the record, the goal's distance, and 2022-2025."""

    def said(row_id: str) -> Quantity:
        return recorded(study, row_id)

    years = [panel_figure(study, "turnover", year) for year in range(*LONG_RUN)]
    known = [one for one in years if not one.missing]
    mean = sum(one.value for one in known) / len(known) if known else float("nan")
    sources = tuple(sorted({source for one in known for source in one.sources}))
    before, last = panel_figure(study, "turnover", 2022), panel_figure(study, "turnover", 2024)
    record = said("BLR.IRN.turnover.2017-03-21_2018-03-20.IRN.mehr-via-iran-9368a5")
    half = said("BLR.IRN.turnover.2025-01-01_2025-06-30.BLR.belta-via-news-mail-6c88f4")
    nine = said("BLR.IRN.turnover.2022-01-01_2022-09-30.BLR.belarus-24-news-by-04a5dc")
    sold = said("BLR.IRN.export.2023-03-21_2024-03-19.IRN.menafn-1cbb5c")
    bought = said("BLR.IRN.import.2023-03-21_2024-03-19.IRN.menafn-1cbb5c")
    low = said("growth.IRN.average-annual-turnover-lower-bound.undated.brief")
    documents = "contacts.IRN.documents-signed-at-the-visit-of"
    return {
        "mean_2010_2022": Quantity(
            mean, "USD", sources=sources, note=f"Mean of {len(known)} known years, 2010-2022"
        ),
        "above_seventy": Quantity(sum(one.value > 70e6 for one in known), "count"),
        "known_years": Quantity(len(known), "count"),
        "iranian_1396": record,
        "iranian_over_2017": ratio(record, panel_figure(study, "turnover", 2017)),
        "iranian_1402_sold": sold,
        "iranian_1402_bought": bought,
        "iranian_1402": add(sold, bought),
        "nine_2022": nine,
        "fourth_quarter_2022": subtract(before, nine),
        "growth_2024": said("growth.IRN.growth-of-turnover.2024.belarus-24-news-by-8348e5"),
        "half_2025": half,
        "half_of_2024": ratio(half, last, "share"),
        "brief_low": low,
        "brief_high": said("growth.IRN.average-annual-turnover-upper-bound.undated.brief"),
        "multiple_needed": ratio(BILLION, before),
        "multiple_from_low": ratio(BILLION, low),
        "multiple_now": ratio(BILLION, last),
        "presidents_goal": _declared(study, "2023-03-13.IRN.1"),
        "documents_2006": said(
            f"{documents}-november-2006-besides-the-a.2006-11-01_2006-11-30.mehr-news-4fd388"
        ),
        "documents_2023": said(
            f"{documents}-march-2023-besides-the-road.2023-03-13.iran-front-page-8945a3"
        ),
        "potash_agreed": said("potash.BLR.agreed-supply.2023.socialbites-tass-8056ed"),
    }


def _declared(study: Study, row_id: str) -> Quantity:
    rows = study.targets[study.targets["id"] == row_id]
    if rows.empty:
        raise StatementError(
            f"No target '{row_id}'. {suggest(row_id, study.targets['id'], 'targets')}"
        )
    row = rows.iloc[0]
    note = f"Goal declared by {row['declared_by']}"
    return Quantity(float(row["value"]), "USD", sources=(row["source_id"],), note=note)
