"""What a table of ``data/`` is: its columns, its key, and what points where."""

from dataclasses import dataclass, field

import pandera.pandas as pa

FACTS = "Figures are facts, each quoted with its source; see sources.csv for each publisher's terms"


@dataclass(frozen=True)
class Table:
    """Description of one CSV file of ``data/``."""

    name: str
    title: str
    columns: dict[str, pa.Column]
    key: tuple[str, ...]
    points_at: dict[str, str] = field(default_factory=dict)
    checks: tuple[pa.Check, ...] = ()
    licence: str = FACTS

    @property
    def schema(self) -> pa.DataFrameSchema:
        """Pandera schema: strict (no unknown column), in the order given."""
        unique = list(self.key) if len(self.key) > 1 else None
        return pa.DataFrameSchema(
            self.columns,
            checks=list(self.checks),
            strict=True,
            ordered=True,
            unique=unique,
            name=self.name,
        )
