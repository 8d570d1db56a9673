"""The measures a check can name, each with its arguments."""

from collections.abc import Mapping

from helpers.claims.language import Measure
from helpers.claims.measures import ahead, events, flows, goals, growth, own, ranks, records, series

MEASURES: Mapping[str, Measure] = {
    **flows.MEASURES,
    **growth.MEASURES,
    **ranks.MEASURES,
    **series.MEASURES,
    **records.MEASURES,
    **events.MEASURES,
    **goals.MEASURES,
    **ahead.MEASURES,
    **own.MEASURES,
}
