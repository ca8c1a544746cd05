"""What a glossary costs to build as it grows, here and with other tools.

``python -m benchmarks.scale.run`` builds made-up glossaries (:mod:`benchmarks.scale.terms`) and prints a
table: CPU seconds (user and system, of all processes) of a build from nothing, of one without a change,
after one edit and after one added term that two pages link to; peak memory; bytes written. Each build is a
process of its own, on one core, and the tools take turns, so that a busy machine is unfair to none.

Figures are kept in ``results.json`` under ``--work``, so that a long run can be cut into cells
(``--tools basic --sizes 300 --steps cold``) and go on later. ``--table`` only prints what is known.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.scale import forms, terms
from benchmarks.scale.terms import Entry

SIZES = (300, 1_000, 3_000, 10_000)
STEPS = ("cold", "none", "edit", "added")


@dataclass(frozen=True)
class Tool:
    """How a tool is set up, how it takes a page, what runs it, and up to which size it is feasible."""

    name: str
    set_up: Callable[[Path, int], None]
    page: Callable[[Entry], str]
    folder: str
    command: tuple[str, ...]
    most: int


def _sphinx(*options: str) -> tuple[str, ...]:
    build = (sys.executable, "-m", "sphinx", "-q", "-j", "1", "-b", "html", *options)
    return (*build, "-d", "{work}/doctrees", "{source}", "{work}/out")


def tools(hugo: str, mkdocs: str) -> dict[str, Tool]:
    """All that can be measured, by key."""
    strict = _sphinx("-W", "-n", "--keep-going")
    by_hugo = (hugo, "--quiet", "--source", "{source}", "--destination", "{work}/out")
    by_mkdocs = (mkdocs, "build", "-q", "-f", "{source}/mkdocs.yml", "-d", "{work}/out")
    return {
        "ours": Tool("In Plain Terms", forms.ours, forms.our_page, "glossary", strict, 10**6),
        "unchecked": Tool(
            "… without the style guide", forms.ours_unchecked, forms.our_page, "glossary", strict, 10**6
        ),
        "basic": Tool("Sphinx `basic`", forms.basic, forms.plain_page, "glossary", _sphinx(), 10**6),
        "furo": Tool("Sphinx furo", forms.furo, forms.plain_page, "glossary", _sphinx(), 1_000),
        "hugo": Tool("Hugo", forms.hugo, forms.hugo_page, "content/glossary", by_hugo, 10**6),
        "mkdocs": Tool("mkdocs-material", forms.mkdocs, forms.mkdocs_page, "docs/glossary", by_mkdocs, 1_000),
    }


class Cell:
    """One tool at one size: its sources, and what it built last."""

    def __init__(self, tool: Tool, size: int, work: Path) -> None:
        """``work`` is a folder of its own for sources and output."""
        self.tool, self.size, self.work = tool, size, work
        self.source = work / "source"

    def run(self, step: str) -> dict[str, float]:
        """Prepare a step and measure it."""
        if step == "cold" or not (self.work / "out").exists():
            shutil.rmtree(self.work, ignore_errors=True)
            self.source.mkdir(parents=True)
            self.tool.set_up(self.source, self.size)
            if step != "cold":
                self.build()
        if step == "edit":
            self._toggle(self.size // 2, " One more sentence stands here.")
        elif step == "added":
            self._add()
        return self.build()

    def build(self) -> dict[str, float]:
        """CPU seconds, peak memory and bytes written of one build.

        Raises:
            SystemExit: The build failed, so its time says nothing.
        """
        words = [word.format(work=self.work, source=self.source) for word in self.tool.command]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        errors = process.stderr.read() if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{self.tool.name} at {self.size} failed:\n{errors[-3000:]}")
        return {
            "cpu": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss * 1024,
            "bytes": sum(path.stat().st_size for path in (self.work / "out").rglob("*") if path.is_file()),
        }

    def _path(self, entry: Entry) -> Path:
        return self.source / self.tool.folder / f"{entry.slug}.md"

    def _toggle(self, number: int, more: str) -> None:
        """Write a page with a further sentence, or without it where it has one."""
        entry = terms.entry(number, self.size)
        longer = self.tool.page(replace(entry, intro=entry.intro + more))
        path = self._path(entry)
        path.write_text(self.tool.page(entry) if path.read_text("utf-8") == longer else longer, "utf-8")

    def _add(self) -> None:
        """Write a new page and a link to it on two others; where that was done, it is undone first."""
        linking = (self.size // 3, self.size // 4)
        entry = terms.entry(self.size, self.size + 1)
        if self._path(entry).exists():
            self._path(entry).unlink()
            for number in linking:
                self._toggle(number, f" See [[{self.size}]] too.")
            self.build()
        self._path(entry).write_text(self.tool.page(entry), "utf-8")
        for number in linking:
            self._toggle(number, f" See [[{self.size}]] too.")


# --- the table ----------------------------------------------------------------------------------

Results = dict[str, dict[str, Any]]


def _middle(results: Results, key: str, size: int, step: str, what: str = "cpu") -> float | None:
    found = [run[what] for run in results.get(f"{key} {size}", {}).get(step, ())]
    return median(found) if found else None


def slope(points: Sequence[tuple[int, float]]) -> float | None:
    """The exponent of growth: least squares through the logarithms of sizes and costs."""
    if len(points) < 2:
        return None
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def table(results: Results, known: dict[str, Tool], sizes: Iterable[int]) -> str:
    """All figures as Markdown; in brackets, the ratio to Sphinx `basic`."""
    lines = [
        "| terms | tool | cold s | no change s | one edit s | one added s | peak MB | output MB |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        for key, tool in known.items():
            if _middle(results, key, size, "cold") is not None:
                cells = [_beside_basic(results, key, size, step) for step in STEPS]
                for what in ("memory", "bytes"):
                    value = _middle(results, key, size, "cold", what) or 0
                    cells.append(f"{value / 1e6:.0f}")
                lines.append(f"| {size:,} | {tool.name} | {' | '.join(cells)} |")
    lines += ["", "| tool | growth of a cold build |", "|---|---:|"]
    for key, tool in known.items():
        points = [(size, _middle(results, key, size, "cold")) for size in sizes]
        exponent = slope([(size, cpu) for size, cpu in points if cpu is not None])
        if exponent is not None:
            lines.append(f"| {tool.name} | n^{exponent:.2f} |")
    return "\n".join(lines)


def _beside_basic(results: Results, key: str, size: int, step: str) -> str:
    mine, theirs = _middle(results, key, size, step), _middle(results, "basic", size, step)
    if mine is None:
        return ""
    return f"{mine:.1f}" if theirs is None or key == "basic" else f"{mine:.1f} ({mine / theirs:.2f})"


def measure(options: argparse.Namespace, known: dict[str, Tool]) -> None:
    """Run the cells that were asked for and are not known, tool by tool within each step."""
    for size in options.sizes:
        for _ in range(options.rounds):
            for step in options.steps:
                for key in options.tools:
                    if size > known[key].most or not shutil.which(known[key].command[0]):
                        continue
                    _measure_one(options, key, known[key], size, step)


def _measure_one(options: argparse.Namespace, key: str, tool: Tool, size: int, step: str) -> None:
    path = options.work / "results.json"
    results: Results = json.loads(path.read_text("utf-8")) if path.exists() else {}
    runs = results.setdefault(f"{key} {size}", {}).setdefault(step, [])
    if len(runs) < options.rounds or options.again:
        found = Cell(tool, size, options.work.resolve() / f"{key}-{size}").run(step)
        results = json.loads(path.read_text("utf-8")) if path.exists() else {}
        runs = results.setdefault(f"{key} {size}", {}).setdefault(step, [])
        runs[:] = [*(() if options.again else runs), found]
        path.write_text(json.dumps(results, indent=1, sort_keys=True), "utf-8")
        print(f"{key} {size} {step}: {found['cpu']:.1f} s, {found['memory'] / 1e6:.0f} MB", file=sys.stderr)


def main() -> None:
    """Measure what was asked for and print the table."""
    known = tools(os.environ.get("HUGO", "hugo"), os.environ.get("MKDOCS", "mkdocs"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tools", nargs="+", choices=list(known), default=list(known))
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument(
        "--rounds", type=int, default=1, help="how often each cell is measured; medians count"
    )
    parser.add_argument("--work", type=Path, default=forms.ROOT / "_build" / "scale")
    parser.add_argument("--again", action="store_true", help="measure cells that are known too")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.table:
        measure(options, known)
    path = options.work / "results.json"
    print(table(json.loads(path.read_text("utf-8")) if path.exists() else {}, known, options.sizes))


if __name__ == "__main__":
    main()
