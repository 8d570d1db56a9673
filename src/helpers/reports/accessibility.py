"""What a machine can check of an accessible page: structure, names, contrast, no request.

The rules are those of WCAG 2.2 (levels A and AA) that hold or fail without looking at the page;
what needs a browser (the layout, the order of focus) is left to axe-core. The same for the PDF is
in `accessibility_pdf`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.reports.contrast import contrast_findings

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MOST_BYTES = 1_500_000
_FETCHED = re.compile(r"@import|url\(\s*['\"]?(?!['\"]?(?:data:|#))", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One rule that a file breaks, where, what the rule expects and what was found."""

    rule: str
    place: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.place}: expected {self.expected}, found {self.found}"


def html_findings(data: bytes) -> list[Finding]:
    """Return every rule that a page breaks.

    Parameters
    ----------
    data : bytes
        A complete HTML file in UTF-8.

    Returns
    -------
    list of Finding
        Empty if nothing was found. That a rule holds does not make a page easy to read.
    """
    from bs4 import BeautifulSoup

    page = BeautifulSoup(data, "html.parser")
    rules = (_document, _headings, _landmarks, _names, _tables, _references, _requests)
    found = [Finding(*one) for rule in rules for one in rule(page)]
    found += [Finding(*one) for one in contrast_findings(_styles(page))]
    if len(data) >= MOST_BYTES:
        found.append(Finding("size", "file", f"less than {MOST_BYTES} bytes", str(len(data))))
    return found


Rule = Iterator[tuple[str, str, str, str]]


def _document(page: "BeautifulSoup") -> Rule:
    root = page.find("html")
    if root is None or not root.get("lang"):
        yield "lang", "html", "a language", "none"
    if page.title is None or not page.title.get_text(strip=True):
        yield "title", "head", "a title", "none"
    for viewport in page.select("meta[name=viewport]"):
        if re.search(r"user-scalable\s*=\s*no|maximum-scale", str(viewport.get("content"))):
            yield "zoom", "meta viewport", "a page that can be enlarged", str(viewport["content"])


def _headings(page: "BeautifulSoup") -> Rule:
    headings = page.find_all(re.compile(r"^h[1-6]$"))
    levels = [int(heading.name[1]) for heading in headings]
    if levels.count(1) != 1:
        yield "one h1", "page", "one heading of level 1", str(levels.count(1))
    for before, level, heading in zip([0, *levels], levels, headings, strict=False):
        if level > before + 1:
            yield "heading order", _place(heading), f"at most h{before + 1}", f"h{level}"
        if not heading.get_text(strip=True):
            yield "heading text", _place(heading), "text", "none"


def _landmarks(page: "BeautifulSoup") -> Rule:
    for name in ("main", "header", "footer"):
        if len(page.select("main" if name == "main" else f"body > {name}, .page > {name}")) != 1:
            yield "landmarks", "body", f"one {name}", "none, or several"
    labels = Counter(str(one.get("aria-label")) for one in page.select("nav, [role=region]"))
    for label, count in labels.items():
        if count > 1 or label == "None":
            yield "landmark names", "nav or region", "a name of its own", f"{label} ({count})"
    first = page.find("a", href=True)
    target = str(first["href"]) if first else ""
    if not target.startswith("#") or page.select_one(f'main[id="{target[1:]}"][tabindex]') is None:
        yield (
            "skip link",
            "first link",
            "a link to a main that can take the focus",
            target or "none",
        )


def _names(page: "BeautifulSoup") -> Rule:
    for drawing in page.find_all("svg"):
        if drawing.get("aria-hidden") == "true":
            continue
        if drawing.get("role") != "img" or not str(drawing.get("aria-label") or "").strip():
            yield "drawing", _place(drawing), "role=img and a description", str(drawing.get("role"))
    for image in page.find_all("img", alt=False):
        yield "picture", _place(image), "an alt text", "none"
    for control in page.select("a[href], button, summary, [role=button]"):
        if not (control.get_text(strip=True) or control.get("aria-label") or control.find("img")):
            yield "control", _place(control), "a name", "none"
    for control in page.select("[role=button]:not(button)"):
        if control.get("tabindex") != "0":
            yield "keyboard", _place(control), "tabindex=0", str(control.get("tabindex"))
    for stop in page.select('[tabindex="0"]:not([role])'):
        if stop.name not in ("a", "button", "summary"):
            yield "keyboard", _place(stop), "a role: what can be done here", "none"
    for focusable in page.find_all(tabindex=True):
        if str(focusable["tabindex"]) not in ("0", "-1"):
            yield "focus order", _place(focusable), "tabindex 0 or -1", str(focusable["tabindex"])


def _tables(page: "BeautifulSoup") -> Rule:
    for head in page.find_all("th"):
        if head.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            yield "table head", _place(head), "a scope", str(head.get("scope"))
        if not head.get_text(strip=True):
            yield "table head", _place(head), "text (else it is no head)", "none"
    for row in page.select("tbody tr"):
        first = row.find(["td", "th"])
        if first is not None and first.name == "td" and first.get_text(strip=True):
            yield "row head", _place(first), "th scope=row", "td"


def _references(page: "BeautifulSoup") -> Rule:
    ids = Counter(str(one["id"]) for one in page.find_all(id=True))
    for name, count in ids.items():
        if count > 1:
            yield "unique ids", f"#{name}", "one element", str(count)
    for link in page.find_all("a", href=re.compile("^#")):
        if str(link["href"])[1:] not in ids:
            yield "inner link", _place(link), "a target", str(link["href"])
    for attribute in ("aria-labelledby", "aria-describedby"):
        for one in page.select(f"[{attribute}]"):
            if any(name not in ids for name in str(one[attribute]).split()):
                yield "reference", _place(one), f"{attribute} that exists", str(one[attribute])


def _requests(page: "BeautifulSoup") -> Rule:
    for one in page.find_all(src=True):
        if not str(one["src"]).startswith("data:"):
            yield "no request", _place(one), "data in the page", str(one["src"])[:80]
    for link in page.find_all("link"):
        if not str(link.get("href")).startswith("data:"):
            yield "no request", _place(link), "data in the page", str(link.get("href"))[:80]
    for one in page.select("iframe, object, embed, base, meta[http-equiv=refresh]"):
        yield "no request", _place(one), "no such element", one.name
    if found := _FETCHED.search(_styles(page)):
        yield "no request", "style", "data in the page", found[0]


def _styles(page: "BeautifulSoup") -> str:
    return "\n".join(style.get_text() for style in page.find_all("style"))


def _place(tag: "Tag") -> str:
    text = " ".join(tag.get_text().split())[:40] or str(tag.get("id") or tag.get("aria-label"))[:40]
    return f"<{tag.name}> {text}"
