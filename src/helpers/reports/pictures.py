"""What a picture of a notebook really is: a label can be wrong, and a file can be broken."""

import base64
import binascii
import warnings
from io import BytesIO
from xml.etree import ElementTree

_RASTER = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def decoded(text: str) -> bytes:
    """Return the bytes that a base64 text stands for; none if it is not one."""
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def kind_of(data: bytes) -> str:
    """Return the MIME type of a picture that can be shown, read from the picture itself.

    Parameters
    ----------
    data : bytes
        A PNG, JPEG, GIF, WebP or SVG file.

    Returns
    -------
    str
        Empty if it is of none of these kinds, broken, or too large to be meant (see Pillow's
        ``MAX_IMAGE_PIXELS``).
    """
    if not data:
        return ""
    if data.lstrip().startswith(b"<"):
        return "image/svg+xml" if _is_drawing(data) else ""
    # Imported late: nbconvert loads every exporter just to list their names.
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as picture:
                kind = _RASTER.get(picture.format or "", "")
                picture.verify()
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return ""
    return kind


def _is_drawing(data: bytes) -> bool:
    try:
        return ElementTree.fromstring(data).tag.endswith("svg")
    except ElementTree.ParseError:
        return False
