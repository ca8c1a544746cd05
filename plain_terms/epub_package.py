"""The package file of an EPUB, and the archive around it. Pure but for reading and writing files."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_ADDRESS = re.compile(r"""(?:\b(?:src|href)="|url\(["']?)([^"'#?)]+)""")
_IMAGE = re.compile(r"<img\b[^>]*>")
_MIMETYPE = "mimetype"  # comes first and is not compressed (EPUB 3.3, 4.2.2)


def used(folder: Path, pages: Iterable[str]) -> set[str]:
    """The pages, and what they and their style sheets show, as seen from the folder."""
    found, open_ = set(), list(pages)
    while open_:
        name = open_.pop()
        if name in found or not (folder / name).is_file():
            continue
        found.add(name)
        if name.endswith((".xhtml", ".css")):
            text = (folder / name).read_text("utf-8")
            beside = PurePosixPath(name).parent
            open_ += [
                normpath((beside / unquote(address)).as_posix())
                for address in _ADDRESS.findall(text)
                if "://" not in address and not address.endswith(".xhtml")
            ]
    return found


def mend(package: str, pages: Mapping[str, str], cover: str) -> str:
    """A package file with what Sphinx leaves out.

    ``pages`` are texts by the name in the package: those that hold a drawing are marked, as the standard
    asks, and what readers with a disability can count on is told. ``cover`` names the picture on the
    front, if there is one.
    """
    ET.register_namespace("", _OPF)
    ET.register_namespace("dc", _DC)
    root = ET.fromstring(package)  # noqa: S314  written a moment ago
    for item in root.iter(f"{{{_OPF}}}item"):
        name = unquote(item.get("href", ""))
        if "<svg" in pages.get(name, ""):
            item.set("properties", "svg")
        if cover and name == cover:
            item.set("properties", "cover-image")
    metadata = root.find(f"{{{_OPF}}}metadata")
    if metadata is not None:
        unsaid = [one for one in metadata if one.text in (None, "unknown") and not one.get("content")]
        for empty in unsaid:
            if empty.tag != f"{{{_DC}}}identifier":  # the package refers to it
                metadata.remove(empty)
        for name, value in _access("".join(pages.values())):
            ET.SubElement(metadata, f"{{{_OPF}}}meta", property=f"schema:{name}").text = value
    ET.indent(root)
    return ET.tostring(root, "unicode", xml_declaration=True) + "\n"


def _access(text: str) -> Iterator[tuple[str, str]]:
    """What can be told of any book made here, and of pictures what is true of these (schema.org's words)."""
    images = _IMAGE.findall(text)
    told = all(re.search(r'\balt="[^"]', image) for image in images)
    yield "accessMode", "textual"
    if images or "<svg" in text:
        yield "accessMode", "visual"
    if told:
        yield "accessModeSufficient", "textual"
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
    for feature in (*features, *(["alternativeText"] if told else [])):
        yield "accessibilityFeature", feature
    yield "accessibilityHazard", "none"


def bind(folder: Path, names: Iterable[str], target: Path) -> None:
    """Put files of a folder into an archive, in this order, without their dates; whole or not at all.

    Raises:
        OSError: It could not be written.
    """
    aside = target.with_name(f"{target.name}.part")
    try:
        with ZipFile(aside, "w", ZIP_DEFLATED) as archive:
            for name in (_MIMETYPE, *names):
                about = ZipInfo(name)  # of 1980, the first date that there is
                about.create_system, about.external_attr = 3, 0o100644 << 16
                about.compress_type = ZIP_STORED if name == _MIMETYPE else ZIP_DEFLATED
                archive.writestr(about, (folder / name).read_bytes())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
