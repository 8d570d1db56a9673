"""Contrast of the colours that a stylesheet names, by day and by night."""

import re
from collections.abc import Iterator, Mapping

TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
# What is written or drawn on what, in either of our two stylesheets.
PAIRS = (
    *(("--" + name, "--page", TEXT) for name in ("ink", "quiet", "accent", "good", "mixed", "bad")),
    *(("--" + name, "--raised", TEXT) for name in ("ink", "accent")),
    ("--control", "--page", CONTROL),
    *(("--" + name, "--paper", TEXT) for name in ("ink", "soft", "line", "alarm", "aged")),
    ("--ink", "--alarm-paper", TEXT),
    ("--ink", "--aged-paper", TEXT),
)
_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{\s*:root\s*\{([^}]*)\}")
_LIGHT = re.compile(r"(?:\A|[\s}]):root\s*\{([^}]*)\}")
_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\b")


def contrast_findings(css: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield rule, place, expected and found for each pair of colours that is too close.

    Parameters
    ----------
    css : str
        A stylesheet with colours as custom properties of ``:root``; only pairs of ``PAIRS`` that
        it names are checked.
    """
    for theme, colours in themes(css).items():
        for front, back, least in PAIRS:
            if front in colours and back in colours:
                found = contrast(colours[front], colours[back])
                if found < least:
                    yield "contrast", f"{front} on {back}, {theme}", f"{least}:1", f"{found:.2f}:1"


def themes(css: str) -> dict[str, dict[str, str]]:
    """Return the colours of ``:root`` by name, for the light and for the dark theme."""
    dark, light = _DARK.search(css), _LIGHT.search(_DARK.sub("", css))
    day = dict(_PROPERTY.findall(light[1])) if light else {}
    return {"light": day, "dark": {**day, **(dict(_PROPERTY.findall(dark[1])) if dark else {})}}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours such as ``#1f4e79``: from 1 (the same) to 21.

    Formula: (L1 + 0.05) / (L2 + 0.05), L1 the lighter relative luminance (WCAG 2.2, definition of
    contrast ratio).
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    weights: Mapping[int, float] = {0: 0.2126, 2: 0.7152, 4: 0.0722}
    return sum(weight * _linear(int(digits[i : i + 2], 16) / 255) for i, weight in weights.items())


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
