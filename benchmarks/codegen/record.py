# SPDX-License-Identifier: BSL-1.0
"""How each cell stood when it was last recorded: by compiler, shape and depth."""

import json
from math import inf
from pathlib import Path

FILE = Path(__file__).with_name("recorded.json")


def load():
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def text(record):
    """JSON with a line for each shape, so that a change of one is a change of one line."""
    def member(key, value, indent):
        return f"{indent}{json.dumps(key)}: {value}"

    compilers = []
    for compiler, shapes in sorted(record.items()):
        lines = [member(name, json.dumps(cells), "    ") for name, cells in sorted(shapes.items())]
        compilers.append(member(compiler, "{\n" + ",\n".join(lines) + "\n  }", "  "))
    return "{\n" + ",\n".join(compilers) + "\n}\n"


def save(record):
    FILE.write_text(text(record))


def worse(cell, than):
    """Nothing is better than identical; then fewer bytes are better than more."""
    def rank(each):
        return each if isinstance(each, int) else -inf

    return rank(cell) > rank(than)


def words(cell):
    """A cell as tables and messages say it."""
    return f"{cell:+d} bytes" if isinstance(cell, int) else cell


def compare(found, recorded):
    """Sentences on the cells that are worse than recorded, on those that are better, and on those
    that are not recorded; both sides are cells by compiler, shape and depth."""
    worse_ones, better_ones, unknown = [], [], []
    for compiler, shapes in found.items():
        if compiler not in recorded:
            unknown.append(f"{compiler}: not recorded, only the guards are judged")
            continue
        for shape, cells in shapes.items():
            known = recorded[compiler].get(shape, {})
            missing = [depth for depth in cells if depth not in known]
            if missing:
                unknown.append(f"{compiler}, {shape}, {', '.join(missing)}: not recorded")
            for depth in (each for each in cells if each in known):
                cell, before = cells[depth], known[depth]
                sentence = (f"{compiler}, {shape}, {depth}: recorded {words(before)}, "
                            f"found {words(cell)}")
                if worse(cell, before):
                    worse_ones.append(sentence)
                elif worse(before, cell):
                    better_ones.append(sentence)
    return worse_ones, better_ones, unknown
