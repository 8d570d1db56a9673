"""Change one row of the real tables and the verdict changes, and the row is named."""

from dataclasses import dataclass, field

import pandas as pd
import pytest

from helpers.claims.checking import check_claim
from helpers.claims.knowledge import know
from helpers.claims.loading import read_text
from helpers.claims.records import compare, record
from helpers.tables.loading import load_tables
from helpers.workspace import find_workspace


@dataclass(frozen=True)
class Flip:
    """One row set to other values, or taken out, and what becomes of a claim."""

    claim: str
    was: str
    now: str
    table: str
    row: str
    to: dict = field(default_factory=dict)


BLR22 = "BLR.CHN.turnover.2022.BLR.rossa-primavera-7f5036"
KAZ22 = "BLR.KAZ.export.2022.KAZ.kaz-bns"
KAZ22_IN = "BLR.KAZ.import.2022.KAZ.kaz-bns"
FLIPS = [
    # The sources of China's trade in 2022: with 4.8 nobody has 5.8 any more.
    Flip("china-turnover-2022", "partly", "contradicted", "observations", BLR22, {"value": 4.8e9}),
    Flip("china-turnover-2020", "partly", "contradicted", "observations",
         "BLR.CHN.turnover.2020.BLR.belta-9bee12", {"value": 4.0e9}),
    Flip("china-turnover-2021", "partly", "contradicted", "observations",
         "BLR.CHN.turnover.2021.BLR.belta-via-dzen-47eaf8", {"value": 4.5e9}),
    Flip("china-balance-unfavourable", "supported", "partly", "observations",
         "BLR.CHN.export.2022.BLR.obhohocheshsya-ru-3c78a2", {"value": 6.0e9}),
    Flip("china-deficit-continues", "supported", "contradicted", "observations",
         "BLR.CHN.import.2022.BLR.rossa-primavera-7f5036", {"value": 1.0e9}),
    Flip("china-27-agreements", "supported", "contradicted", "context",
         "contacts.CHN.documents-signed-at-the-visit-of-march-2023.2023-03-01"
         ".belarus-24-news-by-ca6201", {"value": 35.0}),
    Flip("china-transit-role-in-question", "partly", "contradicted", "context",
         "transit.WLD.all-containers.2023", {"value": 2.0e6}),
    # The Kazakh totals of 2022.
    Flip("kazakhstan-11-months-turnover", "partly", "contradicted", "observations",
         KAZ22, {"value": 600e6}),
    Flip("kazakhstan-11-months-exports", "partly", "contradicted", "observations",
         KAZ22, {"value": 1200e6}),
    Flip("kazakhstan-trade-capped", "supported", "partly", "observations",
         KAZ22, {"value": 1500e6}),
    Flip("kazakhstan-surplus", "supported", "partly", "observations", KAZ22_IN, {"value": 1000e6}),
    Flip("kazakhstan-growth-by-circumvention", "partly", "contradicted", "observations",
         KAZ22, {"value": 700e6}),
    Flip("kazakhstan-never-a-priority", "supported", "partly", "observations",
         KAZ22, {"value": 5e9}),
    Flip("kazakhstan-means-of-circumvention", "partly", "contradicted", "observations",
         "EU27_2020.KAZ.import.2023.EU27_2020.fea-764a4e.44", {"value": 1e6}),
    Flip("secondary-sanctions-would-cut-trade", "partly", "contradicted", "observations",
         "BLR.KAZ.export.2023.KAZ.kaz-bns", {"value": 1100e6}),
    Flip("kazakhstan-lifts-limits-in-summer", "supported", "contradicted", "events",
         "2022-06-01.KAZ.relief", {"date": pd.Timestamp("2022-11-01")}),
    Flip("eu-hauliers-april-2022", "supported", "contradicted", "events",
         "2022-04-08.EU27_2020.sanction", {"date": pd.Timestamp("2022-05-08")}),
    Flip("sco-application-july-2022", "supported", "contradicted", "events",
         "2022-07-15.SCO.membership", {"date": pd.Timestamp("2022-06-15")}),
    Flip("india-plan-of-1-mt", "supported", "contradicted", "context",
         "potash.BLR.planned-purchase-rupees", {"value": 2e6}),
    Flip("india-potash-paramount", "supported", "contradicted", "context",
         "share.BLR.potash-share-of-bilateral-trade", {"value": 20.0}),
    # The visit of 2006.
    Flip("iran-last-visit-2007", "contradicted", "supported", "events",
         "2006-11-01.IRN.visit", {"date": pd.Timestamp("2007-05-01")}),
    Flip("iran-road-map", "supported", "contradicted", "events",
         "2023-03-13.IRN.agreement", {"date": pd.Timestamp("2023-05-13")}),
    Flip("iran-visit-march-2023", "supported", "not checkable", "events", "2023-03-12.IRN.visit"),
    Flip("iran-billion-set-at-the-visit", "partly", "supported", "targets",
         "2023-03-13.IRN.1", {"value": 1e9}),
    Flip("iran-trade-insignificant", "supported", "not checkable", "observations",
         "BLR.WLD.turnover.2022.BLR.belta-838f4f", {"note": "superseded by an invention"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    return load_tables(find_workspace())


@pytest.fixture(scope="module")
def brief(tables):
    return read_text(find_workspace().data / "claims.toml", set(tables["countries"]["code"]))


@pytest.fixture(scope="module")
def before(tables):
    return know(tables)


def claim_of(brief, name):
    return next(claim for claim in brief.claims if claim.id == name)


def row_of(table, start):
    """Return the id that is `start`, or the one that begins with it."""
    ids = table["id"]
    (found,) = ids[ids == start] if (ids == start).any() else ids[ids.str.startswith(start)]
    return found


def altered(tables, flip):
    table = tables[flip.table].copy()
    row = row_of(table, flip.row)
    if not flip.to:
        return row, {**tables, flip.table: table[table["id"] != row]}
    for column, value in flip.to.items():
        table.loc[table["id"] == row, column] = value
    return row, {**tables, flip.table: table}


@pytest.mark.parametrize("flip", FLIPS, ids=lambda flip: f"{flip.claim}-{flip.now}")
def test_one_row_flips_a_verdict_and_is_named(flip, tables, brief, before):
    claim = claim_of(brief, flip.claim)
    first = check_claim(claim, brief, before)
    assert first.verdict == flip.was
    row, changed = altered(tables, flip)
    after = know(changed)
    second = check_claim(claim, brief, after)
    assert second.verdict == flip.now
    (change,) = compare(record([first], before), [second], after)
    assert (change.claim, change.was, change.now) == (flip.claim, flip.was, flip.now)
    named = {name: (old, new) for name, old, new in change.because}
    assert row in named
    old, new = named[row]
    assert old == before.evidence_values()[row] != new


def test_what_was_not_changed_is_not_reported(tables, brief, before):
    judged = [check_claim(claim_of(brief, "china-turnover-2022"), brief, before)]
    assert compare(record(judged, before), judged, before) == []


def test_a_new_claim_and_a_lost_record_are_changes(brief, before):
    judged = [
        check_claim(claim_of(brief, name), brief, before)
        for name in ("china-turnover-2022", "iran-road-map")
    ]
    recorded = record(judged[:1], before)
    (new,) = compare(recorded, judged, before)
    assert (new.claim, new.was, new.now) == ("iran-road-map", "none", "supported")
    (lost,) = compare(record(judged, before), judged[:1], before)
    assert (lost.claim, lost.was, lost.now) == ("iran-road-map", "supported", "none")


def test_the_flips_are_many_and_touch_every_partner():
    assert len({(flip.claim, flip.now) for flip in FLIPS}) >= 20
    partners = {"china", "kazakhstan", "india", "iran"}
    assert partners <= {flip.claim.split("-")[0] for flip in FLIPS}
