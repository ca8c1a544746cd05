"""The pictures of the site: those that documents show are there, small, described, and in both schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/pictures"
MOST_BYTES = 150_000
DOCUMENTS = ("README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))))
MARKDOWN_IMAGE = re.compile(r"!\[([^]]*)]\(([^)\s]+)\)")


def shown(text: str) -> Iterator[tuple[str, str | None]]:
    """The pictures that a document shows: address, and alternative text (a source has its image's)."""
    for alt, address in MARKDOWN_IMAGE.findall(text):
        yield address, alt
    for image in re.findall(r"<picture>.*?</picture>|<img [^>]*>", text, re.S):
        parts = html.fragment_fromstring(f"<div>{image}</div>")
        alt = next((part.get("alt") for part in parts.cssselect("img")), None)
        for part in parts.cssselect("img, source"):
            yield part.get("src") or part.get("srcset") or "", alt


def problems(document: Path, text: str) -> list[str]:
    """What is wrong with the pictures of a document."""
    found = []
    for address, alt in shown(text):
        path = document.parent / address
        if urlsplit(address).scheme:
            found.append(f"{address} is on another host")
        elif not path.is_file():
            found.append(f"{address} is not there")
        elif path.stat().st_size > MOST_BYTES:
            found.append(f"{address} has {path.stat().st_size} bytes")
        if len((alt or "").split()) < 6:
            found.append(f"{address} is not described")
    return found


@pytest.fixture(scope="module")
def documents() -> Mapping[str, str]:
    """The documents of the repository, by path."""
    return {name: (ROOT / name).read_text("utf-8") for name in DOCUMENTS}


def test_pictures_are_there_small_and_described(documents: Mapping[str, str]) -> None:
    """Every one that a document shows."""
    found = {name: problems(ROOT / name, text) for name, text in documents.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert any(list(shown(text)) for text in documents.values())


def test_every_picture_is_one_of_a_pair_small_and_shown(documents: Mapping[str, str]) -> None:
    """In light and in dark, so that a document can offer both; none is kept for nothing."""
    files = sorted(PICTURES.iterdir())
    seen = {Path(name).parent / address for name, text in documents.items() for address, _ in shown(text)}
    assert {path.relative_to(ROOT) for path in files} <= seen
    for path in files:
        name, _, scheme = path.stem.rpartition("-")
        assert path.suffix == ".webp"
        assert path.read_bytes()[8:12] == b"WEBP"
        assert path.stat().st_size <= MOST_BYTES
        assert (PICTURES / f"{name}-{'dark' if scheme == 'light' else 'light'}.webp").is_file()


def test_a_missing_heavy_undescribed_or_foreign_picture_is_seen(tmp_path: Path) -> None:
    """The check can fail."""
    (tmp_path / "heavy.webp").write_bytes(b"x" * (MOST_BYTES + 1))
    alt = "what a reader would see in it"
    text = (
        f"![{alt}](gone.webp) ![](heavy.webp)\n<img alt='{alt}' src='https://example.org/x.png'>\n"
        f"<picture><source srcset='dark.webp'><img alt='{alt}' src='heavy.webp'></picture>"
    )
    assert problems(tmp_path / "x.md", text) == [
        "gone.webp is not there",
        f"heavy.webp has {MOST_BYTES + 1} bytes",
        "heavy.webp is not described",
        "https://example.org/x.png is on another host",
        "dark.webp is not there",
        f"heavy.webp has {MOST_BYTES + 1} bytes",
    ]
