#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps the code in README.md and docs/ the same as the examples that are compiled.

A fence under `<!-- from: FILE TAG -->` holds what stands in FILE between `// [tour:TAG]` and
`// [/tour]`. Without arguments the fences are compared, with --write they are filled in.
"""
import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"(<!-- from: (\S+) (\S+) -->\n```cpp\n)(.*?)(```\n)", re.S)


def snippet(file: str, tag: str) -> str:
    lines = (ROOT / file).read_text().splitlines()
    marks = [i for i, line in enumerate(lines) if line.strip() == f"// [tour:{tag}]"]
    if len(marks) != 1:
        sys.exit(f"{file}: has {len(marks)} marks [tour:{tag}]")
    start = marks[0] + 1
    end = next(i for i in range(start, len(lines)) if lines[i].strip() == "// [/tour]")
    return textwrap.dedent("\n".join(lines[start:end])) + "\n"


def main() -> int:
    write = sys.argv[1:] == ["--write"]
    wrong = 0
    seen = 0
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = document.read_text()
        seen += len(FENCE.findall(text))
        synced = FENCE.sub(lambda m: m[1] + snippet(m[2], m[3]) + m[5], text)
        if synced != text:
            if write:
                document.write_text(synced)
            else:
                print(f"{document.relative_to(ROOT)} differs from the examples: run {__file__} --write")
                wrong += 1
    if seen == 0:
        sys.exit("no fences found")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
