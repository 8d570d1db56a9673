"""Title, caption and alternative text of the chart of declared targets, written from the data."""

import pandas as pd

from helpers.exhibits import chart_words
from helpers.exhibits.chart_words import listed, round_money
from helpers.exhibits.charts_data import whole_years
from helpers.exhibits.drawing import Words
from helpers.exhibits.target_reading import write_day
from helpers.tables.numbers import write_money, write_number
from helpers.tables.study import Study

TRADED = {"turnover": "trade", "export": "exports", "import": "imports"}
LINKS = {"turnover": "with", "export": "to", "import": "from"}


def target_words(study: Study, metric: str, rows: pd.DataFrame, traded: pd.DataFrame) -> Words:
    """Return the words of the chart of targets.

    Parameters
    ----------
    study : Study
        Pair of countries.
    metric : str
        turnover, export or import.
    rows, traded : DataFrame
        The targets drawn, and the panel of that flow by year.
    """
    name, what = study.partner.name, TRADED[metric]
    whole = whole_years(traded)
    counts = rows.groupby("value")["declared_on"].nunique()
    value = float(counts[counts == counts.max()].index.max())
    times = int(counts.max())
    dates = rows.loc[rows["value"] == value, "declared_on"]
    since = whole[whole.index >= dates.min().year]
    sure = [int(year) for year in since.index[since["low"] >= value]]
    some = [int(year) for year in since.index[(since["high"] >= value) & (since["low"] < value)]]
    goal = round_money(value)
    if sure:
        result = f"reached by every figure in {listed(sure)} only" if len(sure) < 4 else "reached"
    elif some:
        result = f"reached in {listed(some)} by some figures only"
    elif len(since):
        verb = {"export": "exported", "import": "imported"}.get(metric, "traded")
        result = f"the most {verb} since was {write_money(since['high'].max())}"
    else:
        result = "no figure is known since"
    with_whom = f"{what} {LINKS[metric]} {name}"
    if times > 1:
        span = chart_words.period(dates.min().year, dates.max().year)
        often = "twice" if times == 2 else f"{times} times"
        title = f"{goal} of {with_whom} was declared {often} in {span}; {result}"
    elif len(rows) > 1:
        title = (
            f"Of {len(rows)} targets for {with_whom} the highest was {goal} "
            f"({dates.min().year}); {result}"
        )
    else:
        title = f"{goal} of {with_whom} was the goal of {dates.min().year}; {result}"
    other = len(study.targets) - len(rows)
    left_out = (
        f" {other} further target{'s' if other > 1 else ''} without an amount in dollars, or of "
        "something else, not drawn."
        if other
        else ""
    )
    lines = "; ".join(
        f"{write_day(row.declared_on, row.precision)}: {write_money(row.value)}"
        for row in rows.itertuples()
    )
    return Words(
        title=title,
        subtitle=(
            f"Goods {metric if metric == 'turnover' else what} and the declared targets, "
            f"{chart_words.money_unit(pd.DataFrame({'high': [rows['value'].max()]}))}"
        ),
        caption=(
            f"{chart_words.CENTRAL} Dashed: amounts declared, ×: how often. A target is dated by "
            f"its declaration.{left_out} {chart_words.flags_caption(traded)}"
        ).strip(),
        alt=(
            f"Timeline of {write_number(float(len(rows)))} declared targets ({lines}) against "
            f"{chart_words.describe(traded, what)}"
        ),
    )
