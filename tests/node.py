"""Tools from npm that tests check files with, at the versions in ``package.json``."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from filelock import FileLock

LIST = Path(__file__).parent / "package.json"


@cache
def tools() -> Path:
    """The folder that holds ``node_modules``; installed once for a list, beside the Python packages."""
    folder = Path(sys.prefix) / f"node-tools-{hashlib.sha256(LIST.read_bytes()).hexdigest()[:12]}"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            folder.mkdir(exist_ok=True)
            shutil.copy(LIST, folder)
            quiet = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(["npm", "install", *quiet], cwd=folder, check=True, timeout=300)
            (folder / "done").touch()
    return folder


def run(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of the tools in their folder; its exit code is for the caller to judge."""
    command = [tools() / "node_modules/.bin" / tool, *arguments]
    return subprocess.run(command, cwd=tools(), capture_output=True, text=True, timeout=120)
