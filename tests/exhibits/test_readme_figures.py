"""The README's findings are those of the data: it is prose that no notebook computes."""

from pathlib import Path

import pytest

from helpers.exhibits.facts import all_facts
from helpers.tables.numbers import write_percent
from tests.exhibits.invented_offset import real

README = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def known():
    return all_facts(real())


def test_the_offset_is_what_the_readme_says(known):
    cents = round(100 * known["offset_new"].value)
    least, most = (round(100 * known[f"offset_new_{end}"].value) for end in ("least", "most"))
    russia = known["offset_rus"].value
    said = f"brought about {cents} cents ({least} to {most} by baseline) and Russia ${russia:.2f}"
    assert said in README
    held, ways = (int(known[f"{one}_offset_by_the_four"].value) for one in ("holds", "ways"))
    assert f"less than half holds in {held} of {ways} ways" in README


def test_the_verdicts_are_counted_alike(known):
    counts = {name: int(known[f"verdicts{name}"].value) for name in ("", "_supported", "_partly")}
    wrong = int(known["verdicts_contradicted"].value)
    said = f"{counts['']} checkable claims {counts['_supported']} are supported, "
    assert f"{said}{counts['_partly']} hold in part, {wrong} are contradicted" in README


def test_diversion_and_base_rates_too(known):
    billions = known["diversion_excess_third"].value / 1e9
    assert f"The EU sold €{billions:.1f} bn more" in README
    assert 0.15 < known["diversion_ratio"].value < 0.25  # "a fifth"
    iran = all_facts(real("IRN"))
    five, ten = (write_percent(iran[f"rate_10x_{n}y"].value, 1) for n in (5, 10))
    said = f"{five} reached ten times as much within five years, {ten} within ten"
    assert said.replace("\u202f", " ") in README
