"""The landing page of an edition: reports side by side and one card a report, in a single file."""

import base64
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from helpers.reports.manifest import MANIFEST, Entry
from helpers.reports.site_table import Table, make_table, status_order
from helpers.reports.spark import Spark, common_years, make_spark

_FOLDER = Path(__file__).parent
_FONTS = (("400", "IBMPlexSans-Regular"), ("600", "IBMPlexSans-SemiBold"))
_FIGURES = 4
# Beyond these, a report that has a row in the table has no card as well.
_MOST_STANDING, _MOST_ON_REQUEST = 60, 30
_LABELS = {
    "ok": "Current",
    "partial": "Partial",
    "stale": "Out of date",
    "failed": "Failed",
}
_LINKS = (
    ("html", "HTML"),
    ("pdf", "PDF"),
    ("docx", "Word"),
    ("markdown", "Markdown"),
    ("ipynb", "Notebook"),
)


@dataclass(frozen=True)
class Card:
    """What the page says about one report; all strings are plain text."""

    name: str
    title: str
    subtitle: str
    question: str
    edition: str
    status: str
    label: str
    message: str
    lead: bool
    figures: Sequence[Mapping[str, Any]]
    spark: Spark | None
    links: Sequence[Mapping[str, str]]


def render_index(entries: Mapping[str, Entry], edition: str) -> str:
    """Return the HTML of the landing page.

    Parameters
    ----------
    entries : mapping
        Report name to entry, in the order of the page.
    edition : str
        ISO date of the edition, or "" if no report states one.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    templates = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    span = common_years(entries.values())
    cards = {name: make_card(name, entry, span) for name, entry in entries.items()}
    counts = {status: sum(card.status == status for card in cards.values()) for status in _LABELS}
    table = make_table({name: entry for name, entry in entries.items() if not cards[name].lead})
    rest = [card for card in cards.values() if not card.lead]
    standing = [card for card in rest if _is_standing(entries[card.name])]
    on_request = [card for card in rest if not _is_standing(entries[card.name])]
    shown = _shown(standing, table, _MOST_STANDING), _shown(on_request, table, _MOST_ON_REQUEST)
    script = (_FOLDER / "templates" / "index.js").read_text(encoding="utf-8").strip()
    return templates.get_template("index.html.j2").render(
        lead=[card for card in cards.values() if card.lead],
        cards=shown[0],
        extra=shown[1],
        folded={card.name for card in rest} - {card.name for group in shown for card in group},
        table=table,
        by_name=cards,
        spoken=_spoken(cards.values()),
        order={name: status_order(entry, entry.edition) for name, entry in entries.items()},
        counts=counts,
        edition=edition,
        date=readable_date(edition),
        fonts=_embedded_fonts(),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        manifest=MANIFEST,
    )


def make_card(name: str, entry: Entry, span: tuple[int, int] | None = None) -> Card:
    """Return the card of one report; one that never succeeded has a title and a reason only."""
    cover = entry.cover or {}
    return Card(
        name=name,
        title=str(cover.get("title") or entry.title),
        subtitle=str(cover.get("subtitle") or ""),
        question=str(cover.get("question") or ""),
        edition=readable_date(entry.edition),
        status=entry.status,
        label=_LABELS[entry.status],
        message=_message(entry),
        lead=name == "overview",
        figures=list(cover.get("figures") or [])[:_FIGURES],
        spark=make_spark(cover.get("spark") or {}, span),
        links=[
            {
                "text": text,
                "href": entry.outputs[kind].path,
                "size": size(entry.outputs[kind].bytes),
            }
            for kind, text in _LINKS
            if kind in entry.outputs
        ],
    )


def size(count: int) -> str:
    """Return a number of bytes for people: 412 kB, 1.3 MB."""
    return f"{count / 1e6:.1f} MB" if count >= 999_500 else f"{max(1, round(count / 1e3))} kB"


def readable_date(iso: str) -> str:
    """Return "23 November 2026" for "2026-11-23"; anything else as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return iso
    months = "January February March April May June July August September October November December"
    number = int(parts[1])
    month = months.split()[number - 1] if 1 <= number <= 12 else parts[1]
    return f"{int(parts[2])} {month} {parts[0]}"


def _message(entry: Entry) -> str:
    if entry.status == "failed":
        return entry.message[:1].upper() + entry.message[1:]
    if entry.status == "stale":
        return "Data, code or notebook have changed since this report was built."
    if entry.status == "partial":
        missing = [
            text for kind, text in (("html", "HTML"), ("pdf", "PDF")) if kind not in entry.outputs
        ]
        return f"Not part of this edition: {', '.join(missing) or 'the notebook'}."
    return ""


def _spoken(cards: Collection[Card]) -> dict[str, str]:
    """Return a title of its own for each report: reports on one partner may share the title."""
    counts = Counter(card.title for card in cards)
    return {
        card.name: card.title if counts[card.title] == 1 else f"{card.title}, {card.name}"
        for card in cards
    }


def _shown(cards: list[Card], table: Table | None, most: int) -> list[Card]:
    """Return all cards, or, of too many, those of reports that the table does not have."""
    rows = {row.name for row in table.rows} if table else set()
    return [card for card in cards if card.name not in rows] if len(cards) > most else cards


def _is_standing(entry: Entry) -> bool:
    return not entry.parameters


@cache
def _embedded_fonts() -> list[dict[str, str]]:
    return [
        {
            "weight": weight,
            "data": base64.b64encode(
                (_FOLDER.parent / "fonts" / f"{name}.woff2").read_bytes()
            ).decode(),
        }
        for weight, name in _FONTS
    ]
