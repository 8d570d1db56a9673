"""Sentences whose numbers are computed: a missing number or an untrue relation stops the report."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha1
from html import escape
from string import Formatter

import mistune

from helpers.errors import StatementError, suggest
from helpers.exhibits.exhibit import Exhibit
from helpers.tables.numbers import write_quantity
from helpers.tables.quantity import Quantity
from helpers.tables.study import Study

STYLES = ("paragraph", "finding", "note", "answer")
RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
Fact = Quantity | str | int
Facts = Mapping[str, Fact]
Relation = tuple[str, str, str | float]
_MARKDOWN = mistune.create_markdown(escape=True)
_PLACE = "\ue000{}\ue001"


class Speaker:
    """Writes statements about one study; made by `speak_for`."""

    def __init__(self, study: Study) -> None:
        self._study = study

    def __call__(
        self,
        template: str,
        *facts: Facts,
        style: str = "paragraph",
        holds: Sequence[Relation] = (),
        otherwise: str | None = None,
        **more: Fact,
    ) -> Exhibit:
        """Return a sentence with its numbers, each with the sources it was read in.

        Parameters
        ----------
        template : str
            Inline Markdown with ``{name}`` or ``{name:style}`` where a fact goes; the styles are
            those of `helpers.tables.numbers.write_quantity`.
        *facts : mapping
            Facts by name, as the summaries return them; later ones win.
        style : str
            One of ``paragraph``, ``finding``, ``note``, ``answer``.
        holds : sequence of (name, relation, name or number)
            What must be true for the sentence to be true.
        otherwise : str, optional
            The sentence to write instead where a number is not known. Without it, a missing number
            is an error.
        **more : Quantity, str or int
            Further facts.

        Raises
        ------
        StatementError
            If a name is unknown, a number is missing, or a relation does not hold.
        """
        known = {name: fact for group in facts for name, fact in group.items()} | more
        if style not in STYLES:
            raise StatementError(f"Unknown style '{style}'. {suggest(style, STYLES, 'styles')}")
        try:
            for relation in holds:
                _require(relation, known, template)
            parts = [
                part for piece in Formatter().parse(template) for part in self._parts(piece, known)
            ]
        except _Missing as missing:
            if otherwise is None:
                raise StatementError(
                    f"No number for '{missing}' in the sentence “{template}”. Expected a reported "
                    "figure, found none. Add the observation, or give the sentence an `otherwise`."
                ) from None
            return self(otherwise, *facts, more, style=style)
        return _statement(template, style, parts)

    def _parts(self, piece: tuple, known: Facts) -> list[dict]:
        text, name, spec, _ = piece
        parts: list[dict] = [{"text": text}] if text else []
        if text.count("**") % 2:
            raise StatementError(
                f"Bold text may not span a number: found an open ** in “{text}”. Close it before."
            )
        if name is None:
            return parts
        fact = _look_up(name, known)
        if isinstance(fact, Quantity):
            return [*parts, self._number(fact, spec or "")]
        return [*parts, {"text": _plain(format(fact, spec or ""))}]

    def _number(self, fact: Quantity, spec: str) -> dict:
        return {
            "number": write_quantity(fact, spec),
            "title": fact.note,
            "sources": self._study.numbers(fact.sources),
        }


def speak_for(study: Study) -> Speaker:
    """Return the speaker of a study: call it with a sentence and its facts."""
    return Speaker(study)


class _Missing(Exception):
    pass


def _look_up(name: str, known: Facts) -> Fact:
    if name not in known:
        raise StatementError(
            f"Unknown fact '{name}' in a sentence. {suggest(name, known, 'facts')}"
        )
    fact = known[name]
    if fact is None or fact == "" or (isinstance(fact, Quantity) and fact.missing):
        raise _Missing(name)
    return fact


def _require(relation: Relation, known: Facts, template: str) -> None:
    name, sign, other = relation
    if sign not in RELATIONS:
        raise StatementError(f"Unknown relation '{sign}'. {suggest(sign, RELATIONS, 'relations')}")
    left = float(_look_up(name, known))
    right = float(_look_up(other, known)) if isinstance(other, str) else float(other)
    if not RELATIONS[sign](left, right):
        raise StatementError(
            f"The sentence “{template}” is no longer true: expected {name} {sign} {other}, "
            f"found {left:g} and {right:g}. Rewrite the sentence, or check the observation."
        )


def _statement(template: str, style: str, parts: list[dict]) -> Exhibit:
    sources = sorted({number for part in parts for number in part.get("sources", [])})
    payload = {
        "kind": "statement",
        "id": f"s-{sha1(template.encode()).hexdigest()[:8]}",
        "style": style,
        "parts": parts,
        "sources": sources,
    }
    html = f'<div class="mv-statement mv-{style}">{_html(parts)}</div>'
    text = "".join(part.get("text", part.get("number", "")) for part in parts)
    return Exhibit(payload, html, text)


def _html(parts: list[dict]) -> str:
    """Render the Markdown as a whole, so that emphasis may stand beside a number."""
    marked = "".join(part.get("text", _PLACE.format(i)) for i, part in enumerate(parts))
    html = str(_MARKDOWN(marked)).strip()
    return re.sub(
        "\ue000(\\d+)\ue001", lambda found: _number_html(parts[int(found.group(1))]), html
    )


def _number_html(part: dict) -> str:
    cited = ", ".join(str(number) for number in part["sources"])
    title = ". ".join(filter(None, [part["title"], f"Sources: {cited}" if cited else ""]))
    if not title:
        return f'<span class="mv-number">{escape(part["number"])}</span>'
    return (
        f'<span class="mv-number" tabindex="0" title="{escape(title)}">'
        f"{escape(part['number'])}</span>"
    )


def _plain(text: str) -> str:
    """Escape what Markdown would read as markup in a name that comes from the data."""
    return re.sub(r"([\\`*_{}\[\]<>#])", r"\\\1", text)
