"""What PDF/UA-1 (ISO 14289-1) asks for and a machine can see: tags, names, fonts, marked content.

Needs ``pikepdf``. Whether an alternative text is a good one, and whether the tags are the right
ones, only a person can say.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from helpers.reports.accessibility import Finding, Rule

_SHOWS = frozenset(
    ("Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh")
)
_PICTURE = "INLINE IMAGE"
_SCOPES = frozenset({"/Column", "/Row", "/Both"})
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def pdf_findings(data: bytes) -> list[Finding]:
    """Return every rule that a PDF breaks.

    Parameters
    ----------
    data : bytes
        A complete PDF.

    Returns
    -------
    list of Finding
        Empty if nothing was found.
    """
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        tags = list(elements(pdf.Root.get("/StructTreeRoot")))
        tagged = _tagged(tags)
        found = [*_document(pdf), *_described(tags), *_headings(tags), *_tables(tags)]
        for number, page in enumerate(pdf.pages, start=1):
            known = tagged.get(_key(page), set())
            found += [*_page(page, f"page {number}"), *_content(page, f"page {number}", known)]
    return [Finding(*one) for one in found]


def elements(node: Any) -> Iterator[Any]:
    """Yield every structure element below a node of the tag tree, in reading order."""
    for kid in [] if node is None else kids(node):
        if _is_element(kid):
            yield kid
            yield from elements(kid)


def kids(node: Any) -> list[Any]:
    """Return what a structure element holds: elements, numbers of marked content, references."""
    import pikepdf

    found = node.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def attribute(element: Any, name: str) -> Any:
    """Return an attribute of a structure element, or None."""
    import pikepdf

    held = element.get("/A", [])
    held = list(held) if isinstance(held, pikepdf.Array) else [held]
    return next(
        (one[name] for one in held if isinstance(one, pikepdf.Dictionary) and name in one), None
    )


def _is_element(kid: Any) -> bool:
    import pikepdf

    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _document(pdf: Any) -> Rule:
    root = pdf.Root
    if "/StructTreeRoot" not in root:
        yield "tags", "catalogue", "StructTreeRoot", "none"
    marks = root.get("/MarkInfo", {})
    if not marks.get("/Marked") or marks.get("/Suspects"):
        yield "tags", "MarkInfo", "Marked, and no Suspects", str(dict(marks))
    if not str(root.get("/Lang", "")):
        yield "lang", "catalogue", "a language", "none"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "title", "ViewerPreferences", "DisplayDocTitle", "none"
    described = pdf.open_metadata()  # read only: leaving it would repair what is missing
    for key, expected in (("dc:title", None), ("pdfuaid:part", "1")):
        value = described.get(key)
        if not value or expected not in (None, value):
            yield "metadata", "XMP", f"{key} {expected or ''}".strip(), str(value)
    if not str(pdf.docinfo.get("/Title", "")):
        yield "title", "document information", "a title", "none"


def _described(tags: list[Any]) -> Rule:
    for tag in tags:
        if tag.S in ("/Figure", "/Formula") and not str(tag.get("/Alt", "")).strip():
            yield "alternative text", str(tag.S), "Alt", "none"


def _headings(tags: list[Any]) -> Rule:
    names = [str(tag.S) for tag in tags]
    levels = [int(name[2:]) for name in names if name[:2] == "/H" and name[2:].isdigit()]
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield "heading order", f"/H{level}", f"at most /H{before + 1}", f"/H{level}"


def _tables(tags: list[Any]) -> Rule:
    for number, table in enumerate((tag for tag in tags if tag.S == "/Table"), start=1):
        rows = [tag for tag in elements(table) if tag.S == "/TR"]
        cells = [[cell for cell in kids(row) if _is_element(cell)] for row in rows]
        widths = {sum(int(attribute(cell, "/ColSpan") or 1) for cell in row) for row in cells}
        if len(widths) > 1:
            yield "table rows", f"table {number}", "rows of one width", str(sorted(widths))
        heads = [cell for row in cells for cell in row if cell.S == "/TH"]
        if not heads:
            yield "table head", f"table {number}", "TH", "none"
        for head in heads:
            if str(attribute(head, "/Scope")) not in _SCOPES:
                yield "table head", f"table {number}", "a Scope", str(attribute(head, "/Scope"))
        yield from _row_heads(cells, f"table {number}")


def _row_heads(rows: list[list[Any]], place: str) -> Rule:
    """A row begins with its head, unless that cell is empty, and the other cells name it."""
    for number, row in enumerate((row for row in rows if len(row) > 1), start=1):
        first, where = row[0], f"{place}, row {number}"
        if not kids(first):
            continue
        if first.S != "/TH":
            yield "row head", where, "TH in the first cell", str(first.S)
            continue
        own = str(first.get("/ID", ""))
        named = [[str(name) for name in attribute(cell, "/Headers") or []] for cell in row[1:]]
        if _heads_row(first) and any(names and own not in names for names in named):
            yield "row head", where, f"cells that name {own}", "others only"


def _heads_row(cell: Any) -> bool:
    return str(attribute(cell, "/Scope")) in ("/Row", "/Both")


def _page(page: Any, place: str) -> Rule:
    annotations = list(page.get("/Annots", []))
    if annotations and str(page.get("/Tabs")) != "/S":
        yield "order of tabs", place, "Tabs /S", str(page.get("/Tabs"))
    for one in annotations:
        if one.get("/Subtype") == "/Link" and not str(one.get("/Contents", "")):
            yield "link", place, "Contents", "none"
        if "/StructParent" not in one:
            yield "link", place, "a place among the tags", "none"
    for name, font in page.get("/Resources", {}).get("/Font", {}).items():
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        held = inner.get("/FontDescriptor", {})
        # A font of type 3 is drawn by the file itself.
        if font.Subtype != "/Type3" and not any(key in held for key in _FILES):
            yield "font", f"{place}, {name}", "an embedded file", "none"
        if "/ToUnicode" not in font:
            yield "font", f"{place}, {name}", "ToUnicode", "none"


def _tagged(tags: list[Any]) -> dict[tuple[int, int], set[int]]:
    """Return the numbers of marked content that the tags reach, by page."""
    found: dict[tuple[int, int], set[int]] = {}
    for tag in tags:
        for kid in kids(tag):
            if isinstance(kid, int):
                found.setdefault(_key(tag.Pg), set()).add(kid)
            elif not _is_element(kid) and "/MCID" in kid:
                page = kid.get("/Pg", tag.get("/Pg"))
                found.setdefault(_key(page), set()).add(int(kid.MCID))
    return found


def _key(page: Any) -> tuple[int, int]:
    number, generation = page.objgen
    return int(number), int(generation)


def _content(page: Any, place: str, known: set[int]) -> Rule:
    """Everything shown is an artefact or marked content that the tags reach."""
    import pikepdf

    stack: list[str] = []
    stray, lost = 0, set()
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            number = operands[1].get("/MCID") if name == "BDC" and _is_inline(operands[1]) else None
            if number is not None and int(number) not in known:
                lost.add(int(number))
            marked = number is not None or str(operands[0]) == "/Artifact"
            stack.append("marked" if marked else "")
        elif name == "EMC":
            stack.pop()
        elif (name in _SHOWS or name == _PICTURE) and "marked" not in stack:
            stray += 1
    if stray:
        yield "marked content", place, "everything tagged, or an artefact", f"{stray} operations"
    if lost:
        yield "marked content", place, "content that the tags reach", f"MCID {sorted(lost)}"


def _is_inline(properties: Any) -> bool:
    import pikepdf

    return isinstance(properties, pikepdf.Dictionary)
