"""The title block of a report, from which the index makes its card too."""

from collections.abc import Sequence
from html import escape

from helpers.countries import WORLD
from helpers.exhibits.compared import COMPARED, Compared, compare
from helpers.exhibits.exhibit import Exhibit
from helpers.exhibits.key_ranges import key_note
from helpers.exhibits.statements import Facts
from helpers.tables.numbers import write_money, write_quantity
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

Figure = tuple[str, str, str]

KEY_FIGURES: tuple[Figure, ...] = (
    ("Goods turnover, {turnover_last_year}", "turnover_last", ""),
    ("Exports to {partner}, {export_last_year}", "export_last", ""),
    ("Balance, {balance_last_year}", "balance_last", ""),
    ("Share of all goods trade, {share_last_year}", "share_last", ""),
)


def cover(
    study: Study,
    facts: Facts,
    *,
    title: str,
    subtitle: str,
    question: str,
    figures: Sequence[Figure] = KEY_FIGURES,
    compared: Sequence[Compared | Figure] | None = None,
) -> Exhibit:
    """Return the title block: title, question and a strip of key figures.

    Parameters
    ----------
    study : Study
        Gives the edition (its vintage), the sparkline (turnover by year) and both countries' own
        names.
    facts : mapping
        Facts by name.
    title, subtitle, question : str
        Plain text; ``{name}`` of a fact in words is filled in.
    figures : sequence of (label, fact name, style)
        The key figures, at most four; one without a number reads "undisclosed".
    compared : sequence of Compared or of (label, fact name, style), optional
        The columns of this report in the comparison on the index, the first of which names its
        row. By default those of `helpers.exhibits.compared.COMPARED`, and none for the world.
    """
    title, subtitle, question = (one.format(**facts) for one in (title, subtitle, question))
    strip = [
        {"label": label.format(**facts).rstrip(", "), **_value(study, facts, name, style)}
        for label, name, style in figures
    ]
    if compared is None:
        compared = () if study.partner.code == WORLD else COMPARED
    own = [side.native for side in (study.focal, study.partner)]
    names = own if all(own) else []
    turnover = study.panel[study.panel["flow"] == "turnover"].sort_values("year")
    payload = {
        "kind": "cover",
        "id": "cover",
        "title": title,
        "subtitle": subtitle,
        "question": question,
        "names": names,
        "edition": study.vintage.isoformat(),
        "vintage": study.vintage.isoformat(),
        "figures": strip,
        "compared": compare(facts, compared),
        "spark": {
            "label": f"Goods turnover with {_spoken(study.partner.name)}",
            "written": _ends(turnover["central"].dropna().tolist()),
            "years": [int(year) for year in turnover["year"]],
            "values": [None if value != value else round(value) for value in turnover["central"]],
        },
    }
    cells = "".join(
        f"<div><dt>{escape(one['label'])}</dt><dd>{escape(one['value'])}"
        f"<small>{escape(one['note'])}</small></dd></div>"
        for one in strip
    )
    written = " · ".join(f"<bdi>{escape(name)}</bdi>" for name in names)
    html = (
        f'<header class="mv-cover"><h1>{escape(title)}</h1>'
        + (f'<p class="mv-names">{written}</p>' if written else "")
        + f'<p class="mv-subtitle">{escape(subtitle)}</p>'
        f'<p class="mv-question">{escape(question)}</p>'
        f'<dl class="mv-figures">{cells}</dl></header>'
    )
    return Exhibit(payload, html, f"{title}: {question}")


def _spoken(name: str) -> str:
    return name if name != "World" else "all partners"


def _ends(values: list[float]) -> dict[str, str]:
    return {
        name: write_money(values[index]) for name, index in (("first", 0), ("last", -1)) if values
    }


def _value(study: Study, facts: Facts, name: str, style: str) -> dict[str, str]:
    fact = facts.get(name)
    if isinstance(fact, Quantity):
        if fact.missing:
            return {"value": "undisclosed", "note": ""}
        note = key_note(study, name, fact, str(facts.get(f"{name}_year", "")), style)
        return {"value": write_quantity(fact, style), "note": note}
    return {"value": "undisclosed" if fact is None else str(fact), "note": ""}
