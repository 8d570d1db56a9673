"""The outline of a report: its title, the levels and numbers of headings, where the body starts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from helpers.reports.blocks import Block, Exhibit, Heading


def title_heading(blocks: list[Block]) -> Heading | None:
    """Return the only first-level heading if it is also the first one: that is a title."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    firsts = [heading for heading in headings if heading.level == 1]
    return firsts[0] if len(firsts) == 1 and headings[0] is firsts[0] else None


def levelled(blocks: list[Block]) -> list[Block]:
    """Let levels start at 1 and never skip one: PDF/UA refuses a gap, and so do screen readers."""
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    result: list[Block] = []
    previous = 0
    for block in blocks:
        if isinstance(block, Heading):
            previous = min(block.level - top + 1, previous + 1)
            block = replace(block, level=previous)
        result.append(block)
    return result


def front_end(blocks: list[Block]) -> int:
    """Return where the body starts: after the section that holds the first finding or answer.

    If that section is not among the first two, the body starts at the first section.
    """
    sections = [i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 1]
    found = next((i for i, block in enumerate(blocks) if _is_key(block)), None)
    if found is None or sum(start < found for start in sections) > 2:
        return sections[0] if sections else 0
    return next((start for start in sections if start > found), len(blocks))


def _is_key(block: Block) -> bool:
    return (
        isinstance(block, Exhibit)
        and block.kind == "statement"
        and block.payload.get("style") in ("finding", "answer")
    )


def numbered(blocks: list[Block], front: int) -> Iterator[Block]:
    """Number sections of the body, charts and titled tables; give every heading its own anchor."""
    used = {str(b.payload.get("id", "")) for b in blocks if isinstance(b, Exhibit)}
    running = {"chart": count(1), "table": count(1)}
    sections: list[int] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Heading):
            number = ""
            if position >= front:
                sections = [*sections, 0, 0, 0, 0, 0, 0][: block.level]
                sections[-1] += 1
                number = ".".join(map(str, sections))
            block = replace(block, number=number, anchor=_anchor(block.text, used))
        elif isinstance(block, Exhibit) and block.kind in running and block.payload.get("title"):
            block = replace(block, number=next(running[block.kind]))
        yield block


def _anchor(text: str, used: set[str]) -> str:
    slug = re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
    names = (slug if n == 1 else f"{slug}-{n}" for n in count(1))
    anchor = next(name for name in names if name not in used)
    used.add(anchor)
    return anchor
