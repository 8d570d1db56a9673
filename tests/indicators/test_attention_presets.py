"""Other trackers' weights in the place of ours, and points net of hostile ones."""

import pandas as pd
import pytest

from helpers.indicators.attention_presets import (
    is_single_scale,
    preset_weights,
    weighted_points,
)
from helpers.indicators.periods import Period
from helpers.tables.loading import load_tables
from helpers.workspace import find_workspace

WEIGHTS = pd.DataFrame(
    [
        ("kind", "visit", 0.5, "ours"),
        ("kind", "sanction", -1.0, "ours"),
        ("level", "minister", 0.5, "ours"),
        ("rule", "repeat_cap", 1.0, "ours"),
        ("rule", "single_scale", 0.0, "ours"),
    ],
    columns=["dimension", "value", "weight", "reasoning"],
)
PRESETS = pd.DataFrame(
    [
        ("net", "rule", "single_scale", 1.0, "theirs"),
        ("net", "rule", "repeat_cap", 9.0, "theirs"),
        ("alike", "level", "minister", 1.0, "theirs"),
    ],
    columns=["preset", "dimension", "value", "weight", "reasoning"],
)
EVENTS = pd.DataFrame(
    [
        ("a", "2022-01-01", "KAZ", "visit", "minister"),
        ("b", "2022-01-02", "KAZ", "visit", "minister"),
        ("c", "2022-01-03", "KAZ", "sanction", "minister"),
    ],
    columns=["id", "date", "partner", "kind", "level"],
).assign(date=lambda frame: pd.to_datetime(frame["date"]))


def test_a_preset_stands_in_row_by_row():
    found = preset_weights(WEIGHTS, PRESETS, "net").set_index("value")
    assert found["weight"].to_dict() == {
        "visit": 0.5, "sanction": -1, "minister": 0.5, "repeat_cap": 9, "single_scale": 1,
    }  # fmt: skip
    assert found.loc["repeat_cap", "reasoning"] == "theirs"
    assert preset_weights(WEIGHTS, PRESETS, "alike")["weight"].tolist() == [0.5, -1, 1, 0, 1]
    with pytest.raises(ValueError, match=r"No preset 'nett'\..*net"):
        preset_weights(WEIGHTS, PRESETS, "nett")


def test_net_points_take_hostile_ones_off_and_may_be_negative():
    """Ours: one visit counts, 0.25. Net without a cap: 2 * 0.25 - 0.5 = 0; alike: 1 * 0.5."""
    points = {
        name: weighted_points(EVENTS, weights, Period.of_years(2022), ["KAZ", "IRN"]).to_dict()
        for name, weights in {
            "ours": WEIGHTS,
            "net": preset_weights(WEIGHTS, PRESETS, "net"),
            "alike": preset_weights(WEIGHTS, PRESETS, "alike"),
            "harsh": preset_weights(WEIGHTS, PRESETS, "net").replace({"weight": {9.0: 1.0}}),
        }.items()
    }
    assert points == {
        "ours": {"KAZ": 0.25, "IRN": 0},
        "net": {"KAZ": 0, "IRN": 0},
        "alike": {"KAZ": 0.5, "IRN": 0},
        "harsh": {"KAZ": -0.25, "IRN": 0},
    }
    assert not is_single_scale(WEIGHTS)
    assert not is_single_scale(WEIGHTS[WEIGHTS["dimension"] != "rule"])


def test_the_presets_of_the_data_replace_rows_that_exist_and_keep_signs():
    tables = load_tables(find_workspace())
    weights, presets = tables["event_weights"], tables["event_presets"]
    place = ["dimension", "value"]
    both = presets.merge(weights, how="left", on=place, suffixes=("", "_ours"))
    assert both["weight_ours"].notna().all()
    kinds = both[both["dimension"] == "kind"]
    assert (kinds["weight"] * kinds["weight_ours"] >= 0).all()
    for name in set(presets["preset"]):
        found = preset_weights(weights, presets, name)
        assert is_single_scale(found)
        assert len(found) == len(weights)
        assert not found.duplicated(place).any()
    assert not is_single_scale(weights)
