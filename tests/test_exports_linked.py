"""Exports as linked data: SKOS, schema.org and TBX, each judged by tools and vocabularies of others."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
import rdflib
import skosify
from lxml import etree
from rdflib.compare import isomorphic
from rdflib.namespace import SKOS

from plain_terms import exports
from plain_terms.exports import skos, tbx
from tests import node
from tests.exported import BASE, HOSTILE, LICENCE, hostile_site, in_xml, site_of, term
from tests.projects import Project
from tests.test_exports_files import read_script
from tests.test_exports_json import validate

# The tools use names of rdflib that it means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:.* deprecated:DeprecationWarning")
HERE = Path(__file__).parent
HUB = rdflib.URIRef(f"{BASE}glossary/index.html#terms")


def graph(site: exports.Site) -> rdflib.Graph:
    """The Turtle file, read where it is published; one that says its base is right anywhere else too."""
    return rdflib.Graph().parse(data=skos.turtle(site), format="turtle", publicID=found_at(site))


def found_at(site: exports.Site) -> str:
    """The address at which a file is read: a copy on another host, or where it has to be."""
    return "https://mirror.example/copy" if site.base else f"{BASE}terms"


def problems(found: rdflib.Graph) -> str:
    """What breaks the shapes of a SKOS file; empty for none."""
    good, _, text = pyshacl.validate(found, shacl_graph=str(HERE / "skos_shapes.ttl"), advanced=False)
    return "" if good else str(text)


# -- SKOS --------------------------------------------------------------------------------------------------


def test_a_skos_file_keeps_the_rules_of_skos() -> None:
    """Labels that exclude each other, relations both ways, one definition each: as shapes say it."""
    assert problems(graph(hostile_site())) == ""


@pytest.mark.parametrize(
    ("subject", "verb", "value"),
    [
        ("t0", SKOS.related, rdflib.URIRef(f"{BASE}nowhere")),
        ("t0", SKOS.hiddenLabel, rdflib.Literal(HOSTILE[0], "en-GB")),
        ("t0", SKOS.prefLabel, rdflib.Literal("a second", "en-GB")),
        ("t0", SKOS.definition, rdflib.Literal("a second", "en-GB")),
    ],
)
def test_the_shapes_see_what_they_are_for(subject: str, verb: rdflib.URIRef, value: rdflib.term.Node) -> None:
    """Shapes that let anything pass would check nothing."""
    found = graph(hostile_site())
    found.add((rdflib.URIRef(f"{BASE}glossary/{subject}.html#term-{subject}"), verb, value))
    assert problems(found)


def test_a_name_that_is_given_twice_is_one_label() -> None:
    """A label is preferred, alternative or hidden, and no two of these (SKOS, S13)."""
    one = term("t0", "Name", "A name.", "Name", "Alias", "Alias")
    found = graph(site_of(replace(one, variants=("Alias", "Name", "nmae", "nmae"))))
    assert problems(found) == ""
    name = rdflib.URIRef(f"{BASE}glossary/t0.html#term-t0")
    assert [str(label) for label in found.objects(name, SKOS.altLabel)] == ["Alias"]
    assert [str(label) for label in found.objects(name, SKOS.hiddenLabel)] == ["nmae"]


def test_skosify_has_nothing_to_mend(caplog: pytest.LogCaptureFixture) -> None:
    """It takes nothing away and warns of nothing; it adds only the other direction of topConceptOf."""
    # Nothing that is read from a page starts or ends with white space.
    terms = (one for one in hostile_site().terms if all(t == t.strip() for t in (*one.names, one.summary)))
    before = graph(site_of(*terms))
    with caplog.at_level(logging.WARNING):
        mended = skosify.skosify(before)
    assert not caplog.records, caplog.text
    assert len(before - mended) == 0
    assert {verb for _, verb, _ in mended - before} == {SKOS.hasTopConcept}


@pytest.mark.parametrize("base", [BASE, ""])
def test_both_skos_files_say_the_same_with_and_without_an_address(base: str) -> None:
    """Turtle and JSON-LD hold one graph; without a base, names are read against the file's address."""
    site = hostile_site(base)
    other = rdflib.Graph().parse(data=skos.json_ld(site), format="json-ld", publicID=found_at(site))
    assert isomorphic(graph(site), other)
    assert isomorphic(graph(site), graph(hostile_site()))


def test_every_name_and_definition_comes_back_from_skos() -> None:
    """With the language of the glossary."""
    found = graph(hostile_site())
    for number, text in enumerate(HOSTILE):
        name = rdflib.URIRef(f"{BASE}glossary/t{number}.html#term-t{number}")
        assert found.value(name, SKOS.prefLabel) == rdflib.Literal(text, lang="en-GB")
        assert found.value(name, SKOS.definition) == rdflib.Literal(
            HOSTILE[(number + 1) % len(HOSTILE)], lang="en-GB"
        )
    assert found.value(HUB, rdflib.DCTERMS.license) == rdflib.URIRef(LICENCE)
    money = rdflib.URIRef(f"{BASE}topics/money.html")
    assert len(list(found.objects(money, SKOS.member))) == len(HOSTILE)


# -- schema.org --------------------------------------------------------------------------------------------


def test_schema_org_knows_every_property_that_a_page_uses(tmp_path: Path) -> None:
    """The TypeScript compiler judges each block by types made from the vocabulary, and sees a wrong one."""
    site = hostile_site()
    lines = ['import type { DefinedTerm, DefinedTermSet, WithContext } from "schema-dts";']
    for number, one in enumerate((*site.terms, term("u", "U", "u", "a", "b"))):
        site_with = site if one in site.terms else site_of(one)
        data = read_script(exports.defined_term(site_with, one))
        lines.append(f"export const t{number}: WithContext<DefinedTerm> = {json.dumps(data)};")
    of_hub = read_script(exports.defined_term_set(site))
    lines.append(f"export const hub: WithContext<DefinedTermSet> = {json.dumps(of_hub)};")
    wrong = {**read_script(exports.defined_term(site, site.terms[0])), "inLanguage": "en"}
    lines.append(f"export const wrong: WithContext<DefinedTerm> = {json.dumps(wrong)};")
    path = tmp_path / "blocks.ts"
    path.write_text("\n".join(lines), "utf-8")
    (tmp_path / "node_modules").symlink_to(node.tools() / "node_modules")
    options = [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--module",
        "nodenext",
        "--moduleResolution",
        "nodenext",
    ]
    said = node.run("tsc", *options, path).stdout
    assert f"blocks.ts({len(lines)}," in said
    assert "inLanguage" in said
    assert said.count("error TS") == 1, said


def test_a_page_describes_its_term_once_and_the_hub_the_set(project: Project) -> None:
    """In the head, with addresses that lead where they say from where they stand."""
    for builder, hub in (("html", "index.html"), ("dirhtml", "../")):
        built = project.good(builder, out=f"_{builder}")
        name = "glossary/api" + ("" if builder == "html" else "/index")
        (block,) = built.page(name).cssselect('head script[type="application/ld+json"]')
        data = json.loads(block.text)
        assert (data["@type"], data["name"], data["inDefinedTermSet"]) == ("DefinedTerm", "API", hub)
        assert built.page(name).get_element_by_id(data["@id"].removeprefix("#")) is not None
        (block,) = built.page("glossary/index").cssselect('head script[type="application/ld+json"]')
        assert json.loads(block.text)["@type"] == "DefinedTermSet"
        assert not built.page("topics/index").cssselect('script[type="application/ld+json"]')


def test_a_preview_of_a_page_has_its_words_and_the_picture_of_the_site(project: Project) -> None:
    """Open Graph: four facts always, address and picture where there is a base address."""
    project.write("_static/p.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\x02\x76")
    more = f'html_baseurl = "{BASE}"\nhtml_static_path = ["_static"]\nplain_terms_image = "_static/p.png"\n'
    project.edit("conf.py", 'project = "Test"\n', f'project = "Test"\n{more}')
    metas = project.good().page("glossary/api").cssselect('meta[property^="og:"]')
    assert {meta.get("property"): meta.get("content") for meta in metas} == {
        "og:title": "API",
        "og:type": "article",
        "og:site_name": "Test",
        "og:description": "An API is a set way for programs to talk.",
        "og:url": f"{BASE}glossary/api.html",
        "og:image": f"{BASE}_static/p.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Test",
    }


# -- TBX ---------------------------------------------------------------------------------------------------

# The schema that the makers of TBX publish, TBXcoreStructV03.rng, comes without a licence, so it is not kept
# here. Ours says the same of what we write, and nothing of the rest; whoever has theirs can name it too.
SCHEMAS = [HERE / "tbx_basic.rng", *map(Path, filter(None, [os.environ.get("PLAIN_TERMS_TBX_SCHEMA")]))]


def check_tbx(text: str) -> None:
    """Raise where a file is no TBX-Basic by RELAX NG, or refers to an entry that is not in it."""
    document = etree.fromstring(text.encode())
    for schema in SCHEMAS:
        etree.RelaxNG(etree.parse(str(schema))).assertValid(document)
    ids = [entry.get("id") for entry in document.iter("{*}conceptEntry")]
    assert len(ids) == len(set(ids))
    assert {str(ref.get("target")) for ref in document.iter("{*}ref")} <= set(map(str, ids))


def test_a_tbx_file_has_the_structure_of_the_standard() -> None:
    """ISO 30042:2019, dialect TBX-Basic, style DCA; also with odd ids, and with no term at all."""
    check_tbx(tbx.render(hostile_site()))
    check_tbx(tbx.render(site_of(term("c++ (2)", "C++", "a language"), term("c-- (2)", "C--", "another"))))
    check_tbx(tbx.render(site_of()))


def test_the_real_glossary_is_valid_in_every_format(site: Path) -> None:
    """As its own site publishes it, without a base address: JSON, SKOS and TBX."""
    data = json.loads((site / "terms.json").read_text("utf-8"))
    validate(data, site)
    assert len(data["terms"]) == len(list((HERE.parent / "glossary").glob("*.md"))) - 1
    assert problems(rdflib.Graph().parse(site / "terms.ttl", publicID=f"{BASE}terms.ttl")) == ""
    check_tbx((site / "terms.tbx").read_text("utf-8"))


def test_every_name_comes_back_from_tbx_with_what_it_is() -> None:
    """Headwords are preferred, aliases admitted, hidden variants deprecated."""
    site = hostile_site()
    document = etree.fromstring(tbx.render(site).encode())
    for entry, one in zip(document.iter("{*}conceptEntry"), site.terms, strict=True):
        names = [
            (s.findtext("{*}term"), [str(n.text) for n in s.iter("{*}termNote")][-1])
            for s in entry.iter("{*}termSec")
        ]
        assert names == [
            (in_xml(one.headword), "preferredTerm-admn-sts"),
            *((in_xml(name), "admittedTerm-admn-sts") for name in one.aliases),
            *((in_xml(name), "deprecatedTerm-admn-sts") for name in one.variants),
        ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (' id="term-t0"', ""),
        ("preferredTerm-admn-sts", "goodTerm"),
        ('type="definition"', 'type="meaning"'),
        ('style="dca"', 'style="abc"'),
        ("<date>2026-01-02</date>", "<date>2026</date>"),
        ('target="term-t0"', 'target="term-gone"'),
        ("<langSec", "<termSec/><langSec"),
    ],
)
def test_the_check_of_tbx_sees_what_it_is_for(old: str, new: str) -> None:
    """A check that lets anything pass checks nothing."""
    text = tbx.render(hostile_site())
    assert old in text
    with pytest.raises((etree.DocumentInvalid, AssertionError)):
        check_tbx(text.replace(old, new))
