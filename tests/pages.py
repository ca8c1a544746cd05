"""A page without a problem, the glossary it belongs to, and a way to check changed copies of it."""

from __future__ import annotations

from plain_terms import checks, rules
from plain_terms.mentions import Names
from plain_terms.model import Glossary, Problem, Related, Term, Topic
from plain_terms.page import read_page

PATH = "glossary/microservices.md"

GOOD = """\
---
topic: architecture
kind: approach
contrasts: [monolith]
related:
  monolith: the simpler way to build the same thing
  api: how the parts talk to each other
  deployment: what each part does by itself
variants: [microservise]
asked:
  - splitting one big app into small parts
  - should each team own a piece of the shop
  - why does our quote list twelve programs
  - can one part break while the rest runs
  - how do large firms let many teams work
  - lots of little programs that talk
  - is our product too small to be split
  - one part needs far more computers
sources:
  - "Martin Fowler and James Lewis, Microservices (2014)": https://martinfowler.com/articles/microservices.html
reviewed: 2026-11-24
---
# Microservices

::::{glossary}
Microservices
microservice architecture
  Microservices means building an app as many small parts that work together.
::::

Each part does one job. One takes payments, one sends emails and one runs search.
The parts talk to each other through an {term}`API`.

People bother because a team can change its own part by itself. It can put that part live with its own
{term}`deployment`, and nobody else has to wait. The price is more things to run, more things to
watch and more ways to fail.

## In everyday terms

A clinic can hire one doctor who treats everything, or a team of specialists.
With specialists, the heart doctor can be ill and the eye doctor still sees patients.
But they must write to each other about every patient.
The comparison stops there: people sort out a lost letter by themselves, and programs do not.

## Monolith vs microservices

A {term}`monolith` keeps all the code in one place.

| | Monolith | Microservices |
| --- | --- | --- |
| Starting out | One thing to set up | Many things to set up |
| Going live | All at once | Each part on its own day |
| When one part fails | The whole app may stop | The others can carry on |

## When microservices make sense

- **Uneven load**: search needs ten times the machines that user profiles need.
- **Many teams**: five teams edit the same code and wait for each other every week.
- **Staff to run it**: you pay engineers to look after releases and alarms at night.

## When to stick with a monolith

- **A first product**: a {term}`monolith` lets you move walls while you learn what people want.
- **A small team**: ten people can talk across one table and share one set of code.
- **A tight budget**: every extra part adds set-up and watching that somebody bills you for.

## Questions to ask

- Which part of our product needs to grow on its own today?
- Who gets called at night when two parts disagree?

## The key lesson

Do not build more than you need: add parts only for a clear reason.
"""


def _term(slug: str, headword: str, *aliases: str, contrasts: tuple[str, ...] = ()) -> Term:
    related = tuple(
        Related(other, "worth a look") for other in ("microservices", "api", "server", "monolith")
    )
    return Term(
        slug=slug,
        docname=f"glossary/{slug}",
        path=f"glossary/{slug}.md",
        headword=headword,
        summary=f"{headword} is a thing.",
        aliases=aliases,
        topic="architecture",
        contrasts=contrasts,
        related=tuple(item for item in related if item.slug != slug)[:3],
        links=tuple(
            name for name in ("microservices", "monolith", "API", "deployment", "server") if name != slug
        ),
    )


NEIGHBOURS = (
    _term("api", "API", "application programming interface"),
    _term("deployment", "Deployment", "going live by itself"),
    _term("monolith", "Monolith", contrasts=("microservices",)),
    _term("modular-monolith", "Modular monolith"),
    _term("server", "Server", "web server"),
    _term("user-journey", "User journey"),
)
TOPICS = (Topic("architecture", "topics/architecture", "How systems fit together"),)


def problems_of(text: str, path: str = PATH) -> list[Problem]:
    """Every problem of a page beside the neighbours: reading, relations, style and prose."""
    page, found = read_page(text, path)
    if not page.names:
        return list(found)
    term = page.term(path.removesuffix(".md"))
    terms = tuple(sorted((*NEIGHBOURS, term), key=lambda term: term.slug))
    glossary = Glossary(terms, TOPICS)
    between = [*rules.check_glossary(glossary), *rules.check_style(glossary)]
    own = [problem for problem in between if problem.path == path]
    return [*found, *own, *checks.check_pages([(page, term)], glossary)]


def rules_broken(text: str, path: str = PATH) -> set[str]:
    """The ids of the rules that a page breaks."""
    return {problem.rule for problem in problems_of(text, path)}


def changed(old: str, new: str, text: str = GOOD) -> str:
    """The good page with one thing changed; the thing must be there."""
    assert old in text, old
    return text.replace(old, new)


def glossary_with(text: str = GOOD, path: str = PATH) -> tuple[Term, Glossary, Names]:
    """The page's record, the glossary it makes with its neighbours, and that glossary's names."""
    page, _ = read_page(text, path)
    term = page.term(path.removesuffix(".md"))
    glossary = Glossary(tuple(sorted((*NEIGHBOURS, term), key=lambda term: term.slug)), TOPICS)
    return term, glossary, Names(glossary)
