"""The numbers of the story of Iran, by name.

Rows are named by their ids: one that is removed or renamed stops the report.
"""

from helpers.exhibits.figures import panel_figure, ratio, recorded
from helpers.exhibits.statements import Fact
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

LONG_RUN = (2010, 2023)


def iran_facts(study: Study) -> dict[str, Fact]:
    """Return the long-run mean, the Iranian year of the record, and the latest half year."""
    years = [panel_figure(study, "turnover", year) for year in range(*LONG_RUN)]
    known = [one for one in years if not one.missing]
    mean = sum(one.value for one in known) / len(known) if known else float("nan")
    sources = tuple(sorted({source for one in known for source in one.sources}))
    world = panel_figure(study, "turnover", 2023, "WLD")
    return {
        "mean_2010_2022": Quantity(
            mean, "USD", sources=sources, note=f"Mean of {len(known)} known years, 2010-2022"
        ),
        "above_seventy": Quantity(sum(one.value > 70e6 for one in known), "count"),
        "known_years": Quantity(len(known), "count"),
        "iranian_1396": recorded(
            study, "BLR.IRN.turnover.2017-03-21_2018-03-20.IRN.mehr-via-iran-9368a5"
        ),
        "half_2025": recorded(
            study, "BLR.IRN.turnover.2025-01-01_2025-06-30.BLR.belta-via-news-mail-6c88f4"
        ),
        "brief_low": recorded(
            study, "growth.IRN.average-annual-turnover-lower-bound.undated.brief"
        ),
        "brief_high": recorded(
            study, "growth.IRN.average-annual-turnover-upper-bound.undated.brief"
        ),
        "multiple_needed": ratio(Quantity(1e9, "USD"), panel_figure(study, "turnover", 2022)),
        "share_2023": ratio(panel_figure(study, "turnover", 2023), world, "share"),
    }
