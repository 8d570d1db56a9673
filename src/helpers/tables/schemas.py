"""The data tables: title, licence, key, columns, and what points where.

This is the only home of a column's meaning: ``data/datapackage.json`` is written from it
(:mod:`helpers.tables.datapackage`) and every load is checked against it.
"""

from helpers.tables import vocabulary as words
from helpers.tables.columns import (
    CODE,
    PARTIAL_DATE,
    count,
    day,
    identifier,
    number,
    ordered,
    reference,
    text,
    word,
)
from helpers.tables.table import Table

PARTIES = {"focal": "countries.code", "partner": "countries.code"}

PROVENANCE = {
    "source_id": reference("Source of the figure: key of sources.csv"),
    "locator": text("Where in the source: page, table, sheet, paragraph", missing=True),
    "note": text("What a reader must know: part year, correction, year inferred", missing=True),
}
SIDES = {
    "focal": text("Country whose trade is described: ISO 3166-1 alpha-3", pattern=CODE),
    "partner": text("Other side: ISO 3166-1 alpha-3, or a group of countries.csv", pattern=CODE),
}

OBSERVATIONS = Table(
    name="observations",
    title="Reported figures of trade between two sides",
    key=("id",),
    points_at=PARTIES | {"reporter": "countries.code", "source_id": "sources.id"},
    checks=(ordered("period_start", "period_end"),),
    columns={
        "id": identifier("FOCAL.PARTNER.flow.PERIOD.REPORTER.source, stable"),
        **SIDES,
        "flow": word("Flow seen from the focal country", words.FLOWS),
        "scope": word("What is counted", words.SCOPES),
        "product": text(
            "Harmonised System code, TOTAL, or a group: SANCTIONED (export sanctions on Russia of "
            "December 2022), HIGH_PRIORITY (Common High Priority List, as far as covered)",
            pattern=r"^(TOTAL|SANCTIONED|HIGH_PRIORITY|\d{2,8})$",
        ),
        "period_start": day("First day of the period"),
        "period_end": day("Last day of the period"),
        "value": number("Figure as published, in base units of `unit`", nonzero=True),
        "unit": word(
            "Unit of the value; percent is a share of the focal country's flow", words.UNITS
        ),
        "reporter": text("Whose statistics: code of countries.csv", pattern=CODE),
        "valuation": word("Incoterm basis of the figure", words.VALUATIONS),
        "status": word("What kind of report this is", words.STATUSES),
        "approximate": word("Exact, or how it was hedged", words.APPROXIMATIONS),
        **PROVENANCE,
    },
)

CONTEXT = Table(
    name="context",
    title="Reported figures that are not a trade flow: transit, debt, prices, claims of loss",
    key=("id",),
    points_at=PARTIES | {"reporter": "countries.code", "source_id": "sources.id"},
    checks=(ordered("period_start", "period_end"),),
    columns={
        "id": identifier("topic.PARTNER.metric.PERIOD.source, stable"),
        **SIDES,
        "topic": word("Subject", words.TOPICS),
        "metric": text("What is measured, in words"),
        "period_start": day("First day of the period", missing=True),
        "period_end": day("Last day of the period", missing=True),
        "value": number("Figure as published, in base units of `unit`"),
        "unit": text("Unit of the value"),
        "reporter": text("Whose statistics: code of countries.csv", pattern=CODE),
        "status": word("What kind of report this is", words.STATUSES),
        "approximate": word("Exact, or how it was hedged", words.APPROXIMATIONS),
        **PROVENANCE,
    },
)

EVENTS = Table(
    name="events",
    title="Dated visits, meetings, agreements, sanctions and other acts",
    key=("id",),
    points_at=PARTIES | {"source_id": "sources.id"},
    columns={
        "id": identifier("DATE.PARTNER.kind, stable"),
        "date": day("Day, or first day of the month or year"),
        "precision": word("How precisely the date is known", words.PRECISIONS),
        **SIDES,
        "kind": word("What happened", words.EVENT_KINDS),
        "level": word("Highest level involved", words.LEVELS),
        "direction": word("Who moved", words.DIRECTIONS),
        "title": text("One plain line, in our words", pattern=r"^.{3,120}$"),
        "agreements": count("Documents signed", missing=True),
        "source_id": PROVENANCE["source_id"],
        "note": PROVENANCE["note"],
    },
)

TARGETS = Table(
    name="targets",
    title="Declared goals of trade and what became of them",
    key=("id",),
    points_at=PARTIES | {"source_id": "sources.id"},
    columns={
        "id": identifier("DATE.PARTNER.n, stable"),
        **SIDES,
        "declared_on": day("Day, or first day of the month or year"),
        "precision": word("How precisely the date is known", words.PRECISIONS),
        "declared_by": text("Who declared it"),
        "value": number("Goal in `unit`; empty where no number was given", missing=True),
        "unit": word("Unit of the goal", words.TARGET_UNITS, missing=True),
        "metric": word("What the goal is about", words.METRICS),
        "deadline": day("Last day by which it was to be reached", missing=True),
        "deadline_text": text("Deadline as worded", missing=True),
        "outcome": word("Recorded reading; reports compute attainment anew", words.OUTCOMES),
        "outcome_note": text("Why", missing=True),
        "source_id": PROVENANCE["source_id"],
        "note": PROVENANCE["note"],
    },
)

SOURCES = Table(
    name="sources",
    title="Publications the figures were read in",
    key=("id",),
    columns={
        "id": identifier("publisher-hash, stable"),
        "publisher": text("Who published it"),
        "title": text("Title of the page or dataset"),
        "url": text("Public address", missing=True, pattern=r"^(https?://\S+|github:\S.*)$"),
        "published": text("Date of publication", missing=True, pattern=PARTIAL_DATE),
        "accessed": text("Date it was last looked at", missing=True, pattern=PARTIAL_DATE),
        "language": text("ISO 639-1 code", missing=True, pattern=r"^[a-z]{2}$"),
        "licence": text("Terms as the publisher states them"),
        "kind": word("What kind of publication", words.SOURCE_KINDS),
    },
)

COUNTRIES = Table(
    name="countries",
    title="Countries, groups and organisations: codes and names",
    key=("code",),
    licence="Facts; ISO 3166-1 and UN M49 codes",
    columns={
        "code": identifier("ISO 3166-1 alpha-3, or our code for a group or organisation"),
        "name": text("Name in prose"),
        "name_short": text("Name in charts"),
        "m49": text("UN M49 code", missing=True, pattern=r"^\d{3}$"),
        "iso2": text("ISO 3166-1 alpha-2", missing=True, pattern=r"^[A-Z]{2}$"),
        "kind": word("What the code stands for", words.COUNTRY_KINDS),
        "colour": text(
            "The one colour of this country in all charts", missing=True, pattern=r"^#[0-9a-f]{6}$"
        ),
        "name_native": text("Short name in the country's own language and script", missing=True),
    },
)

GROUPS = Table(
    name="groups",
    title="Members of groups, with dates",
    key=("group", "member", "since"),
    points_at={"group": "countries.code", "member": "countries.code"},
    licence="Facts",
    columns={
        "group": reference("Group: code of countries.csv"),
        "member": reference("Member: code of countries.csv"),
        "since": day("First day of membership; empty: the composition is fixed", missing=True),
        "until": day("Last day of membership; empty: still a member", missing=True),
    },
)

ALIGNMENT = Table(
    name="alignment",
    title="Agreement of votes in the United Nations General Assembly",
    key=("focal", "partner", "session"),
    points_at=PARTIES | {"source_id": "sources.id"},
    columns={
        **SIDES,
        "session": count("Session of the General Assembly", low=1),
        "year": count("Year in which the session opened", low=1945),
        "votes": count("Roll calls in which both took part", low=1),
        "agreement_exact": number("Share of identical votes", low=0, high=1),
        "agreement_lijphart": number(
            "Same, abstention counted as half (Lijphart 1963)", low=0, high=1
        ),
        "source_id": PROVENANCE["source_id"],
    },
)

EXCHANGE_RATES = Table(
    name="exchange_rates",
    title="Annual average reference rates",
    key=("base", "quote", "year"),
    points_at={"source_id": "sources.id"},
    columns={
        "base": text("Currency that is priced", pattern=r"^[A-Z]{3}$"),
        "quote": text("Currency of the price", pattern=r"^[A-Z]{3}$"),
        "year": count("Calendar year", low=1999),
        "rate": number("Units of quote for one unit of base", low=0.0001),
        "source_id": PROVENANCE["source_id"],
        "note": PROVENANCE["note"],
    },
)

EVENT_WEIGHTS = Table(
    name="event_weights",
    title="Weights of the attention index, with their reasons",
    key=("dimension", "value"),
    points_at={"source_id": "sources.id"},
    licence="Our own judgement, stated",
    columns={
        "dimension": word("What the weight applies to", words.WEIGHT_DIMENSIONS),
        "value": text("Level or kind of event, or name of a rule"),
        "weight": number("Weight (level 0 to 1, kind -1 to 1) or value of the rule"),
        "reasoning": text("Why"),
        "source_id": text("Work it leans on: key of sources.csv", missing=True),
    },
)

EVENT_PRESETS = Table(
    name="event_presets",
    title="Weights close to those of published trackers, in the place of ours",
    key=("preset", "dimension", "value"),
    points_at={"source_id": "sources.id"},
    licence="Our own reading, stated",
    columns={
        "preset": word("Tracker whose way of weighing it stands for", words.PRESETS),
        "dimension": word("What the weight applies to", words.WEIGHT_DIMENSIONS),
        "value": text("Row of event_weights.csv that it replaces"),
        "weight": number("Weight or value of the rule"),
        "reasoning": text("What is known of it, and what is our reading"),
        "source_id": text("Publication it was read in: key of sources.csv", missing=True),
    },
)

ASSUMPTIONS = Table(
    name="assumptions",
    title="Numbers we assume rather than read, with their range and reason",
    key=("name",),
    points_at={"source_id": "sources.id"},
    licence="Our own judgement, stated",
    columns={
        "name": identifier("Name used in code"),
        "value": number("Central value"),
        "low": number("Lowest defensible value", missing=True),
        "high": number("Highest defensible value", missing=True),
        "unit": text("Unit"),
        "reasoning": text("Why"),
        "source_id": text("Work it leans on: key of sources.csv", missing=True),
    },
)

ESTIMATES = Table(
    name="estimates",
    title="Numbers estimated from world trade: base rates of growth, and gravity",
    key=("id",),
    points_at=PARTIES | {"source_id": "sources.id"},
    checks=(ordered("low", "high"),),
    licence="Our own estimates, from the sources named; written by `multivector estimate`",
    columns={
        "id": identifier("method.what, stable"),
        "method": word("How it was estimated", words.ESTIMATE_METHODS),
        "focal": text("Whose trade; empty: the world's", pattern=CODE, missing=True),
        "partner": text("With whom; empty: with all", pattern=CODE, missing=True),
        "metric": text("What is estimated, or the covariate of a coefficient"),
        "value": number("Estimate in `unit`, four figures"),
        "low": number("Lower end of the 90 percent interval", missing=True),
        "high": number("Upper end of the 90 percent interval", missing=True),
        "unit": word("Unit", words.ESTIMATE_UNITS),
        "n": count("Pairs (base rates, checks, ranges), flows (coefficients) or years (actual)"),
        "specification": text("Years, size or model behind it"),
        "source_id": reference("Main data behind it: key of sources.csv"),
        "note": PROVENANCE["note"],
    },
)

GEOGRAPHY = Table(
    name="geography",
    title="Capitals, land neighbours and main languages of the world's economies",
    key=("code",),
    points_at={"source_id": "sources.id"},
    licence="CC BY 4.0, GeoNames",
    columns={
        "code": identifier("ISO 3166-1 alpha-3"),
        "capital": text("Capital as GeoNames names it"),
        "latitude": number("Of the capital, degrees north", low=-90, high=90),
        "longitude": number("Of the capital, degrees east", low=-180, high=180),
        "neighbours": text("Codes of countries with a land border", missing=True),
        "languages": text("First two languages listed, by speakers (ISO 639)", missing=True),
        "source_id": PROVENANCE["source_id"],
    },
)

VERDICTS = Table(
    name="verdicts",
    title="Recorded verdicts on the claims of claims.toml, written by `multivector check --update`",
    key=("id",),
    licence="Our own reading by stated rules",
    columns={
        "id": identifier("Claim: id in claims.toml"),
        "verdict": word("Verdict when last recorded", words.VERDICTS),
        "readings_for": count("Readings that are for the claim"),
        "readings": count("All readings"),
        "found": text("Range found by each check, in words", missing=True),
        "evidence": text("Rows the verdict rests on: id=value, joined by ;", missing=True),
    },
)

TABLES = {
    table.name: table
    for table in (
        OBSERVATIONS,
        CONTEXT,
        EVENTS,
        TARGETS,
        SOURCES,
        COUNTRIES,
        GROUPS,
        ALIGNMENT,
        EXCHANGE_RATES,
        EVENT_WEIGHTS,
        EVENT_PRESETS,
        ASSUMPTIONS,
        ESTIMATES,
        GEOGRAPHY,
        VERDICTS,
    )
}
