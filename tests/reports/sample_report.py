"""A whole report with invented data: every kind of exhibit, for looking at and for the tests."""

import io
from html import escape
from typing import Any

import nbformat
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.reports.markdown_html import HtmlMarkdown
from helpers.reports.outputs import EXHIBIT
from helpers.reports.typst_code import FONTS

fontManager.addfont(FONTS / "IBMPlexSans-Regular.ttf")

FOCAL, GREY, SECOND = "#1f4e79", "#9aa3ab", "#b5651d"
YEARS = list(range(2010, 2026))


def exhibit(payload: dict[str, Any], html: str, text: str = "") -> NotebookNode:
    """One output that carries an exhibit, as the exhibits layer displays it."""
    data = {"text/plain": text or payload["id"], "text/html": html, EXHIBIT: payload}
    return new_output("display_data", data=data, metadata={})


def code(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    metadata = {"tags": list(tags)} if tags else {}
    return new_code_cell(source, outputs=list(outputs), execution_count=1, metadata=metadata)


def prose(source: str, *tags: str) -> NotebookNode:
    return new_markdown_cell(source, metadata={"tags": list(tags)} if tags else {})


def notebook(*cells: NotebookNode) -> NotebookNode:
    """A notebook with stable cell ids."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    nb = new_notebook(cells=list(cells), metadata={"language_info": {"name": "python"}})
    nbformat.validate(nb)
    return nb


def statement(
    identifier: str, parts: list[dict[str, Any]], style: str = "paragraph"
) -> NotebookNode:
    sources = sorted({number for part in parts for number in part.get("sources", [])})
    body = "".join(
        f'<span class="mv-number" tabindex="0" title="{escape(part["title"])}">'
        f"{escape(part['number'])}</span>"
        if "number" in part
        else HtmlMarkdown().inline(part["text"])
        for part in parts
    )
    html = f'<div class="mv-statement mv-{style}"><p>{body}</p></div>'
    payload = {
        "kind": "statement",
        "id": identifier,
        "style": style,
        "parts": parts,
        "sources": sources,
    }
    return exhibit(payload, html)


def number(value: str, title: str, *sources: int) -> dict[str, Any]:
    return {"number": value, "title": title, "sources": list(sources)}


def text(value: str) -> dict[str, Any]:
    return {"text": value}


def chart(identifier: str, figure: Figure, **payload: Any) -> NotebookNode:
    stream = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": identifier}):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :]
    full = {
        "kind": "chart",
        "id": identifier,
        "subtitle": "",
        "caption": "",
        "sources": [],
        "data": {"columns": ["year"], "rows": []},
        **payload,
    }
    html = (
        f'<figure class="mv-chart" id="{identifier}">'
        f'<h4 class="mv-title">{escape(full["title"])}</h4>'
        f'<p class="mv-subtitle">{escape(full["subtitle"])}</p>{svg}'
        f"<figcaption>{escape(full['caption'])} "
        f'<span class="mv-sources">[{", ".join(map(str, full["sources"]))}]</span>'
        "</figcaption></figure>"
    )
    return exhibit(full, html)


def table(
    identifier: str,
    title: str,
    columns: list[tuple[str, str, str]],
    rows: list[list[str]],
    kinds: list[str] | None = None,
    caption: str = "",
    notes: tuple[str, ...] = (),
    sources: tuple[int, ...] = (),
) -> NotebookNode:
    kinds = kinds or [""] * len(rows)
    payload = {
        "kind": "table",
        "id": identifier,
        "title": title,
        "caption": caption,
        "notes": list(notes),
        "sources": list(sources),
        "rows": rows,
        "row_kinds": kinds,
        "columns": [{"label": a, "unit": b, "align": c} for a, b, c in columns],
    }
    sides = ["" if c == "left" else f' style="text-align:{c}"' for _, _, c in columns]
    head = "".join(
        f'<th scope="col"{side}>{escape(label)} <small>{escape(unit)}</small></th>'
        for (label, unit, _), side in zip(columns, sides, strict=True)
    )
    body = ""
    for row, kind in zip(rows, kinds, strict=True):
        mark = f' class="mv-{kind}"' if kind else ""
        cells = "".join(
            f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row[1:], sides[1:], strict=True)
        )
        wide = f'<th scope="rowgroup" colspan="{len(columns)}">{escape(row[0])}</th>'
        first = f'<th scope="row">{escape(row[0])}</th>{cells}'
        body += f"<tr{mark}>{wide if kind == 'group' else first}</tr>"
    under = "".join(f"<p>{escape(note)}</p>" for note in notes)
    html = (
        f'<figure class="mv-table" id="{identifier}"><h4 class="mv-title">{escape(title)}</h4>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<figcaption>{escape(caption)} "
        f'<span class="mv-sources">[{", ".join(map(str, sources))}]</span>{under}'
        "</figcaption></figure>"
    )
    return exhibit(payload, html)


def sample_figure(kind: str) -> Figure:
    """Three plain drawings of invented series, at the size the exhibits layer uses."""
    style = {
        "font.family": "IBM Plex Sans",
        "font.size": 8.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": GREY,
        "svg.fonttype": "none",
    }
    with rc_context(style):
        figure = Figure(figsize=(6.3, 3.1 if kind != "bars" else 2.6), layout="constrained")
        axes = figure.subplots()
        values = [1.2 + 0.18 * i + (0.5 if i % 4 == 1 else 0) for i in range(len(YEARS))]
        if kind == "lines":
            axes.plot(YEARS, values, color=FOCAL, linewidth=2)
            axes.fill_between(
                YEARS,
                [v * 0.88 for v in values],
                [v * 1.13 for v in values],
                color=FOCAL,
                alpha=0.15,
                linewidth=0,
            )
            axes.plot(YEARS, [0.9 + 0.05 * i for i in range(len(YEARS))], color=GREY)
            axes.annotate(
                "Импорт, imports",
                (2025, values[-1]),
                (-4, 10),
                textcoords="offset points",
                color=FOCAL,
                ha="right",
            )
            axes.set_ylim(0, 5)
        elif kind == "bars":
            names = ["Aland", "Borduria", "Syldavia", "Беларусь", "Ruritania"]
            axes.barh(names, [5.2, 4.1, 3.3, 2.2, 1.0], color=[GREY, GREY, GREY, FOCAL, GREY])
        else:
            axes.scatter(YEARS, values, color=SECOND, marker="D", s=18)
            axes.scatter(YEARS, [v * 0.8 for v in values], color=FOCAL, s=18)
        axes.tick_params(color=GREY)
    return figure


def cover() -> NotebookNode:
    payload = {
        "kind": "cover",
        "id": "cover",
        "title": "Belarus and Ruritania: trade that was promised",
        "subtitle": "An invented report for looking at the page, with figures that mean nothing",
        "question": "Has trade with *Ruritania* grown enough to matter beside trade with the rest?",
        "edition": "2026-11-23",
        "vintage": "2026-11-20",
        "figures": [
            {"label": "Trade in 2025", "value": "$3.9 bn", "note": "3.4–4.4 across four reporters"},
            {"label": "Share of all trade", "value": "4.6 %", "note": "2.1 % in 2010"},
            {"label": "Rank among partners", "value": "7", "note": "of 164"},
            {"label": "Targets met", "value": "1 of 5", "note": "declared since 2012"},
        ],
        "spark": {
            "label": "Trade",
            "values": [1.0, 2.0, None, 3.9],
            "years": [2022, 2023, 2024, 2025],
        },
    }
    html = f'<header class="mv-cover"><h1>{escape(payload["title"])}</h1></header>'  # type: ignore[arg-type]
    return exhibit(payload, html)


def references() -> NotebookNode:
    items = [
        {
            "number": n,
            "text": f"Invented Statistical Office, Foreign trade {2010 + n} (Минск).",
            "url": f"https://stat.example/foreign-trade/{2010 + n}/a-rather-long-name.html",
        }
        for n in range(1, 9)
    ] + [{"number": 9, "text": "Ministry of Invention, press release of 3 May 2024.", "url": ""}]
    html = '<ol class="mv-references"></ol>'
    return exhibit({"kind": "references", "id": "references", "items": items}, html)


def sample() -> NotebookNode:
    """The whole sample: about nine pages."""
    narrow = [
        ["2022", "2.9", "1.1"],
        ["2023", "3.1", "1.4"],
        ["2024", "3.6", "1.5"],
        ["2025", "3.9", "1.3"],
    ]
    wide_columns = [
        ("Target declared", "", "left"),
        ("By", "", "left"),
        ("Value", "bn USD", "right"),
        ("Deadline", "", "left"),
        ("Reached", "bn USD", "right"),
        ("Outcome", "", "left"),
    ]
    wide = [
        [
            "Two billion by 2015, said at the opening of a joint factory",
            "President",
            "2.0",
            "2015",
            "1.4",
            "missed",
        ],
        ["Double the trade within five years", "Prime minister", "2.8", "2020", "2.2", "missed"],
        ["Three and a half billion", "Ministry of Invention", "3.5", "2024", "3.6", "met"],
        ["Five billion in the medium term", "President", "5.0", "undated", "3.9", "open"],
        ["All five", "", "", "", "", "1 of 5"],
    ]
    long_rows, long_kinds = [], []
    for year in range(2012, 2026):
        long_rows.append([f"Year {year}", "", "", "", ""])
        long_kinds.append("group")
        for reporter in (
            "Belarus",
            "Ruritania",
            "Comtrade",
            "Реконсилированный ряд",
            "Press",
            "BACI",
            "IMF",
        ):
            long_rows.append(
                [
                    reporter,
                    f"{year % 7 + 0.4:.1f}",
                    f"{year % 5 + 1.2:.1f}",
                    f"{year % 7 + year % 5 + 1.6:.1f}",
                    "invented",
                ]
            )
            long_kinds.append("muted" if reporter == "Press" else "")
        long_rows.append(["Central value", "2.0", "1.9", "3.9", ""])
        long_kinds.append("total")
    many = [(f"{y}", "bn USD", "right") for y in range(2012, 2026)]
    filler = (
        "Belarus reports its trade by partner until 2021; after that the partner's records speak "
        "for both. The series of the two offices agree within a tenth in most years, and differ "
        "by a third in the two years in which goods crossed a third country. None of this is true: "
        "the paragraph is here so that the page has a paragraph of ordinary length to look at."
    )
    return notebook(
        prose("# Belarus and Ruritania"),
        prose("## Parameters"),
        code("partner = 'RUR'", tags=("parameters",)),
        code("partner = 'RUR'", tags=("injected-parameters",)),
        prose("## Setup", "remove-cell"),
        code("study = load()", new_output("stream", name="stdout", text="LOADED"), tags=("setup",)),
        code("cover(study)", cover()),
        prose("## Key findings"),
        code(
            "say(...)",
            statement(
                "answer",
                [
                    text("**Yes, but late.** Trade reached "),
                    number("$3.9 bn", "Ruritania's customs, 2025", 1),
                    text(" in 2025, three times its level of 2010, and is still "),
                    number("4.6 %", "Share of turnover; both offices", 1, 2),
                    text(" of the whole."),
                ],
                "answer",
            ),
        ),
        code(
            "say(...)",
            statement(
                "f1",
                [
                    text("**It grew when others shrank:** from "),
                    number("$1.2 bn", "Belstat 2010", 1),
                    text(" in 2010 to "),
                    number("$3.9 bn", "Ruritania's customs 2025", 1),
                    text(", a range of 3.4 to 4.4 across reporters."),
                ],
                "finding",
            ),
        ),
        code(
            "say(...)",
            statement(
                "f2",
                [
                    text("**One target of five was met.** The four others were missed by "),
                    number("22–38 %", "Own calculation from targets.csv", 3, 9),
                    text(", and none was mentioned again after its deadline."),
                ],
                "finding",
            ),
        ),
        code(
            "say(...)",
            statement(
                "f3",
                [
                    text("**The two offices disagree** by "),
                    number("a third", "Mirror gap 2023", 2, 4),
                    text(
                        " in years with transit; the brief quotes the higher figure without a word."
                    ),
                ],
                "finding",
            ),
        ),
        prose(
            "## Weight: a seventh partner, not a second\n\n" + filler + "[^mirror] See also the "
            "[method](https://example.org/method).\n\n[^mirror]: A *mirror* is the partner's "
            "record of the same flow; insurance and freight are part of one and not of the other.\n"
        ),
        code(
            "chart(...)",
            chart(
                "growth",
                sample_figure("lines"),
                title="Trade tripled in fifteen years, most of it on one side",
                subtitle="Billion US dollars a year, range across reporters, 2010–2025",
                caption="Band: lowest and highest reporter. Hollow marks: part years. Invented.",
                alt="Line chart: trade with Ruritania rises from 1.2 to 3.9 billion dollars.",
                sources=[1, 2],
            ),
        ),
        code(
            "say(...)",
            statement(
                "p1",
                [
                    text("Growth was "),
                    number("8.1 % a year", "Own calculation", 1, 2),
                    text(" against "),
                    number("2.3 %", "World total", 3),
                    text(" for all partners. " + filler),
                ],
            ),
        ),
        prose("### By reporter\n\n" + filler),
        code(
            "table(...)",
            table(
                "narrow",
                "Exports and imports agree on the direction",
                [
                    ("Year", "", "left"),
                    ("Imports", "bn USD", "right"),
                    ("Exports", "bn USD", "right"),
                ],
                narrow,
                notes=("Goods only. Values in current dollars. Invented data.",),
                sources=(1, 2),
            ),
        ),
        prose(
            "## Targets and results\n\nТовлеченный текст на русском языке: торговля выросла втрое. "
            + filler
            + "\n\n- first point with **bold** and `code`\n- second point, $5 and #3\n\n"
            "1. one\n2. two\n\n> A quotation that is set apart.\n\n"
            "| Word | Meaning | Count |\n|---|---|--:|\n| mirror | partner's record | 12 |\n"
            "| vintage | data as known | 3 |\n"
        ),
        code(
            "table(...)",
            table(
                "targets",
                "One declared target of five was reached, and it was the newest",
                wide_columns,
                wide,
                ["", "", "", "muted", "total"],
                caption="Targets as declared in public.",
                notes=("The value reached is the central value of the deadline year.",),
                sources=(3, 9),
            ),
        ),
        code(
            "chart(...)",
            chart(
                "ranks",
                sample_figure("bars"),
                title="Беларусь is fourth of five",
                subtitle="Share of turnover, per cent, 2025",
                caption="Invented data.",
                alt="Bar chart of five partners.",
                sources=[4],
            ),
        ),
        prose("## Mirror and disclosure\n\n" + filler + "\n\n" + filler),
        code(
            "chart(...)",
            chart(
                "mirror",
                sample_figure("points"),
                title="The two offices drift apart when goods pass a third country",
                subtitle="Billion US dollars a year; diamonds: Ruritania, dots: Belarus",
                caption="Invented data.",
                alt="Two series of points.",
                sources=[1, 2, 4],
            ),
        ),
        code(
            "say(...)",
            statement(
                "n1",
                [
                    text("Coverage of the mirror: "),
                    number("71 %", "Share of trade of partners that report", 5),
                    text(" of trade in 2020."),
                ],
                "note",
            ),
        ),
        code(
            "table(...)",
            table(
                "long",
                "Every reported figure, by year and reporter",
                [
                    ("Reporter", "", "left"),
                    ("Imports", "bn USD", "right"),
                    ("Exports", "bn USD", "right"),
                    ("Turnover", "bn USD", "right"),
                    ("Status", "", "left"),
                ],
                long_rows,
                long_kinds,
                notes=("Part years are left out.", "Invented data."),
                sources=(1, 2, 3, 4),
            ),
        ),
        code(
            "table(...)",
            table(
                "panorama",
                "The whole panel at a glance",
                [("Partner", "", "left"), *many],
                [
                    [name, *[f"{(i * 7 + j * 3) % 90 / 10:.1f}" for j in range(14)]]
                    for i, name in enumerate(
                        ("Aland", "Borduria", "Ruritania", "Syldavia", "All partners")
                    )
                ],
                ["", "", "", "", "total"],
                notes=("Invented data.",),
                sources=(2,),
            ),
        ),
        prose("## What we do not know\n\n" + filler),
        prose("## Sources"),
        code("references(...)", references()),
    )
