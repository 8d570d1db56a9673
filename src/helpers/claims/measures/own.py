"""Arithmetic on the text's own numbers: does the text agree with itself?"""

from helpers.claims.knowledge import Knowledge
from helpers.claims.language import Argument, Measure
from helpers.claims.measures.flows import Arguments, Numbers
from helpers.claims.readings import Found, Reading
from helpers.claims.wording import listed, write_amount

OPERATIONS = ("growth", "ratio", "difference", "sum", "largest", "smallest", "mean")
UNITS = {"growth": "share", "ratio": "ratio"}


def read_own(knowledge: Knowledge, arguments: Arguments, numbers: Numbers) -> Found:
    """Return one number worked out from numbers of the text (table ``[text.numbers]``).

    growth is ``second / first - 1``, ratio ``first / second``, difference ``first - second``.
    """
    names, operation = arguments["of"], arguments["operation"]
    unit = UNITS.get(operation) or str(arguments["unit"])
    lacking = [name for name in names if name not in numbers]
    if lacking:
        return Found(operation, unit, missing=f"[text.numbers] lacks {', '.join(lacking)}")
    values = [numbers[name] for name in names]
    if operation in ("growth", "ratio", "difference") and len(values) != 2:
        return Found(operation, unit, missing=f"{operation} needs two numbers of the text")
    value = _calculate(operation, values) if values else None
    if value is None:
        return Found(operation, unit, missing=f"{operation} of the text's numbers is not defined")
    written = [write_amount(one, str(arguments["unit"])) for one in values]
    subject = f"{operation} of the text's own numbers, {listed(written)}"
    return Found(subject, unit, (Reading("", value, value, value, "", "own"),))


def _calculate(operation: str, values: list[float]) -> float | None:
    first, second = values[0], values[-1]
    if operation == "growth":
        return second / first - 1 if first else None
    if operation == "ratio":
        return first / second if second else None
    if operation == "difference":
        return first - second
    if operation == "sum":
        return sum(values)
    if operation == "mean":
        return sum(values) / len(values)
    return max(values) if operation == "largest" else min(values)


MEASURES = {
    "own": Measure(
        {
            "operation": Argument("word", required=True, choices=OPERATIONS),
            "of": Argument("texts", required=True),
            "unit": Argument(
                "word", default="USD", choices=("USD", "EUR", "t", "share", "ratio", "count")
            ),
        },
        read_own, "number", "arithmetic on the text's own numbers",
    ),
}  # fmt: skip
