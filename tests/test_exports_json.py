"""``terms.json``: what it holds, by its own schema, and that it is there when and only when it should be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.projects import Built, Project, term_page


def read(built: Built) -> Any:
    """The file of a build, valid by the schema that was published beside it."""
    data = json.loads((built.outdir / "terms.json").read_text("utf-8"))
    validate(data, built.outdir)
    return data


def validate(data: object, folder: Path) -> None:
    """Raise where data break the published schema, formats of addresses included."""
    schema = json.loads((folder / "terms.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(data)


def test_every_field_of_the_contract_is_there(project: Project) -> None:
    """Names and forms that other programs rely on."""
    data = read(project.good())
    assert data["$schema"] == "terms.schema.json"
    assert data["version"] == 1
    assert data["glossary"] == {"title": "Test", "language": "en", "url": "", "licence": ""}
    assert data["topics"][0] == {
        "id": "money",
        "title": "Money",
        "summary": "All about money.",
        "url": "topics/money.html",
    }
    assert data["terms"][1] == {
        "slug": "monolith",
        "headword": "Monolith",
        "definition": "A monolith is an app in one piece.",
        "url": "glossary/monolith.html#term-monolith",
        "aliases": ["monolithic app"],
        "variants": ["monolit"],
        "topic": "systems",
        "kind": "building-block",
        "contrasts": [],
        "related": [{"slug": "api", "reason": "it belongs here"}],
        "sources": [{"title": "A standard", "url": "https://example.org/standard"}],
        "reviewed": "2026-01-02",
        "formerly": [],
    }


def test_what_the_publisher_sets_is_in_it(project: Project) -> None:
    """Address, language tag and licence."""
    more = 'html_baseurl = "https://a.example/x"\nlanguage = "en_GB"\nplain_terms_licence = "https://l.example/"\n'
    project.edit("conf.py", 'project = "Test"\n', f'project = "Test"\n{more}')
    assert read(project.good())["glossary"] == {
        "title": "Test",
        "language": "en-GB",
        "url": "https://a.example/x/",
        "licence": "https://l.example/",
    }


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_address_leads_to_its_term(project: Project, builder: str) -> None:
    """Relative to the file, whatever the form of the builder's addresses."""
    built = project.good(builder)
    for term in read(built)["terms"]:
        page, _, anchor = term["url"].partition("#")
        name = f"{page}index" if page.endswith("/") else page.removesuffix(".html")
        assert term["headword"] in built.page(name).get_element_by_id(anchor).text_content()


def test_a_build_after_an_edit_gives_the_file_of_a_clean_build(project: Project) -> None:
    """A new term and a changed definition are in it, a deleted term is not."""
    project.good()
    project.write("glossary/cache.md", term_page("Cache"))
    project.edit("glossary/api.md", "a set way", "an agreed way")
    slugs = [term["slug"] for term in read(project.good())["terms"]]
    assert slugs == ["api", "cache", "monolith"]
    project.remove("glossary/cache.md")
    again, clean = project.good(), project.good(out="_clean", clean=True, jobs=4)
    assert again.files() == clean.files()
    assert [term["slug"] for term in read(again)["terms"]] == ["api", "monolith"]


def test_all_exports_of_a_published_site_follow_every_edit(project: Project) -> None:
    """Also those that need the address of the site, and what stands in the pages."""
    project.edit("conf.py", 'project = "Test"', 'project = "Test"\nhtml_baseurl = "https://a.example/"')
    rounds = (
        (
            ("glossary/api.md", "a set way", "an agreed way"),
            ("glossary/api.md", "reviewed: 2026-01-02", "reviewed: 2026-03-04"),
            ("glossary/monolith.md", "\nmonolithic app\n", "\nbig app\n"),
            ("topics/systems.md", "# Systems", "# How systems fit"),
        ),
        (
            ("conf.py", "a.example", "b.example"),
            ("conf.py", '"Test"', '"Other"\nplain_terms_licence = "https://l.example/"'),
        ),
        (("conf.py", '"Other"', '"Other"\nplain_terms_exports = ["csv", "feed"]'),),
    )
    project.good("dirhtml")
    for edits in rounds:
        for name, old, new in edits:
            project.edit(name, old, new)
        again = project.build("dirhtml")
        assert again.files() == project.build("dirhtml", out="_clean", clean=True).files()


def test_a_write_that_fails_leaves_the_file_as_it_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever fetches it meanwhile gets the whole old one."""
    before = (project.good().outdir / "terms.json").read_bytes()
    project.edit("glossary/api.md", "a set way", "an agreed way")
    write = Path.write_bytes

    def fail(path: Path, data: bytes) -> int:
        if not path.name.startswith("terms.json"):
            return write(path, data)
        write(path, data[:9])
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(Exception, match="no space left"):
        project.build()
    assert (project.folder / "_out/terms.json").read_bytes() == before


def test_an_export_that_is_no_longer_wanted_goes(project: Project) -> None:
    """What an earlier build left would grow old unseen."""
    assert (project.good().outdir / "terms.json").is_file()
    project.edit("conf.py", 'project = "Test"\n', 'project = "Test"\nplain_terms_exports = []\n')
    assert not (project.good().outdir / "terms.json").exists()
    assert not list((project.folder / "_out").rglob("*.part"))


def test_a_file_of_the_project_itself_stays_as_it_is(project: Project) -> None:
    """Whoever puts a file of that name into the output by hand has a reason."""
    project.write("own/terms.json", "{}")
    project.write("also/terms.csv", "a,b")
    extra = 'html_extra_path = ["own", "also/terms.csv"]'
    project.edit("conf.py", 'project = "Test"\n', f'project = "Test"\n{extra}\n')
    for _ in range(2):
        built = project.good()
        assert (built.outdir / "terms.json").read_text() == "{}"
        assert (built.outdir / "terms.csv").read_text() == "a,b"


def test_a_file_of_the_project_takes_the_place_of_ours(project: Project) -> None:
    """Also in the very build that is told to make ours no more."""
    project.good()
    project.write("own/terms.json", "{}")
    extra = 'html_extra_path = ["own"]\nplain_terms_exports = []'
    project.edit("conf.py", 'project = "Test"\n', f'project = "Test"\n{extra}\n')
    assert (project.good().outdir / "terms.json").read_text() == "{}"


def test_an_unknown_export_is_named_with_those_there_are(project: Project) -> None:
    """A slip of the pen in the settings is not silence."""
    project.edit("conf.py", 'project = "Test"\n', 'project = "Test"\nplain_terms_exports = ["jsn"]\n')
    assert "'jsn' is no export: use some of json" in project.build().warnings


def test_other_builders_and_projects_without_a_term_get_no_exports(project: Project) -> None:
    """A project that only reads other glossaries has nothing to publish."""
    assert not (project.good("text", out="_text").outdir / "terms.json").exists()
    for path in (*project.folder.glob("glossary/*.md"), *project.folder.glob("topics/*.md")):
        path.unlink()
    project.write("index.md", "# Nothing\n")
    files = project.build(out="_none").files()
    assert not [path for path in files if path.startswith("terms.") or path.endswith((".txt", ".xml"))]


def test_an_ordinary_glossary_gets_only_what_other_projects_read(project: Project) -> None:
    """Its pages are not pages of terms, so the rest would promise too much."""
    project.edit("conf.py", 'plain_terms_folder = "glossary"', 'plain_terms_folder = ""')
    files = project.build(out="_ordinary").files()
    found = [path for path in files if path.startswith("terms.") or path.endswith((".txt", ".xml", ".md"))]
    assert found == ["terms.js", "terms.json", "terms.schema.json"]


def test_the_schema_refuses_what_breaks_the_promise(project: Project) -> None:
    """A schema that lets anything pass checks nothing."""
    built = project.good()
    for field in ("slug", "url", "aliases", "sources", "reviewed"):
        data = read(built)
        del data["terms"][0][field]
        with pytest.raises(jsonschema.ValidationError, match=field):
            validate(data, built.outdir)
    data = read(built)
    data["terms"][0]["added_later"] = True
    validate(data, built.outdir)
