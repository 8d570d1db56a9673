"""Everything a report may say in numbers, by name.

Shown by ``facts.all_facts(study)``; a sentence takes what it needs by name, and a name that does
not exist is an error that suggests the nearest one.
"""

from helpers.countries import WORLD
from helpers.errors import MultivectorError
from helpers.exhibits.facts_attention import attention_facts
from helpers.exhibits.facts_base_rates import base_rate_facts
from helpers.exhibits.facts_compared import compared_facts
from helpers.exhibits.facts_counterfactual import counterfactual_facts
from helpers.exhibits.facts_diversion import diversion_facts
from helpers.exhibits.facts_gravity import gravity_facts
from helpers.exhibits.facts_mirror import disclosure_facts, widest_gap
from helpers.exhibits.facts_moves import move_facts
from helpers.exhibits.facts_offset import offset_facts
from helpers.exhibits.facts_prices import price_facts
from helpers.exhibits.facts_robustness import robustness_facts
from helpers.exhibits.facts_structure import concentration_facts
from helpers.exhibits.facts_targets import target_facts
from helpers.exhibits.facts_trade import balance_facts, trade_facts, weight_facts
from helpers.exhibits.facts_verdicts import verdict_facts
from helpers.exhibits.statements import Fact
from helpers.exhibits.story_china import china_facts
from helpers.exhibits.story_india import india_facts
from helpers.exhibits.story_iran import iran_facts
from helpers.exhibits.story_kazakhstan import kazakhstan_facts
from helpers.exhibits.story_overview import overview_facts
from helpers.tables.study import Study

STORIES = {
    "CHN": china_facts,
    "KAZ": kazakhstan_facts,
    "IND": india_facts,
    "IRN": iran_facts,
    WORLD: overview_facts,
}
OVERVIEW_FIGURES = (
    ("Lost exports made up by the studied partners, {offset_year}", "offset_new", ""),
    ("Lost exports made up by Russia, {offset_year}", "offset_rus", ""),
    ("China, turnover 2021 to 2023", "gain_chn", "signed"),
    ("Russia's share of goods trade, 2023", "share_rus", ""),
)
SECTIONS = (
    trade_facts,
    weight_facts,
    balance_facts,
    concentration_facts,
    attention_facts,
    target_facts,
    disclosure_facts,
    widest_gap,
    offset_facts,
    counterfactual_facts,
    move_facts,
    robustness_facts,
    diversion_facts,
    price_facts,
    base_rate_facts,
    gravity_facts,
    verdict_facts,
    compared_facts,
)


def all_facts(study: Study) -> dict[str, Fact]:
    """Return the facts of every section, and of the partner's own story if it has one.

    Raises
    ------
    MultivectorError
        If two sections give a fact the same name: a sentence could not know which it gets.
    """
    story = STORIES.get(study.partner.code)
    facts: dict[str, Fact] = {}
    for section in (*SECTIONS, *([story] if story else [])):
        found = section(study)
        if twice := sorted(facts.keys() & found):
            raise MultivectorError(
                f"Facts with one name: expected every section to use names of its own, found "
                f"{', '.join(twice)} in {section.__name__} and in a section before it."
            )
        facts |= found
    return facts
