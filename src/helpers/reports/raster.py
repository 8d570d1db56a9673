"""Drawings as PNG, for files whose readers cannot be trusted with SVG or with our fonts."""

from functools import cache
from io import BytesIO
from typing import Any

from helpers.reports.typst_code import FONTS
from helpers.reports.typst_exhibits import svg_bytes

PIXELS_PER_INCH = 200
WIDTH_MM = 165


def svg_to_png(svg: str) -> bytes:
    """Return a drawing on white ground as PNG, 165 mm wide, with the package's own fonts.

    Typst draws it, as in the PDF: a second renderer would be another dependency and could differ.

    Parameters
    ----------
    svg : str
        A stand-alone ``<svg>`` element.
    """
    # Imported late: Typst starts threads, which do not survive a fork of the process.
    import typst

    page = f"#set page(width: {WIDTH_MM}mm, height: auto, margin: 0pt, fill: white)"
    picture = f'#image({svg_bytes(svg)}, format: "svg", width: 100%)'
    compiler = typst.Compiler(input=f"{page}\n{picture}".encode(), font_paths=_fonts())
    png: Any = compiler.compile(format="png", ppi=PIXELS_PER_INCH)
    return bytes(png)


def as_file(mime: str, data: bytes) -> tuple[bytes, str]:
    """Return a picture in a format that Word and GitHub show, and the suffix of its file.

    Parameters
    ----------
    mime : str
        As `helpers.reports.pictures.kind_of` names it.
    """
    if mime == "image/svg+xml":
        return svg_to_png(data.decode()), "png"
    if mime != "image/webp":
        return data, mime.removeprefix("image/")
    from PIL import Image

    written = BytesIO()
    with Image.open(BytesIO(data)) as picture:
        picture.save(written, "PNG")
    return written.getvalue(), "png"


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
