"""What changed between two editions, report by report. Pure: nothing is read or written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from helpers.reports.edition_causes import Cause, Inputs, causes_of, compare_inputs
from helpers.reports.edition_content import Content, Grid, Sentence
from helpers.reports.edition_pairs import pair_grids, pair_sentences, row_keys
from helpers.reports.edition_reading import Edition, parameters_text
from helpers.reports.manifest import Entry

_NAMES = {"table": "Table", "chart": "Chart", "figures": ""}


@dataclass(frozen=True)
class Change:
    """One difference; "" in ``was`` or ``now`` means that it did not or does not exist.

    Attributes
    ----------
    kind : str
        number, sentence, prose, verdict, cell, row, column, text, sources, parameter or title.
    place : str
        Section of a sentence, or the table or chart.
    what : str
        What changed there: the sentence around a number, "row, column" of a cell.
    sources : tuple of str
        The sources that the changed place cites, in either edition.
    written_anew : bool
        The words come from another template, or the whole place is new or gone.
    """

    kind: str
    place: str
    what: str
    was: str
    now: str
    sources: tuple[str, ...] = ()
    written_anew: bool = False
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class ReportDiff:
    """One report: ``status`` is same, changed, added, removed or unread."""

    name: str
    title: str
    status: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditionDiff:
    """Two editions: their dates, what went into them, and their reports."""

    old: str
    new: str
    old_date: str
    new_date: str
    inputs: Inputs
    reports: tuple[ReportDiff, ...] = field(default=())

    @property
    def differs(self) -> bool:
        """Whether any report reads differently, or exists in one edition only."""
        return any(one.status not in ("same", "unread") for one in self.reports)


def diff_editions(old: Edition, new: Edition) -> EditionDiff:
    """Return the differences between two editions, reports in the order of the new one."""
    inputs = compare_inputs(old, new)
    before, after = old.manifest.reports, new.manifest.reports
    names = [*after, *(name for name in before if name not in after)]
    return EditionDiff(
        old.label,
        new.label,
        old.manifest.edition,
        new.manifest.edition,
        inputs,
        tuple(_report(name, old, new, inputs) for name in names),
    )


def _report(name: str, old: Edition, new: Edition, inputs: Inputs) -> ReportDiff:
    before, after = old.manifest.reports.get(name), new.manifest.reports.get(name)
    title = (after or before or Entry("", name, "")).title
    if before is None or after is None:
        return ReportDiff(name, title, "added" if before is None else "removed")
    notes = tuple(
        f"{word}: {entry.status}, so the inputs of the manifest may not be those of its files."
        for word, entry in (("old", before), ("new", after))
        if entry.status in ("stale", "failed")
    )
    earlier, later = old.contents.get(name), new.contents.get(name)
    if earlier is None or later is None:
        missing = "old" if earlier is None else "new"
        return ReportDiff(name, title, "unread", (), (*notes, f"{missing}: no file can be read."))
    pages = [one for one in (earlier, later) if one.carrier == "html"]
    if any(grid.rows is None for one in pages for grid in one.grids if grid.kind == "chart"):
        notes += ("Data of charts are not kept in both editions: descriptions are compared.",)
    found = [*_titles(before, after), *_parameters(before, after), *diff_contents(earlier, later)]
    if inputs.partial:
        notes += ("read from a PDF: what it does not record (code, libraries, tables other than "
                  "its observations) may be a further cause of every change.",)  # fmt: skip
    links = {**earlier.links, **later.links}
    changes = tuple(
        replace(one, causes=causes_of(one.kind, one.written_anew, one.sources, links,
                                      before, after, inputs))
        for one in found
    )  # fmt: skip
    return ReportDiff(name, title, "changed" if changes else "same", changes, notes)


def diff_contents(old: Content, new: Content) -> list[Change]:
    """Return what reads differently in a report, without causes."""
    both = old.carrier == new.carrier == "notebook"
    changes: list[Change] = []
    for before, after in pair_sentences(old.sentences, new.sentences):
        changes += _sentence(before, after, both)
    for left, right in pair_grids(old.grids, new.grids):
        changes += _grid(left, right)
    return changes


def _titles(old: Entry, new: Entry) -> Iterator[Change]:
    if old.title != new.title:
        yield Change("title", "", "title", old.title, new.title)


def _parameters(old: Entry, new: Entry) -> Iterator[Change]:
    before, after = parameters_text(old), parameters_text(new)
    for name in sorted({*before, *after}):
        was, now = before.get(name, "default"), after.get(name, "default")
        if was != now:
            yield Change("parameter", "", name, was, now)


def _sentence(old: Sentence | None, new: Sentence | None, both: bool) -> Iterator[Change]:
    found = new or old
    if found is None:
        return
    kind = "prose" if found.prose else "sentence"
    sources = _united(*(n.sources for one in (old, new) if one for n in one.numbers))
    if old is None or new is None:
        was, now = (old.text if old else ""), (new.text if new else "")
        yield Change(kind, found.section, "", was, now, sources, True)
    elif old.words != new.words:
        anew = bool(old.key and new.key and old.key != new.key)
        yield Change(kind, new.section, "", old.text, new.text, sources, anew)
    else:
        for before, after in zip(old.numbers, new.numbers, strict=True):
            cited = _united(before.sources, after.sources)
            if before.text != after.text:
                yield Change("number", new.section, new.text, before.text, after.text, cited)
            elif both and (before.note, set(before.sources)) != (after.note, set(after.sources)):
                was, now = _cited(before.note, before.sources), _cited(after.note, after.sources)
                yield Change(
                    "sources", new.section, f"{after.text} in: {new.text}", was, now, cited
                )


def _grid(old: Grid | None, new: Grid | None) -> Iterator[Change]:
    found = new or old
    if found is None:
        return
    place = ": ".join(filter(None, (_NAMES[found.kind], found.title or found.key)))
    if old is None or new is None:
        kind = "chart" if found.kind == "chart" else "table"
        was, now = ("", "added") if old is None else ("there", "")
        yield Change(kind, place, "", was, now, found.sources, True)
        return
    sources = _united(old.sources, new.sources)
    if old.title != new.title:
        yield Change("text", place, "title", old.title, new.title, sources)
    shared = set(old.texts) & set(new.texts)
    if old.rows is not None and new.rows is not None:
        shared -= {"alt"}  # it says what the data say
    for name in sorted(shared):
        if old.texts[name] != new.texts[name]:
            label = "description" if name == "alt" else name
            yield Change("text", place, label, old.texts[name], new.texts[name], sources)
    if old.rows is not None and new.rows is not None:
        yield from _rows(old, new, place, sources)


def _rows(old: Grid, new: Grid, place: str, sources: tuple[str, ...]) -> Iterator[Change]:
    before, after = old.rows or (), new.rows or ()
    columns = [name for name in new.columns if name in old.columns]
    for name in old.columns:
        if name not in new.columns:
            yield Change("column", place, "", name, "", sources, True)
    for name in new.columns:
        if name not in old.columns:
            yield Change("column", place, "", "", name, sources, True)
    left, right = (_picked(grid.columns, columns, grid.rows or ()) for grid in (old, new))
    keys, now_keys = row_keys(columns, left, right)
    earlier = dict(zip(keys, left, strict=True))
    for position, (key, row) in enumerate(zip(now_keys, right, strict=True)):
        if key not in earlier:
            yield Change("row", place, "", "", _written(after[position]), sources)
            continue
        for name, was, now in zip(columns, earlier[key], row, strict=True):
            if was != now:
                kind = "verdict" if name.lower().startswith("verdict") else "cell"
                yield Change(kind, place, f"{', '.join(key)}: {name}", was, now, sources)
    known = set(now_keys)
    for position, key in enumerate(keys):
        if key not in known:
            yield Change("row", place, "", _written(before[position]), "", sources)


def _picked(
    columns: Sequence[str], wanted: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[tuple[str, ...]]:
    places = [columns.index(name) for name in wanted]
    return [tuple(row[place] for place in places) for row in rows]


def _written(row: Sequence[str]) -> str:
    return " | ".join(row)


def _united(*groups: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group if name))


def _cited(note: str, sources: Sequence[str]) -> str:
    return f"{note or 'no note'} ({'; '.join(sources) or 'no source'})"


def counts(report: ReportDiff) -> Mapping[str, int]:
    """Return how many changes of each kind a report has."""
    kinds = [change.kind for change in report.changes]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
