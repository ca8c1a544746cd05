"""Search without a browser: the index, and the engine that reads it, which is the twin of the Python side."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_terms import search, search_files, search_language
from plain_terms.model import Glossary, Related, Term, fold
from plain_terms.search import OtherPage, Source
from plain_terms.stemming import Stemmer, keep, kept, words
from tests.projects import Built, Project, term_page

SCRIPTS = Path(search_files.__file__).parent / "static"
ENGLISH = search_language.stemmer("en")

# Answers one JSON line with another: [what, ...arguments].
TWIN = """
const { engine, words, fold, edits } = require(process.argv[1]);
const plainTerms = { take: (_, it) => { plainTerms.stemmer = it; } };
new Function("plainTerms", require("fs").readFileSync(process.argv[2], "utf8"))(plainTerms);
const stem = (word) => plainTerms.stemmer.stemWord(word);
let known = null;
const calls = {
  words, fold, edits,
  stems: (text, stop) => engine({ terms: [], pages: [] }, { stem, stop }).stems(text),
  load: ({ names, text }, stop, filler) => {
    known = { ask: engine(names, { stem, stop, filler }), text: new Map(Object.entries(text)) };
  },
  rank: (query, text) => known.ask.rank(query, text ? known.text : null),
};
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [name, ...rest] = JSON.parse(line);
  console.log(JSON.stringify(calls[name](...rest) ?? null));
});
"""


def pieces_to_search(source: Source) -> dict[str, Any]:
    """What the browser gets of a glossary."""
    return search.split(source, search.index(search.documents(source, ENGLISH)).postings)


class Engine:
    """``static/search.js`` in a process of its own."""

    def __init__(self, node: str, stemmer: Path) -> None:
        """Start it."""
        command = [node, "-e", TWIN, str(SCRIPTS / "search.js"), str(stemmer)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def __call__(self, *call: object) -> Any:
        """Ask one thing."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(call) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def load(self, source: Source) -> None:
        """Give it the index of a glossary."""
        stop, filler = sorted(ENGLISH.stop_words), search_language.fillers("en")
        self("load", pieces_to_search(source), stop, filler)

    def slugs(self, source: Source, query: str, *, text: bool = True) -> list[str]:
        """The answer to a query, by slug, or by title for other pages."""
        titles = [*(t.slug for t in source.glossary.terms), *(p.title for p in source.pages)]
        return [titles[hit["document"]] for hit in self("rank", query, text)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine under node; without one the tests are skipped on a desk and fail in CI."""
    node = shutil.which("node")
    if not node:
        missing = "no node to run search.js with: install Node 18 or newer"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    stemmer = tmp_path_factory.mktemp("twin") / "stemmer.js"
    stemmer.write_text(search_language.script("en"), "utf-8")
    running = Engine(node, stemmer)
    yield running
    running.process.communicate()


def term(slug: str, headword: str, **more: Any) -> Term:
    """A term with what search reads of it."""
    more.setdefault("summary", f"{headword} means something plain.")
    return Term(slug, f"glossary/{slug}", f"glossary/{slug}.md", headword, **more)


TERMS = (
    term("api", "API", aliases=("application programming interface",), summary="How programs talk."),
    term("build-or-buy", "Build or buy"),
    term("c", "C"),
    term("cafe", "Café software", summary="Software for cafés."),
    term("cpp", "C++"),
    term("lock-in", "Vendor lock-in", asked=("we are stuck with this supplier",)),
    term("microservices", "Microservices", variants=("microservise",), related=(Related("api", "doorway"),)),
    term("monolith", "Monolith", asked=("our shop is one big lump",), summary="An app in one piece."),
    term("multi-factor", "Multi-factor authentication", aliases=("MFA",)),
    term("url", "URL"),
)
PAGES = (
    OtherPage(
        "guides/mono.html", "One piece or many?", "Which suits you.", "", ("microservices", "monolith")
    ),
    OtherPage("guides/path.html", "Start here", "A path.", keep(ENGLISH.count(["Zebras graze quietly."]))),
)
BAR = ["It stands in the bar of the browser."]
SOURCE = Source(
    Glossary(TERMS), {t.slug: search.words_of(t, BAR, ENGLISH) for t in TERMS if t.slug == "url"}, PAGES
)


@pytest.mark.parametrize(
    ("query", "first"),
    {
        "api": "api",
        "A.P.I.": "api",
        "APIs": "api",
        "application-programming interfaces": "api",
        "what is an API?": "api",
        "micro services": "microservices",
        "Micro-Service": "microservices",
        "mircoservices": "microservices",
        "microservise": "microservices",
        "what is a micorservice": "microservices",
        "monolit": "monolith",
        "monlith": "monolith",
        "lockin": "lock-in",
        "vendor lock": "lock-in",
        "cafe software": "cafe",
        "MFA": "multi-factor",
        "multifactor authentification": "multi-factor",
        "c": "c",
        "c++": "cpp",
        "build or buy": "build-or-buy",
        "should we build or buy": "build-or-buy",
        "stuck with our supplier": "lock-in",
        "the shop is a big lump": "monolith",
        "bar of my browser": "url",
        "the doorway": "api",
    }.items(),
)
def test_ways_in(engine: Engine, query: str, first: str) -> None:
    """Each way of typing a name, and a few of not knowing it."""
    engine.load(SOURCE)
    assert engine.slugs(SOURCE, query)[0] == first


@pytest.mark.parametrize(
    "query", ["difference between a monolith and microservices", "microservice vs monolit"]
)
def test_a_question_about_two_terms_brings_both_and_their_comparison(engine: Engine, query: str) -> None:
    """These three, before all else."""
    engine.load(SOURCE)
    assert set(engine.slugs(SOURCE, query)[:3]) == {"monolith", "microservices", "One piece or many?"}


def test_other_pages_are_found_by_their_text(engine: Engine) -> None:
    """Guides and topics are documents too."""
    engine.load(SOURCE)
    assert engine.slugs(SOURCE, "zebra")[0] == "Start here"


@pytest.mark.parametrize(
    "query", ["", " ", "...", "the of and", "\ud83d\ude00", "[(*+?", "__proto__", "constructor"]
)
def test_a_query_that_means_nothing_finds_nothing(engine: Engine, query: str) -> None:
    """And throws nothing."""
    engine.load(SOURCE)
    assert engine.slugs(SOURCE, query) == []


def test_short_names_allow_no_two_edits(engine: Engine) -> None:
    """Under six letters one edit, the first letter kept: else everything is near everything."""
    engine.load(SOURCE)
    assert engine.slugs(SOURCE, "ult", text=False) == []
    assert engine.slugs(SOURCE, "urk", text=False) == ["url"]
    assert engine.slugs(SOURCE, "umk", text=False) == []


# --- twins --------------------------------------------------------------------------------------

# Latin, Greek and Cyrillic. (Python folds Cherokee to capitals; nobody will type it here.)
LETTERS = st.characters(
    max_codepoint=0x52F, categories=("Lu", "Ll", "Nd", "Zs", "Pd"), exclude_characters="İ"
) | st.sampled_from("'\u2019\u2013.+#-_ßςΣéÉaesin")
TEXT = st.text(LETTERS, max_size=30)


@given(text=TEXT)
def test_both_sides_fold_alike(engine: Engine, text: str) -> None:
    """A name folded at build time meets the same name typed."""
    assert engine("fold", text) == fold(text)


@given(text=TEXT)
def test_both_sides_split_alike(engine: Engine, text: str) -> None:
    """And so do its words."""
    assert engine("words", text) == words(text)


@given(text=st.lists(st.text("aeioustingledryc'", min_size=1, max_size=12), max_size=4).map(" ".join))
def test_both_sides_stem_alike(engine: Engine, text: str) -> None:
    """Sphinx's JavaScript stemmer is the twin of the Python one."""
    stop = sorted(ENGLISH.stop_words)
    assert sorted(engine("stems", text, stop)) == sorted(ENGLISH.count([text]))


def test_both_sides_stem_the_words_of_the_glossary_alike(engine: Engine) -> None:
    """Every word on every page, and those about which versions of Snowball disagree."""
    pages = Path(__file__).parents[1].glob("glossary/*.md")
    found = set(words(" ".join(path.read_text("utf-8") for path in pages)))
    found |= {"internal", "intervals", "international", "interested", "inter"}
    text = " ".join(sorted(found - ENGLISH.stop_words))
    assert sorted(engine("stems", text, [])) == sorted(Stemmer(ENGLISH.cut).count([text]))


def distance(a: str, b: str) -> int:
    """Optimal string alignment, as in a textbook."""
    rows = {(-1, j): j + 1 for j in range(-1, len(b))} | {(i, -1): i + 1 for i in range(-1, len(a))}
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            rows[i, j] = min(rows[i - 1, j] + 1, rows[i, j - 1] + 1, rows[i - 1, j - 1] + (x != y))
            if i and j and x == b[j - 1] and a[i - 1] == y:
                rows[i, j] = min(rows[i, j], rows[i - 2, j - 2] + 1)
    return rows[len(a) - 1, len(b) - 1]


@given(a=st.text("abc", max_size=9), b=st.text("abc", max_size=9), most=st.integers(0, 3))
def test_edits_are_counted_as_in_the_textbook(engine: Engine, a: str, b: str, most: int) -> None:
    """Up to a limit, to the whole of a name or to its beginning."""
    assert engine("edits", a, b, most) == min(distance(a, b), most + 1)
    beginning = min(distance(a, b[:end]) for end in range(len(b) + 1))
    assert engine("edits", a, b, most, True) == min(beginning, most + 1)


def test_a_word_counts_by_where_it_stands() -> None:
    """Most in the headword; a word of the prose counts least."""
    term = Term("pod", "g/pod", "g/pod.md", "Pod", "A crate.", aliases=("Box",), asked=("what is a jar",))
    weights = kept(search.words_of(term, ["Lid, lid."], ENGLISH))
    assert weights == {"pod": 40, "crate": 30, "box": 15, "jar": 30, "lid": 14}


@given(texts=st.lists(TEXT))
def test_kept_counts_come_back(texts: list[str]) -> None:
    """What is kept of a page is what was counted."""
    stems = [ENGLISH.stem(word) for text in texts for word in words(text) if word not in ENGLISH.stop_words]
    assert kept(keep(ENGLISH.count(texts))) == Counter(stems)


# --- pieces -------------------------------------------------------------------------------------


def test_a_large_glossary_is_cut_into_pieces() -> None:
    """Names stay together; text goes by word, definitions by number; nothing is lost."""
    many = tuple(term(f"t{n:04}", f"Word {n}", summary=f"Thing {n}.") for n in range(search.SMALL + 5))
    pieces = pieces_to_search(Source(Glossary(many), {}))
    assert "text" not in pieces
    texts = {name: piece for name, piece in pieces.items() if name.startswith("text-")}
    assert len(texts) == search.PIECES
    for name, piece in texts.items():
        assert isinstance(piece, Mapping)
        assert all(f"text-{search.piece_of(stem)}" == name for stem in piece)
    lines = [pieces[f"summaries-{n}"] for n in range(len(many) // search.GROUP + 1)]
    assert sum(len(part) for part in lines if isinstance(part, list)) == len(many)


# --- files --------------------------------------------------------------------------------------


def pieces_of(built: Built) -> dict[str, str]:
    """Files of the index by name without hash."""
    folder = built.outdir / "_static" / search_files.FOLDER
    return {path.name.partition("-")[0]: path.name for path in sorted(folder.iterdir())}


def test_a_piece_is_named_by_its_content_and_old_ones_go(project: Project) -> None:
    """So browsers may keep it for ever, and nothing gathers on the server."""
    before = pieces_of(project.good())
    project.edit("glossary/api.md", "a set way for programs", "an agreed way for programs")
    after = pieces_of(project.good())
    assert before.keys() == after.keys()
    assert before["names"] != after["names"]
    assert (before["stemmer"], before["engine"]) == (after["stemmer"], after["engine"])


def test_an_edited_paragraph_reaches_the_index(project: Project) -> None:
    """Text is counted when its page is read, and that page alone is read again."""
    project.good()
    project.edit("glossary/api.md", "may hold one", "may hold zebras")
    built = project.good()
    text = (built.outdir / "_static" / search_files.FOLDER / pieces_of(built)["text"]).read_text("utf-8")
    assert '"zebra":' in text


def test_sphinx_builds_no_index_of_its_own(project: Project) -> None:
    """One search a site."""
    built = project.good()
    assert not (built.outdir / "searchindex.js").exists()
    assert "data-plain-terms-results" in (built.outdir / "search.html").read_text("utf-8")


def test_without_a_glossary_sphinx_keeps_its_search(project: Project) -> None:
    """A project that only borrows terms is left alone."""
    project.edit("conf.py", 'plain_terms_folder = "glossary"', "")
    built = project.build(clean=True)
    assert (built.outdir / "searchindex.js").exists()
    assert not (built.outdir / "_static" / search_files.FOLDER).exists()


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "epub", "text"])
def test_other_builders_work(project: Project, builder: str) -> None:
    """Addresses are the builder's; what is no site of pages has no search of ours."""
    built = project.build(builder, out=f"_{builder}")
    manifest = built.outdir / "_static" / search_files.FOLDER / "manifest.js"
    assert manifest.exists() == (builder == "dirhtml")
    if builder == "dirhtml":
        assert '"term":["glossary/","/"]' in manifest.read_text("utf-8")


def test_a_name_cannot_break_out_of_a_script(project: Project) -> None:
    """Nor can a line separator, which JSON allows and old JavaScript does not."""
    project.write("glossary/odd.md", term_page("Odd", definition="Odd is &lt;/script> and \u2028 that."))
    built = project.build()
    names = (built.outdir / "_static" / search_files.FOLDER / pieces_of(built)["names"]).read_text("utf-8")
    assert not re.search("</script|\u2028", names)
