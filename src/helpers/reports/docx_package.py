"""The Word file around a report: styles, properties, and bytes that do not change by themselves."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

_FACE = "Calibri"
_INK, _LINK = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x1F, 0x4E, 0x79)
_STAMP = (1980, 1, 1, 0, 0, 0)
_HEADINGS = {"Title": 22.0, "Heading 1": 15.0, "Heading 2": 12.5, "Heading 3": 11.0}


def new_document(title: str, subject: str, stamp: date) -> WordDocument:
    """Return an empty A4 document with our styles, in English, with fixed dates.

    Parameters
    ----------
    title, subject : str
        For the properties of the file.
    stamp : date
        Written as the date of creation and of the last change.
    """
    document = docx.Document()
    _set_properties(document, title, subject, datetime.combine(stamp, time(), UTC))
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _set_styles(document)
    _drop_thumbnail(document)
    return document


def to_bytes(document: WordDocument) -> bytes:
    """Return the file: the same document gives the same bytes on every day."""
    written = io.BytesIO()
    document.save(written)
    target = io.BytesIO()
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            entry = zipfile.ZipInfo(item.filename, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            after.writestr(entry, before.read(item.filename), compresslevel=9)
    return target.getvalue()


def _set_properties(document: WordDocument, title: str, subject: str, stamp: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.subject = title[:255], subject[:255]
    properties.author = properties.last_modified_by = "multivector"
    properties.comments = ""
    properties.language = "en-GB"
    properties.created = properties.modified = stamp.replace(tzinfo=None)
    properties.revision = 1


def _set_styles(document: WordDocument) -> None:
    styles: Any = document.styles
    normal = styles["Normal"]
    _face(normal, 10.5)
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    for before in normal.element.rPr.findall(qn("w:lang")):
        normal.element.rPr.remove(before)
    normal.element.rPr.append(language)
    for name, size in _HEADINGS.items():
        _face(styles[name], size)
        styles[name].font.bold = True
        styles[name].paragraph_format.keep_with_next = True
    for line in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(line)
    _face(styles["Subtitle"], 12.5)
    _face(styles["Caption"], 10.5)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(8)
    small = styles.add_style("Small Print", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = normal
    small.font.size = Pt(9)
    answer = styles.add_style("Answer", WD_STYLE_TYPE.PARAGRAPH)
    answer.base_style = normal
    answer.font.size = Pt(12)
    answer.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = _LINK
    link.font.underline = True


def _face(style: Any, size: float) -> None:
    style.font.name, style.font.size = _FACE, Pt(size)
    style.font.color.rgb = _INK
    style.font.italic = False
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), _FACE)


def _drop_thumbnail(document: WordDocument) -> None:
    """Remove the picture of an empty page that the library's template carries."""
    relations = document.part.package.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        del relations[key]
