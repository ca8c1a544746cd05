"""CPU time of a cold build of this site, beside the same pages under Sphinx's bare theme.

Run ``python benchmarks/cold_build.py [rounds]``. The peer has MyST, the theme `basic` and nothing of
ours: directives it does not know are taken out of the pages. Both build in turn, in this one run, each
in a process of its own; the figures are medians of user and system seconds.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
FOLDERS = ("glossary", "topics", "guides")
PEER = """
project = "Peer"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
html_theme = "basic"
html_copy_source = False
suppress_warnings = ["ref.term", "toc.not_included"]
"""
OURS = re.compile(r"^(:{3,}|`{3,})\{(diagram|term-list|topic-list|guide-list)\}.*?^\1$\n?", re.S | re.M)


def peer(folder: Path) -> Path:
    """Copy the pages into a project without the extension."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "index.md", folder)
    for page in folder.rglob("*.md"):
        page.write_text(OURS.sub("", page.read_text("utf-8")), "utf-8")
    (folder / "conf.py").write_text(PEER, "utf-8")
    return folder


def cold_build(source: Path) -> float:
    """CPU seconds of one build from nothing."""
    with tempfile.TemporaryDirectory() as out:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
        command += ["-d", f"{out}/d", str(source), f"{out}/h"]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        sources = {"this site": ROOT, "Sphinx basic": peer(Path(folder))}
        times: dict[str, list[float]] = {name: [] for name in sources}
        for _ in range(rounds):
            for name, source in sources.items():
                times[name].append(cold_build(source))
    for name, found in times.items():
        print(f"{name:14} {median(found):6.1f} s CPU  (of {', '.join(f'{t:.1f}' for t in found)})")
    print(f"ratio          {median(times['this site']) / median(times['Sphinx basic']):6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
