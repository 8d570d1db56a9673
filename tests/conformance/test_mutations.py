"""A wrong formula is noticed: each mutation of an indicator makes the definitions' tests fail.

Every mutation is a mistake somebody could make: the linear for the compound form, a percentage of
the wrong base, an older edition's variant. It is made in a copy of the package, and the definitions
are tested against the copy, in a process of its own.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
INDICATORS = Path("src/helpers/indicators")
DEFINITIONS = "tests/conformance/test_definitions.py"
AGAINST_THE_COPY = """
import sys, pytest, helpers
copy, tests = sys.argv[1:]
assert helpers.__file__.startswith(copy), helpers.__file__
sys.exit(pytest.main(["-q", "--tb=no", "--noconftest", tests]))
"""
PASSED, FAILED = 0, 1
"""Exit codes of pytest; a module that does not even import is neither."""


class Mutation(NamedTuple):
    """One changed line of one module, and a test that must notice."""

    module: str
    right: str
    wrong: str
    noticed_by: str


MUTATIONS = {
    "cubed shares": Mutation(
        "concentration.py",
        "(shares_of(values) ** 2)",
        "(shares_of(values) ** 3)",
        "test_the_printed_examples_of_the_hhi_come_out_to_the_point",
    ),
    "normalised by the wrong width": Mutation(
        "concentration.py",
        "ratio(herfindahl(values) - even, 1 - even)",
        "ratio(herfindahl(values) - even, 1)",
        "test_the_hhi_of_four_car_makers_is_0_34_and_0_12_normalised",
    ),
    "UNCTAD's index without its root": Mutation(
        "concentration.py",
        "ratio(math.sqrt(herfindahl(values)) - even, 1 - even)",
        "ratio(herfindahl(values) - even**2, 1 - even**2)",
        "test_unctad_takes_the_root_before_it_normalises",
    ),
    "entropy in bits": Mutation(
        "concentration.py",
        "np.log(shares",
        "np.log2(shares",
        "test_the_entropy_of_60_10_25_1_4_is_1_07_and_its_evenness_0_66",
    ),
    "the hidden remainder as one partner": Mutation(
        "concentration_bounds.py",
        "rest**2 / n_unknown",
        "rest**2",
        "test_half_known_and_half_hidden_bound_the_hhi",
    ),
    "both sides of every move": Mutation(
        "structure.py",
        "float(moved.sum(skipna=False)) / 2",
        "float(moved.sum(skipna=False))",
        "test_the_mix_of_65_25_10_to_65_15_20_moved_by_10_percent",
    ),
    "the square of the change": Mutation(
        "structure.py",
        "last**2 - first**2",
        "(last - first) ** 2",
        "test_contributions_lead_from_one_printed_hhi_to_the_other",
    ),
    "simple for compound growth": Mutation(
        "trade.py",
        "ratio(last, first) ** (1 / years) - 1",
        "(ratio(last, first) - 1) / years",
        "test_from_10_million_in_2009_to_42_998_million_in_2017_is_20_percent_a_year",
    ),
    "the slope as UNCTAD once printed it": Mutation(
        "trade.py",
        "np.expm1(slope)",
        "slope",
        "test_least_squares_growth_is_that_of_the_spreadsheet",
    ),
    "the balance over exports": Mutation(
        "trade.py",
        "ratio(balance(exports, imports), turnover(exports, imports))",
        "ratio(balance(exports, imports), exports)",
        "test_balances_are_those_that_itc_prints",
    ),
    "freight taken off CIF": Mutation(
        "mirror.py",
        "imports_cif / (1 + cif)",
        "imports_cif * (1 - cif)",
        "test_the_imf_divides_imports_by_1_06",
    ),
    "the gap over the sum": Mutation(
        "mirror.py",
        "(imports_fob + exports_fob) / 2",
        "(imports_fob + exports_fob)",
        "test_pakistan_and_china_disagree_on_2001_more_than_freight_explains",
    ),
    "simple growth to the target": Mutation(
        "targets.py",
        "ratio(target, actual) ** (1 / years) - 1",
        "(ratio(target, actual) - 1) / years",
        "test_from_10_million_in_2009_to_42_998_million_in_2017_is_20_percent_a_year",
    ),
    "losses counted as gains": Mutation(
        "attention.py",
        "(last - first).clip(lower=0)",
        "(last - first).abs()",
        "test_who_gained_is_counted_over_those_who_gained",
    ),
    "every year the same": Mutation(
        "alignment.py",
        'alignment["votes"] * alignment[measure]',
        'alignment["votes"].mean() * alignment[measure]',
        "test_agreement_counts_every_vote_once",
    ),
}


def run_definitions(folder, mutation):
    """Copy the package to `folder`, mutate it, and return exit code and output of the tests."""
    shutil.copytree(
        ROOT / "src" / "helpers",
        folder / "helpers",
        ignore=shutil.ignore_patterns("__pycache__", "fonts"),
    )
    if mutation:
        module = folder / "helpers" / "indicators" / mutation.module
        text = module.read_text(encoding="utf-8")
        module.write_text(text.replace(mutation.right, mutation.wrong), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", AGAINST_THE_COPY, str(folder), DEFINITIONS],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(folder),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_line_to_mutate_stands_once_in_its_module(name):
    """When the code moves, its mutation has to move with it."""
    mutation = MUTATIONS[name]
    text = (ROOT / INDICATORS / mutation.module).read_text(encoding="utf-8")
    assert text.count(mutation.right) == 1


def test_the_definitions_notice_every_wrong_formula_and_pass_the_right_ones(tmp_path):
    """One process a mutation, as many at once as there are processors, and one for the original."""
    cases = {"the original": None, **MUTATIONS}
    folders = [tmp_path / str(number) for number in range(len(cases))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(cases, pool.map(run_definitions, folders, cases.values()), strict=True))
    code, output = results.pop("the original")
    assert code == PASSED, output
    unnoticed = {
        name: output
        for name, (code, output) in results.items()
        if code != FAILED or f"::{MUTATIONS[name].noticed_by}" not in output
    }
    assert not unnoticed
