"""An invented focal country that loses 80 of 100 with the EU and finds 24 of it in China.

With donors, all other partners double in 2022: from them 200 were to be expected of the EU, 40 of
China.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.exhibits.offset_data import untouched
from helpers.exhibits.overview_data import FOUR
from helpers.tables.study import Study, load_study

ROOT = Path(__file__).parents[2]
BEFORE = {"EU27_2020": 100.0, "RUS": 200.0, "CHN": 20.0, "WLD": 400.0}
AFTER = {"EU27_2020": 20.0, "RUS": 240.0, "CHN": 44.0, "WLD": 400.0}


@cache
def real(partner: str = "WLD") -> Study:
    """The real tables."""
    return load_study(partner, root=ROOT)


@cache
def invented(partner: str = "WLD", donors: int = 0) -> Study:
    """Flat trade from 2010 to 2021, other trade in 2022 and 2023; million USD, both flows alike."""
    others = [one for one in untouched(real(partner)) if one not in (*BEFORE, *FOUR)][:donors]
    before = BEFORE | dict.fromkeys(others, 5.0)
    after = AFTER | dict.fromkeys(others, 10.0)
    rows = [
        (code, flow, year, value, value, value, 12)
        for year in range(2010, 2024)
        for code, value in (before if year < 2022 else after).items()
        for flow in ("export", "import", "turnover")
    ]
    columns = ["partner", "flow", "year", "central", "low", "high", "months"]
    frame = pd.DataFrame(rows, columns=columns)
    frame[["central", "low", "high"]] *= 1e6
    frame = frame.assign(focal="BLR", flags="", reporters="BLR", source_ids="baci")
    return replace(real(partner), history=frame, everyone=frame)
