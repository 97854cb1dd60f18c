# SPDX-License-Identifier: BSL-1.0
"""Measurements as tables: what a script prints, writes as JSON, and the page of costs shows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Row:
    name: str
    cells: list  # numbers, or words
    digits: int | None = None  # after the point, where not those of the table


@dataclass
class Table:
    """One table of one compiler."""

    name: str  # unique among those of a script, for one compiler
    unit: str  # of its numbers, or ""
    compiler: str
    columns: list
    rows: list = field(default_factory=list)
    digits: int = 0
    notes: list = field(default_factory=list)  # sentences below it

    def add(self, name, cells, digits=None):
        self.rows.append(Row(name, list(cells), digits))

    def row(self, name):
        """The cells of a row, by column."""
        (found,) = (row for row in self.rows if row.name == name)
        return dict(zip(self.columns, found.cells))

    @staticmethod
    def of_json(data):
        return Table(**{**data, "rows": [Row(**row) for row in data["rows"]]})

    def _cell(self, value, row):
        digits = self.digits if row.digits is None else row.digits
        return f"{value:.{digits}f}" if isinstance(value, (int, float)) else str(value)

    def _lines(self, markdown):
        title = ", ".join(part for part in (self.name, self.unit, self.compiler) if part)
        lines = [[title, *map(str, self.columns)]]
        lines += [[row.name, *(self._cell(each, row) for each in row.cells)] for row in self.rows]
        # At least 2, as Markdown wants a dash before the colon of a column.
        widths = [max(2, *(len(line[column]) for line in lines)) for column in range(len(lines[0]))]
        lines.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
        for line in lines:
            padded = [line[0].ljust(widths[0])]
            padded += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]
            yield f"| {' | '.join(padded)} |" if markdown else "  ".join(padded).rstrip()

    def text(self, markdown=False):
        """Lines up the cells: the first column to the left, the others to the right."""
        notes = [f"- {note}" for note in self.notes]
        return "\n".join([*self._lines(markdown), *([""] if notes else []), *notes])


def publish(tables, options):
    """Prints what was measured; with --json also writes it to that file, for report.py."""
    tables = list(tables)
    for table in tables:
        print(table.text(), "\n", sep="", flush=True)
    if options.json:
        Path(options.json).write_text(json.dumps([asdict(table) for table in tables]))
