"""Lists of terms: whole where they are short, split by letter where they are long, in any build."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html

from plain_terms import filtering
from plain_terms.model import KINDS
from tests.projects import CONF, Built, Project, base_files, term_page

SPLIT = CONF + "plain_terms_longest_list = 10\n"
WORDS = (
    *("Apple", "Avocado", "Beet", "Café", "Cake", "Chard", "Chilli", "Corn", "Cream", "Cumin", "Curry"),
    *("C major", "C3", "Cress", "Date", "Éclair", "4G lunch", "Łosoś", "Щи"),
)


def files_of(*words: str, conf: str = SPLIT, topic: str = "money") -> dict[str, str]:
    """The small glossary with further terms, all of one topic; each mentions the first of them."""
    pages = {
        f"glossary/w{number:02}.md": term_page(
            word,
            variants=[f"old-{number}"],
            topic=topic,
            kind="law" if number % 5 == 1 else "measure",
            body=f"Unlike {{term}}`{words[0]}`." if number else "",
        )
        for number, word in enumerate(words)
    }
    return {**base_files(), "conf.py": conf, **pages}


@dataclass
class Site:
    """A build whose pages are found by the names of their documents, whatever the builder."""

    built: Built

    def file(self, name: str) -> Path:
        """The file of a page."""
        flat, folder = self.built.outdir / f"{name}.html", self.built.outdir / name / "index.html"
        return flat if flat.is_file() else folder

    def page(self, name: str) -> Any:
        """The parsed page."""
        return html.parse(str(self.file(name))).getroot()

    def text(self, name: str) -> str:
        """What a reader sees of it, white space folded."""
        return " ".join(self.page(name).text_content().split())

    def target(self, name: str, href: str) -> Path:
        """The file that a link on a page leads to; it must be there."""
        path = href.partition("#")[0]
        there = (self.file(name).parent / path).resolve() if path else self.file(name)
        file = there / "index.html" if there.is_dir() else there
        assert file.is_file(), (name, href)
        return file


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def split(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A glossary whose A-Z page and one of whose topics are too long."""
    return Site(Project(tmp_path_factory.mktemp("split"), files_of(*WORDS)).good(str(request.param)))


def tiles(page: Any) -> dict[str, str]:
    """What the front of a split list shows: the text of each tile by its id."""
    return {
        item.get("id"): " ".join(item.text_content().split())
        for item in page.cssselect(".plain-term-parts li")
    }


def listed(page: Any) -> list[str]:
    """The headwords in a page's lists."""
    return [link.text_content() for link in page.cssselect(".plain-term-list > li > p > a")]


def test_a_long_list_has_a_page_for_each_letter(split: Site) -> None:
    """The A-Z page names the letters with their counts, at the anchors that letters always had."""
    front = tiles(split.page("glossary/index"))
    assert front == {
        "letter-0-9": "0-9 1 term",
        "letter-a": "A 3 terms",
        "letter-b": "B 1 term",
        "letter-c": "C 11 terms",
        "letter-d": "D 1 term",
        "letter-e": "E 1 term",
        "letter-m": "M 1 term",
        "letter-141": "Ł 1 term",
        "letter-429": "Щ 1 term",
    }
    assert listed(split.page("glossary/index")) == []
    assert listed(split.page("glossary/letters/a")) == ["API", "Apple", "Avocado"]
    assert "An API is a set way for programs to talk." in split.text("glossary/letters/a")


def test_a_letter_that_is_too_long_has_a_page_for_each_second_letter(split: Site) -> None:
    """No page of a list is longer than the setting allows."""
    assert tiles(split.page("glossary/letters/c")) == {
        "letter-c-alone": "C 1 term",
        "letter-c-0-9": "C 0-9 1 term",
        "letter-c-a": "Ca 2 terms",
        "letter-c-h": "Ch 2 terms",
        "letter-c-o": "Co 1 term",
        "letter-c-r": "Cr 2 terms",
        "letter-c-u": "Cu 2 terms",
    }
    assert listed(split.page("glossary/letters/c-a")) == ["Café", "Cake"]


def test_all_terms_can_be_reached_from_a_split_list(split: Site) -> None:
    """Following tiles and letters alone, from the A-Z page and from the topic's."""
    for start, count in (("glossary/index", len(WORDS) + 2), ("topics/money", len(WORDS))):
        queue, found = [split.file(start)], set[str]()
        for file in queue:
            page = html.parse(str(file)).getroot()
            found |= set(listed(page))
            name = file.relative_to(split.built.outdir).as_posix().removesuffix(".html")
            for link in page.cssselect(".plain-term-parts a, nav.plain-term-letters a"):
                target = split.target(name, str(link.get("href")))
                queue += [] if target in queue else [target]
        assert len(found) == count, start


def test_a_letters_page_says_where_it_is(split: Site) -> None:
    """One heading, its own letter marked, the way back, and the lists before and after."""
    name = "glossary/letters/c-a"
    page = split.page(name)
    assert [heading.text for heading in page.cssselect("h1")] == ["A to Z: Ca"]
    marked = [(a.text, a.get("aria-current")) for a in page.cssselect(".plain-term-letters a[aria-current]")]
    assert marked == [("C", "true"), ("Ca", "page")]
    assert "Part of A to Z: 2 terms." in split.text(name)
    text = " ".join(page.cssselect(".plain-term-neighbours")[0].text_content().split())
    assert text == "← Previous: C Next: Ch →"
    (back,) = page.cssselect(".plain-term-crumbs a")
    assert split.target(name, back.get("href")) == split.file("glossary/index")
    (back,) = split.page("topics/letters/money/a").cssselect(".plain-term-crumbs a")
    assert back.text == "Money"
    assert split.target("topics/letters/money/a", back.get("href")) == split.file("topics/money")


def test_a_short_list_beside_a_long_one_stays_whole(split: Site) -> None:
    """Two terms need no letters."""
    assert listed(split.page("topics/systems")) == ["API", "Monolith"]
    assert not (split.built.outdir / "topics/letters/systems").exists()


def test_only_pages_with_such_lists_load_what_lists_need(split: Site) -> None:
    """The script where there is a filter, the style sheet where there are letters, and neither elsewhere."""

    def loads(name: str) -> set[str]:
        links = split.page(name).cssselect("head link[href], head script[src]")
        files = {Path(urlsplit(link.get("href") or link.get("src")).path).name for link in links}
        return files & {"lists.css", "filter.js"}

    assert loads("glossary/index") == loads("topics/money") == {"lists.css", "filter.js"}
    assert loads("glossary/letters/a") == {"lists.css"}
    assert loads("glossary/api") == loads("topics/systems") == loads("search") == set()


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml"])
def test_other_formats_have_one_list(tmp_path: Path, builder: str) -> None:
    """Paper and e-books are read from front to back."""
    built = Project(tmp_path, files_of(*WORDS)).build(builder)
    names = {"text": "glossary/index.txt", "latex": "test.tex"}
    text = (built.outdir / names.get(builder, "index.html")).read_text("utf-8")
    assert all(f"{word} means something plain." in text for word in ("Apple", "Cumin", "Щи"))
    assert "Filter by name" not in text
    assert "plain-term-parts" not in text
    assert not list(built.outdir.rglob("*letters*"))


def test_a_document_at_the_address_of_a_list_is_reported(tmp_path: Path) -> None:
    """It stays what it is; the warning names it and says what to do."""
    own = {"glossary/letters/a.md": "---\norphan: true\n---\n# Mine\n\nMy own text.\n"}
    built = Project(tmp_path, files_of(*WORDS) | own).build()
    assert (
        "glossary/letters/a.md:1: WARNING: the terms under A are listed at this page's address"
        in built.warnings
    )
    assert "rename the file" in built.warnings
    assert "My own text." in built.text("glossary/letters/a")
    assert listed(built.page("glossary/letters/b")) == ["Beet"]


@pytest.mark.parametrize("value", ["0", "-3", "'many'", "None", "True"])
def test_a_length_that_is_none_is_reported(make_project: Callable[..., Project], value: str) -> None:
    """And the usual one is taken."""
    built = make_project({"conf.py": f"{CONF}plain_terms_longest_list = {value}\n"}).build()
    assert "plain_terms_longest_list in conf.py" in built.warnings
    assert "use a whole number from 1 on" in built.warnings
    assert listed(built.page("glossary/index")) == ["API", "Monolith"]


def test_crossing_the_threshold_and_back_equals_clean_builds(tmp_path: Path) -> None:
    """Pages of letters come and go with the term that made the list too long, whoever builds."""
    project = Project(tmp_path, files_of(*WORDS[:8]))
    whole = project.good().files()
    assert not [name for name in whole if "/letters/" in name]
    page = term_page("Dill", topic="money", body="{term}`Apple`")
    for jobs in (1, 4):
        project.write("glossary/dill.md", page)
        built = project.good(jobs=jobs)
        assert "glossary/letters/d.html" in built.files()
        assert "topics/letters/money/d.html" not in built.files()
        assert built.files() == project.good(out="_clean", clean=True, jobs=5 - jobs).files()
        assert project.good(jobs=jobs).files() == built.files()  # nothing changed, nothing goes
        project.remove("glossary/dill.md")
        assert project.good(jobs=jobs).files() == whole


EDITS: dict[str, Callable[[Project], object]] = {
    "rename a term": lambda p: p.edit("glossary/w00.md", "Apple", "Zucchini"),
    "redefine a term": lambda p: p.edit("glossary/w01.md", "something plain", "a fruit"),
    "another kind": lambda p: p.edit("glossary/api.md", "building-block", "role"),
    "retitle the hub": lambda p: p.edit("glossary/index.md", "A to Z", "Every word"),
    "retitle the topic": lambda p: p.edit("topics/money.md", "# Money", "# Food"),
    "a longer list": lambda p: p.edit("conf.py", "= 10", "= 20"),
    "no list": lambda p: p.edit("topics/money.md", "{term-list}", "{topic-list}"),
}


def test_a_split_list_follows_every_edit(tmp_path: Path) -> None:
    """One edit after another; each time the pages of letters equal those of a clean build."""
    project = Project(tmp_path, files_of(*WORDS))
    project.good()
    for name, edit in EDITS.items():
        edit(project)
        rebuilt = project.build()
        assert rebuilt.files() == project.build(out="_clean", clean=True).files(), name


def test_a_topic_of_many_terms_has_letters(tmp_path: Path) -> None:
    """Up to sixty a list is read as it is; with more it has headings and a bar."""
    project = Project(tmp_path, files_of(*(f"{chr(97 + n % 3)}{n:02} word" for n in range(60)), conf=CONF))
    assert not project.good().page("topics/money").cssselect("h2")
    project.write("glossary/more.md", term_page("Dill", topic="money"))
    page = project.good().page("topics/money")
    assert [h.text for h in page.cssselect("h2")] == ["A", "B", "C", "D"]
    assert [a.get("href") for a in page.cssselect(".plain-term-letters a")] == [
        f"#letter-{c}" for c in "abcd"
    ]
    assert len(listed(page)) == 61


# --- the filter ---------------------------------------------------------------------------------


def test_the_filter_offers_what_there_is(split: Site) -> None:
    """Topics in their order and kinds in words, but none without a term; a topic's list has no topics."""
    form = split.page("glossary/index").cssselect(".plain-term-filter")[0]
    options = {s.get("name"): [o.text for o in s.cssselect("option")] for s in form.cssselect("select")}
    assert options == {
        "topic": ["All topics", "Money", "Systems"],
        "kind": ["All kinds", "Parts of systems", "Laws and rules", "Numbers to watch"],
    }
    assert form.cssselect("[role=status]")[0].text == f"{len(WORDS) + 2} terms"
    own = split.page("topics/money").cssselect(".plain-term-filter")[0]
    assert [s.get("name") for s in own.cssselect("select")] == ["kind"]
    assert own.get("data-plain-terms-filter") == "money"


def test_a_few_terms_need_no_filter(project: Project) -> None:
    """Neither form nor script."""
    assert "plain-term-filter" not in (project.good().outdir / "glossary/index.html").read_text("utf-8")


def test_every_kind_has_a_name_for_readers() -> None:
    """And none is forgotten when a kind is added."""
    assert list(filtering.KIND_NAMES) == list(KINDS)


def test_the_script_knows_the_order_topics_and_kinds(split: Site) -> None:
    """As they are on the pages."""
    folder = split.built.outdir / "_static/plain-terms-search"
    pieces = {path.name.rpartition("-")[0]: path.read_text("utf-8") for path in folder.glob("*-*.js")}
    names, kinds = (
        json.loads(re.sub(r'^plainTerms\.take\("\w+", |\);\s*$', "", pieces[n])) for n in ("names", "kinds")
    )
    number, order = 0, []
    for step in kinds["order"]:
        number += step
        order.append(names["terms"][number][1])
    assert order[:4] == ["4G lunch", "API", "Apple", "Avocado"]
    assert order[-2:] == ["Łosoś", "Щи"]
    facts = {
        w: (kinds["topics"][t], kinds["kinds"][k])
        for w, t, k in zip(order, kinds["topic"], kinds["kind"], strict=True)
    }
    assert facts["API"] == ("systems", "building-block")
    assert facts["Avocado"] == ("money", "law")


# --- what must not grow ---------------------------------------------------------------------------


def test_a_term_that_many_pages_mention_names_the_nearest_dozen(tmp_path: Path) -> None:
    """Those that call it related, then its topic's; all others are a search away, or on paper a number."""
    words = [f"Word {n:02}" for n in range(20)]
    files = files_of("Hub", *words, topic="systems", conf=CONF)
    for n in (17, 18, 19):
        text = files[f"glossary/w{n:02}.md"]
        files[f"glossary/w{n:02}.md"] = text.replace("api: ", "w00: ").replace(
            "topic: systems", "topic: money"
        )
    for n in (2, 3):
        files[f"glossary/w{n:02}.md"] = files[f"glossary/w{n:02}.md"].replace(
            "topic: systems", "topic: money"
        )
    project = Project(tmp_path, files)
    (line,) = project.good().page("glossary/w00").cssselect(".plain-term-mentions")
    shown = [a.text_content() for a in line.cssselect("a.term")]
    assert shown == [*(f"Word {n:02}" for n in (0, *range(3, 11))), "Word 16", "Word 17", "Word 18"]
    (more,) = line.cssselect("a:not(.term)")
    assert (more.text_content(), more.get("href")) == ("8 more", "../search.html?q=Hub")
    assert "and 8 more" in (project.build("text", out="_text").outdir / "glossary/w00.txt").read_text("utf-8")


def written_again(project: Project, built: Built) -> set[str]:
    """The pages made from no document that the next build writes."""
    names = ["search.html", "offline.html", *(n for n in built.files() if "/letters/" in n)]
    before = {name: (built.outdir / name).stat().st_mtime_ns for name in names}
    project.good()
    return {name for name, date in before.items() if (built.outdir / name).stat().st_mtime_ns != date}


def test_only_lists_that_show_something_new_are_written_again(tmp_path: Path) -> None:
    """Neither after no change, nor after one in the text of a page; a definition stands in two lists."""
    project = Project(tmp_path, files_of(*WORDS))
    built = project.good()
    assert written_again(project, built) == set()
    project.edit("glossary/w02.md", "\nUnlike", "\nAgain unlike")
    assert written_again(project, built) == set()
    project.edit("glossary/w02.md", "Beet means something", "Beet means nothing")
    assert written_again(project, built) == {"glossary/letters/b.html", "topics/letters/money/b.html"}
    assert built.files() == project.build(out="_clean", clean=True).files()


def test_what_stands_around_lists_makes_all_of_them_again(tmp_path: Path) -> None:
    """The title of a topic is in every menu, and a setting may be anywhere."""
    project = Project(tmp_path, files_of(*WORDS))
    built = project.good()
    project.edit("topics/money.md", "# Money", "# Much money")
    assert {"search.html", "glossary/letters/b.html"} <= written_again(project, built)
    project.edit("conf.py", 'project = "Test"', 'project = "Text"')
    assert {"search.html", "glossary/letters/b.html"} <= written_again(project, built)


def test_a_list_that_was_changed_or_taken_away_is_written_again(tmp_path: Path) -> None:
    """Whatever is known of what it was made from."""
    project = Project(tmp_path, files_of(*WORDS))
    built = project.good()
    whole = built.files()
    (built.outdir / "glossary/letters/b.html").unlink()
    (built.outdir / "glossary/letters/d.html").write_text("other", "utf-8")
    assert project.good().files() == whole


def test_a_list_without_terms_goes_though_others_are_left_as_they_are(tmp_path: Path) -> None:
    """What is left as it is still counts as made."""
    project = Project(tmp_path, files_of(*WORDS))
    built = project.good()
    project.good()
    project.remove("glossary/w02.md")
    project.edit("glossary/w03.md", "Apple", "Café")
    project.good()
    assert not (built.outdir / "glossary/letters/b.html").exists()
    assert (built.outdir / "glossary/letters/d.html").is_file()
