# SPDX-License-Identifier: BSL-1.0
"""Functions of an object file as lists of instructions that can be compared, and their size.

An object must be compiled with the options `SECTIONS`: then whatever belongs to one function, its
cold part, its exception table and the tables of its jumps included, has sections of its own.
"""

import re
import subprocess

SECTIONS = ("-ffunction-sections", "-fdata-sections")

LABEL = re.compile(r"^([0-9a-f]+) <(.+)>:$")
INSTRUCTION = re.compile(r"^ *([0-9a-f]+):\t(.*)$")
RELOCATION = re.compile(r"^\t*\s*[0-9a-f]+: (R_\w+)\s+(.*)$")
RECORDS = re.compile(r"^RELOCATION RECORDS FOR \[(.+)\]:$")
RECORD = re.compile(r"^[0-9a-f]+ R_\w+\s+(\S+)$")
TARGET = re.compile(r"\b([0-9a-f]+) <([^>+]+)(\+0x[0-9a-f]+)?>")


def objdump(*options):
    command = ["objdump", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


TABLES = (".rodata.", ".data", ".gcc_except_table.")
DATA = (".rodata.", ".data.rel.ro.")
MERGED = (".rodata.cst", ".rodata.str")  # constants that a program has once, whoever reads them


class Object:
    """One compiled file."""

    def __init__(self, path):
        self.sizes = {}
        for line in objdump("-h", "-w", path):
            fields = line.split()
            if len(fields) > 2 and fields[0].isdigit():
                self.sizes[fields[1]] = self.sizes.get(fields[1], 0) + int(fields[2], 16)

        self.home = {}
        for line in objdump("-t", path):
            found = re.match(r"^[0-9a-f]+ .{7} (\.\S+)\t[0-9a-f]+ (?:\.hidden )?(\S+)$", line)
            if found:
                self.home[found[2]] = found[1]
                self.home[found[1]] = found[1]

        self.functions = {}
        self.links = {}
        self._disassemble(path)
        self._link_tables(path)
        self.contents = self._contents(path)

    def _disassemble(self, path):
        section, function = None, None
        for line in objdump("-d", "-r", "--no-show-raw-insn", path):
            if line.startswith("Disassembly of section "):
                section = line.removeprefix("Disassembly of section ").rstrip(":")
            elif found := LABEL.match(line):
                function = self.functions.setdefault(found[2], [])
            elif found := INSTRUCTION.match(line):
                function.append(found[2].split("#")[0].rstrip())
            elif found := RELOCATION.match(line):
                self._link(section, found[2])
                function[-1] += f"  {found[1]} {found[2]}"

    def _link_tables(self, path):
        # The unwinder's entry of a function names its table; the names alone say it too.
        for section in self.sizes:
            if section.startswith(".gcc_except_table."):
                symbol = section.removeprefix(".gcc_except_table.")
                if symbol in self.home:
                    self._link(self.home[symbol], section)
        for symbol, section in self.home.items():
            if symbol.endswith(".cold"):
                self._link(self.home[symbol.removesuffix(".cold")], section)
        # What tables name: places to jump to, functions, types.
        section = ""
        for line in objdump("-r", path):
            if found := RECORDS.match(line):
                section = found[1]
            elif section.startswith(TABLES) and (found := RECORD.match(line)):
                self._link(section, found[1])

    def _link(self, section, symbol):
        symbol = re.sub(r"[+-]0x[0-9a-f]+$", "", symbol)
        self.links.setdefault(section, set()).add(self.home.get(symbol, symbol))

    @staticmethod
    def _contents(path):
        contents, section = {}, None
        for line in objdump("-s", path):
            if line.startswith("Contents of section "):
                section = line.removeprefix("Contents of section ").rstrip(":")
            elif section and section.startswith(".gcc_except_table."):
                contents.setdefault(section, []).append(line[:43])
        return contents

    def exception_table(self, name):
        return self.contents.get(f".gcc_except_table.{name}", [])

    def instructions(self, name):
        """The function and its cold part, with everything gone that only placement decides."""
        parts = [part for part in (name, f"{name}.cold") if part in self.functions]
        return [self._normalise(line, name) for part in parts for line in self.functions[part]]

    @staticmethod
    def _normalise(line, name):
        line = TARGET.sub(lambda m: f"<{m[2]}{m[3] or ''}>", line)
        return line.replace(name, "SHAPE")

    def reached(self, name):
        """The sections of the function and of all in this object that it leads to."""
        reached, open_ = set(), [self.home[name]]
        while open_:
            section = open_.pop()
            if section in self.sizes and section not in reached:
                reached.add(section)
                open_ += self.links.get(section, ())
        return reached

    def bytes(self, sections):
        """Those of text, together with the data that it reads, and those of exception tables."""
        text = [s for s in sections if s.startswith((".text", *DATA)) and not s.startswith(MERGED)]
        table = [s for s in sections if s.startswith(".gcc_except_table")]
        return sum(map(self.sizes.get, text)), sum(map(self.sizes.get, table))
