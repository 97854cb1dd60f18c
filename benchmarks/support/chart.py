# SPDX-License-Identifier: BSL-1.0
"""Charts of what was measured, drawn by gnuplot as SVG.

A chart is a row or a grid of panels, a panel has lines with their names at their ends. What is by
hand is a broad pale line and ambit a thin blue one, so that one sees the two where they coincide.
"""

from __future__ import annotations

import hashlib
import math
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import escape

WIDTH = 860  # pixels, which is what GitHub gives a page
HEADING, BELOW, PANEL = 58, 6, 306  # heights: of a chart's heading and foot, of a row of panels
ABOVE_AXES, UNDER_AXES, LEFT_OF_AXES = 36, 44, 58
LETTER, LINE = 7.2, 15  # what a letter and a line of the names take
TIC = 14  # that numbers below the axis are apart
FONT = "Arial,Helvetica,sans-serif"
INK, QUIET = "#1f2328", "#656d76"

# What a line stands for: its colour and its width.
STYLES = {
    "ambit": ("#0957d0", 2.2),
    "hand": ("#f0883e", 5),  # by hand, what ambit replaces
    "least": ("#aab4be", 5),  # by hand, what cannot be undercut
    "other": ("#8250df", 2.2),
    "another": ("#1a7f5a", 2.2),
}
NAMES = {"hand": "#b35900", "least": "#656d76"}  # colours of names, where a line's is too pale


@dataclass
class Line:
    name: str
    style: str
    points: list  # pairs of a column and a figure


@dataclass
class Panel:
    title: str
    lines: list


@dataclass
class Picture:
    title: str
    subtitle: str  # what is measured, in which unit
    across: str  # what the columns count
    panels: list
    in_a_row: int = 2
    one_scale: bool = True  # for all panels
    logarithmic: bool = False  # both axes


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def _named(line):
    """A line's name, and what it reaches."""
    figure = line.points[-1][1]
    return f"{line.name} {figure:.{0 if figure >= 10 or figure == int(figure) else 1}f}"


def apart(places, gap, lowest, highest):
    """Moves the places of names, given in ascending order, until none is closer than the gap."""
    groups = []  # of neighbours: how many, and the middle
    for place in places:
        groups.append([1, place])
        while len(groups) > 1:
            (fewer, below), (more, above) = groups[-2:]
            if above - below >= gap * (fewer + more) / 2:
                break
            count = fewer + more
            groups[-2:] = [[count, (below * fewer + above * more) / count]]
    moved = []
    for count, middle in groups:
        first = max(middle - gap * (count - 1) / 2, lowest + gap * len(moved))
        moved += [first + gap * index for index in range(count)]
    excess = max(0.0, moved[-1] - highest) if moved else 0.0
    return [place - excess for place in moved]


def _height(picture):
    return HEADING + PANEL * -(-len(picture.panels) // picture.in_a_row) + BELOW


def _heading(picture, height):
    for number, text, down, colour, size in (
        (20, picture.title, 24, INK, 18),
        (21, picture.subtitle, 47, QUIET, 13),
    ):
        where = f"at screen {14 / WIDTH:.4f}, screen {1 - down / height:.4f}"
        yield f"set label {number} {_quoted(text)} {where} textcolor rgb '{colour}' font ',{size}'"


class _Axes:
    """Where a panel lies in the picture, and how its figures lie in the panel."""

    def __init__(self, picture, index):
        panel = picture.panels[index]
        row, column = divmod(index, picture.in_a_row)
        width = WIDTH / min(picture.in_a_row, len(picture.panels))
        longest = max(len(_named(line)) for each in picture.panels for line in each.lines)
        self.height = _height(picture)
        self.left = width * column + LEFT_OF_AXES
        self.right = width * (column + 1) - 14 - LETTER * longest
        self.top = HEADING + PANEL * row + ABOVE_AXES
        self.bottom = HEADING + PANEL * (row + 1) - UNDER_AXES

        seen = picture.panels if picture.one_scale else [panel]
        figures = [figure for each in seen for line in each.lines for _, figure in line.points]
        self.columns = sorted({column for line in panel.lines for column, _ in line.points})
        self.logarithmic = picture.logarithmic
        self.first = self.columns[0] if self.logarithmic else 0
        self.lowest = 0.7 * min(figures) if self.logarithmic else 0
        self.highest = (1.4 if self.logarithmic else 1.06) * max(figures)

    def scale(self, value):
        return math.log10(value) if self.logarithmic else value

    def unscale(self, place):
        return 10**place if self.logarithmic else place

    def across(self, column):
        """From 0 to 1."""
        start, end = self.scale(self.first), self.scale(self.columns[-1])
        return (self.scale(column) - start) / (end - start)

    def tics(self):
        """The columns that there is room to name."""
        shown = []
        for each in reversed(self.columns):
            space = self.across(shown[-1]) - self.across(each) if shown else 1
            if space * (self.right - self.left) >= TIC:
                shown.append(each)
        return shown

    def places(self, lines):
        """Where the names of lines go, those that end lowest first."""
        low, high = self.scale(self.lowest), self.scale(self.highest)
        gap = (high - low) * LINE / (self.bottom - self.top)
        ends = [self.scale(line.points[-1][1]) for line in lines]
        return [self.unscale(place) for place in apart(ends, gap, low, high)]


def _panel(picture, index):
    panel, axes = picture.panels[index], _Axes(picture, index)
    yield f"set lmargin at screen {axes.left / WIDTH:.4f}"
    yield f"set rmargin at screen {axes.right / WIDTH:.4f}"
    yield f"set tmargin at screen {1 - axes.top / axes.height:.4f}"
    yield f"set bmargin at screen {1 - axes.bottom / axes.height:.4f}"
    yield "set logscale xy" if axes.logarithmic else "unset logscale"
    yield f"set xrange [{axes.first}:{axes.columns[-1]}]"
    yield f"set yrange [{axes.lowest:.6g}:{axes.highest:.6g}]"
    yield f"set xtics ({', '.join(map(str, axes.tics()))})"
    yield f"set xlabel {_quoted(picture.across)} offset 0,0.6"
    yield "unset label"
    if index == 0:
        yield from _heading(picture, axes.height)
    title = f"at graph 0,1 offset 0,0.9 textcolor rgb '{INK}' font ',14'"
    yield f"set label 1 {_quoted(panel.title)} {title}"

    ends = sorted(panel.lines, key=lambda line: (line.points[-1][1], line.style == "ambit"))
    for number, (line, place) in enumerate(zip(ends, axes.places(ends)), 2):
        colour = NAMES.get(line.style, STYLES[line.style][0])
        where = f"at graph {axes.across(line.points[-1][0]):.4f}, first {place:.6g} offset 1,0"
        yield f"set label {number} {_quoted(_named(line))} {where} textcolor rgb '{colour}'"

    # Broad lines come first, and ambit's last.
    drawn = sorted(panel.lines, key=lambda line: (-STYLES[line.style][1], line.style == "ambit"))
    plots = []
    for number, line in enumerate(drawn):
        colour, width = STYLES[line.style]
        name = f"$line{index}_{number}"
        yield f"{name} << end"
        yield from (f"{column} {figure:.6g}" for column, figure in line.points)
        yield "end"
        look = f"linecolor rgb '{colour}' linewidth {width} pointtype 7 pointsize {width / 5:.2f}"
        plots.append(f"{name} using 1:2 notitle with linespoints {look}")
    yield f"plot {', '.join(plots)}"


def script(picture):
    """What gnuplot is told."""
    lines = [
        f"set terminal svg size {WIDTH},{_height(picture)} background '#ffffff' "
        "font 'sans-serif,12' noenhanced rounded",
        "set encoding utf8",
        f"set border 3 linecolor rgb '{QUIET}'",
        f"set tics nomirror out scale 0.5 textcolor rgb '{QUIET}'",
        "set grid ytics linecolor rgb '#e4e8ec' linetype 1",
        f"set xlabel textcolor rgb '{QUIET}'",
        "set multiplot",
    ]
    for index in range(len(picture.panels)):
        lines += _panel(picture, index)
    return "\n".join([*lines, "unset multiplot", ""])


def digest(picture):
    """Tells a chart from others; it does not depend on gnuplot's version."""
    return hashlib.sha256(script(picture).encode()).hexdigest()[:16]


def available():
    return shutil.which("gnuplot") is not None


def draw(picture, caption):
    """The chart as SVG."""
    done = subprocess.run(["gnuplot"], input=script(picture), capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(f"gnuplot: {done.stderr}")
    svg = done.stdout.replace('font-family="sans-serif"', f'font-family="{FONT}"')
    svg = svg.replace("<title>Gnuplot</title>", f"<title>{escape(picture.title)}</title>")
    caption = escape(f"{caption}. Drawn from {digest(picture)}.")
    svg = re.sub(r"<desc>.*?</desc>", lambda _: f"<desc>{caption}</desc>", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def drawn_from(svg):
    """The digest of what a chart was drawn from, "" if it does not say."""
    found = re.search(r"Drawn from (\w+)\.</desc>", svg)
    return found[1] if found else ""
