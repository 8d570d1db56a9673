"""How much of the trade lost since the break was gained elsewhere, by name."""

from helpers.countries import WORLD
from helpers.exhibits.comparisons import BENCHMARK
from helpers.exhibits.figures import nothing
from helpers.exhibits.offset_data import NEW, Measured, measure_offset
from helpers.exhibits.statements import Fact
from helpers.indicators.insufficient import InsufficientData
from helpers.indicators.offset import ALL, REST
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

FLOWS = ("export", "turnover")
ROWS = {"rus": BENCHMARK, "new": NEW, "rest": REST, "all": ALL, "own": ""}


def offset_facts(study: Study) -> dict[str, Fact]:
    """Return loss, gains and offset ratios of the last year with a known total.

    For exports, and with ``turnover_`` in front for turnover: ``offset_year``, ``offset_loss``,
    ``offset_rus``, ``offset_new`` (the studied partners that disclose), ``offset_rest`` (all that
    is not attributed), ``offset_all``, ``offset_own`` (this partner) and ``offset_gain_own``, each
    with its 90 percent interval; ``offset_new_least`` and ``offset_new_most`` over the baselines;
    ``offset_counted`` and ``offset_hidden`` name partners, ``offset_baselines`` counts baselines.
    What cannot be measured has no number, and ``offset_reason`` says why.
    """
    facts: dict[str, Fact] = {}
    for flow in FLOWS:
        front = "" if flow == "export" else f"{flow}_"
        try:
            measured = measure_offset(study, flow)
        except InsufficientData as reason:
            found: dict[str, Fact] = _nothing() | {"offset_reason": str(reason)}
        else:
            found = _facts(study, measured)
        facts |= {front + name: fact for name, fact in found.items()}
    return facts


def _nothing() -> dict[str, Fact]:
    """Return every fact without a number, for sentences that have an `otherwise`."""
    ratios = {f"offset_{name}": nothing("share") for name in (*ROWS, "new_least", "new_most")}
    words = dict.fromkeys(("offset_year", "offset_counted", "offset_hidden"), "")
    return {**ratios, **words, "offset_loss": nothing(), "offset_gain_own": nothing()}


def _facts(study: Study, measured: Measured) -> dict[str, Fact]:
    result, own = measured.offset, study.partner.code
    four = [one for one in measured.counted if one not in (BENCHMARK, own)] or [own]
    facts: dict[str, Fact] = {
        **_nothing(),
        "offset_year": str(measured.year),
        "offset_counted": _names(study, [one for one in measured.counted if one != BENCHMARK]),
        "offset_hidden": _names(study, measured.hidden) or "none",
        "offset_four": Quantity(len(four), "count"),
        "offset_baselines": Quantity(len(measured.rules), "count"),
        "offset_lossless": Quantity(result.lossless, "share"),
        "offset_loss": Quantity(
            result.loss, "USD", result.loss_low, result.loss_high, sources_of(study, measured),
            _note(measured, "shortfall with the sanctioning partners"),
        ),
    }  # fmt: skip
    for name, code in ROWS.items():
        facts[f"offset_{name}"] = ratio_of(study, measured, code or own)
    if NEW in result.ratios.index:
        spread = result.ratios.loc[NEW, list(measured.rules)]
        facts["offset_new_least"] = Quantity(float(spread.min()), "share")
        facts["offset_new_most"] = Quantity(float(spread.max()), "share")
    if own in result.parts.index and own != WORLD:
        part = result.parts.loc[own]
        facts["offset_gain_own"] = Quantity(
            float(part["change"]), "USD", float(part["low"]), float(part["high"]),
            sources_of(study, measured, own), _note(measured, "trade less what was to be expected"),
        )  # fmt: skip
    return facts


def ratio_of(study: Study, measured: Measured, code: str) -> Quantity:
    """Return the offset ratio of a partner or group as a share of the loss."""
    ratios = measured.offset.ratios
    if code not in ratios.index or ratios.loc[code, "ratio"] != ratios.loc[code, "ratio"]:
        return nothing("share")
    row = ratios.loc[code]
    ratio = float(row["ratio"])
    low, high = min(float(row["low"]), ratio), max(float(row["high"]), ratio)
    note = _note(measured, "gain over the loss with the sanctioning partners")
    return Quantity(ratio, "share", low, high, sources_of(study, measured), note)


def sources_of(study: Study, measured: Measured, *codes: str) -> tuple[str, ...]:
    """Return the sources of the year that is measured, of some or all partners in it."""
    wanted = codes or (*measured.lost, *measured.counted, WORLD)
    rows = study.history[
        study.history["partner"].isin(wanted)
        & study.history["flow"].eq(measured.flow)
        & study.history["year"].isin([measured.cut - 1, measured.year])
    ]
    return tuple(sorted({one for ids in rows["source_ids"] for one in ids.split(";") if one}))


def _note(measured: Measured, what: str) -> str:
    return (
        f"Goods {measured.flow}s, {measured.year}: {what}. Central value: mean of "
        f"{len(measured.rules)} baselines; range: 90 percent interval over reporters, baselines "
        "and placebo years"
    )


def _names(study: Study, codes: list[str]) -> str:
    names = [study.name(code) for code in codes]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
