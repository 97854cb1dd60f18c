#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Keeps the code in README.md and docs/ the same as the examples that are compiled.

A fence under `<!-- from: FILE TAG -->` holds what stands in FILE between `// [tour:TAG]` and
`// [/tour]`, in Python between `# [tour:TAG]` and `# [/tour]`. One under `<!-- message: FILE -->`
holds what the error must say about the program FILE of tests/rejects, whose tests see to that it
does. Without arguments the fences are compared, with --write they are filled in.

In docs/from_python.md every snippet in Python has one in C++, of the same name, and all that the
programs there mark is shown.
"""
import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"(<!-- from: (\S+) (\S+) -->\n```(?:cpp|python)\n)(.*?)(```\n)", re.S)
MESSAGE = re.compile(r"(<!-- message: (\S+) -->\n```text\n)(.*?)(```\n)", re.S)
MARK = re.compile(r"(?://|#) \[tour:(\w+)\]")


def snippet(file: str, tag: str) -> str:
    lines = (ROOT / file).read_text().splitlines()
    marks = [i for i, line in enumerate(lines)
             if (found := MARK.fullmatch(line.strip())) and found[1] == tag]
    if len(marks) != 1:
        sys.exit(f"{file}: has {len(marks)} marks [tour:{tag}]")
    start = marks[0] + 1
    end = next(i for i in range(start, len(lines)) if lines[i].strip() in ("// [/tour]", "# [/tour]"))
    return textwrap.dedent("\n".join(lines[start:end])) + "\n"


def message(file: str) -> str:
    """The texts that are expected; what differs from compiler to compiler is left out between."""
    text = (ROOT / "tests/rejects" / file).read_text()
    code, *texts = re.findall(r"^// EXPECT: (.+)$", text, re.M)
    whole = re.sub(r"(?<![:,;])\n", " … ", "\n".join(texts)).replace("\n", " ")
    return textwrap.fill(f"{code} {whole}", 90, break_long_words=False,
                         break_on_hyphens=False) + "\n"


def unpaired() -> list[str]:
    """What docs/from_python.md lacks: the other language's side, or what a program marks."""
    document = (ROOT / "docs/from_python.md").read_text()
    shown = {(pathlib.Path(file).name, tag) for _, file, tag, *_ in FENCE.findall(document)}
    marked = {(path.name, tag) for path in (ROOT / "examples/from_python").iterdir()
              for tag in MARK.findall(path.read_text())}
    paired = {(f"{pathlib.Path(file).stem}.{end}", tag) for file, tag in shown
              for end in ("cpp", "py")}
    return [f"docs/from_python.md lacks {tag} of {file}"
            for file, tag in sorted((marked | paired) - shown)]


def main() -> int:
    write = sys.argv[1:] == ["--write"]
    complaints = []
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = document.read_text()
        synced = FENCE.sub(lambda m: m[1] + snippet(m[2], m[3]) + m[5], text)
        synced = MESSAGE.sub(lambda m: m[1] + message(m[2]) + m[4], synced)
        if not FENCE.search(text) and document.name in ("README.md", "from_python.md"):
            complaints.append(f"{document.relative_to(ROOT)}: no fences found")
        if synced != text and write:
            document.write_text(synced)
        elif synced != text:
            complaints.append(f"{document.relative_to(ROOT)} differs from the examples: "
                              f"run {__file__} --write")
    complaints += unpaired()
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
