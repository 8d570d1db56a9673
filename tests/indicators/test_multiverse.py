"""The specification curve: every combination once, counted rightly, and what decides."""

import pytest

from helpers.indicators.multiverse import decisive_choices, holding, specification_curve

CHOICES = {"source": ("A", "B"), "base": (2019, 2021, 2022)}


def estimate(source, base):
    if base == 2022:
        return float("nan")
    return {"A": 1.0, "B": -1.0}[source] * (2.0 if base == 2019 else 1.0)


def test_every_combination_is_computed_once_and_sorted():
    curve = specification_curve(CHOICES, estimate, ">", 0)
    assert len(curve) == 6
    assert curve["estimate"].tolist()[:4] == [-2.0, -1.0, 1.0, 2.0]
    assert not curve.duplicated(["source", "base"]).any()


def test_what_has_no_estimate_is_not_counted():
    curve = specification_curve(CHOICES, estimate, ">", 0)
    assert holding(curve) == (2, 4)
    assert curve["holds"].isna().sum() == 2


def test_the_choice_that_decides_is_named_first():
    spread = decisive_choices(specification_curve(CHOICES, estimate, ">", 0))
    assert spread.index[0] == "source"
    assert spread.to_dict() == {"source": 1.0, "base": 0.0}


@pytest.mark.parametrize(
    ("choices", "relation"), [({"source": ()}, ">"), ({"source": ("A",)}, "~")]
)
def test_an_empty_choice_or_unknown_relation_is_refused(choices, relation):
    with pytest.raises(ValueError, match="expected"):
        specification_curve(choices, lambda source: 1.0, relation, 0)
