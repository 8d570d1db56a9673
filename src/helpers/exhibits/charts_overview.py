"""The four partners and the benchmarks side by side."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.exhibits.chart_words import BASE, describe, listed, money_unit, period
from helpers.exhibits.charts_attention import (
    DAGGER,
    FOUR,
    RECENT,
    row_names,
    value_axis,
)
from helpers.exhibits.charts_axes import money_axis, round_ticks, undisclosed_gap, year_axis
from helpers.exhibits.charts_data import flow_by_year, source_numbers, whole_years
from helpers.exhibits.charts_marks import mark_key, range_line
from helpers.exhibits.comparisons import BEFORE
from helpers.exhibits.drawing import Words, chart_exhibit, new_figure, note_exhibit, place
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.numbers import write_money, write_number
from helpers.exhibits.style import BOLD, FAINT, INK, MUTED, PAPER, SIZE, SMALL, chart_style, tint
from helpers.tables.study import Study

CHANGED = ("RUS", "CHN", "KAZ", "IND", "IRN", "EU27_2020", "UKR")
COMPARED = (*CHANGED, "TUR", "VNM", "SRB", "ARE")
COLOURED = {"RUS", "EU27_2020", *FOUR}
