"""The words of a page: those to avoid, brands, abbreviations, spelling and passive sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from . import parts
from .model import Glossary, Problem, Rule, Term, fold
from .page import Block, Page
from .sentences import split_sentences

RULES = (
    Rule("banned-word", "must", "No filler, sales talk, Latin shorthand or words that go out of date."),
    Rule("cliche", "must", 'No "in today\'s world" and no "it\'s not X, it\'s Y".'),
    Rule("exclamation", "must", "No exclamation marks."),
    Rule("dash", "must", "No dashes used as commas."),
    Rule("brand", "must", "No brand in the definition, the everyday comparison or the lesson."),
    Rule("lone-brand", "should", "Brands elsewhere come three or more side by side, as examples."),
    Rule("abbreviation", "must", "An abbreviation is spelled out or linked where it is first used."),
    Rule("spelling", "should", "British spelling."),
    Rule("passive", "should", "Under 10% of sentences are passive."),
)

_LEVEL = {rule.id: rule.level for rule in RULES}
Found = Iterator[tuple[int, str, str]]


def check_page(page: Page, term: Term, glossary: Glossary) -> Iterator[Problem]:
    """Every rule about the words of one page; ``glossary`` tells which words are names."""
    for line, rule, message in _check(page, term, glossary):
        yield Problem(page.path, line, rule, message, _LEVEL[rule])


def _check(page: Page, term: Term, glossary: Glossary) -> Found:
    lead = (page.definition,) if page.definition else ()
    for block in (*lead, *page.blocks):
        text = _own_text(block)
        yield from _banned(block, text, term, glossary)
        yield from _patterns(block, text)
        yield from _spelling(block, text)
        if block.kind != "heading":
            yield from _brands(block, text, term)
    yield from _abbreviations(page, term)
    yield from _passive(page)


_KEPT = frozenset({"text", "strong"})
_GAP = "\x00"


_PROPER_NAME = re.compile(r"New (?:York|Zealand|South Wales)|International Organization for Standardization")


def _own_text(block: Block) -> str:
    """The author's own words: proper names, names of terms, code and texts of links are blanked out."""
    text = "".join(s.text if s.kind in _KEPT else _GAP for s in block.spans)
    return " ".join(_PROPER_NAME.sub(_GAP, text).split())


# --- words to avoid -------------------------------------------------------------------------------

BANNED: Mapping[str, str] = MappingProxyType(
    {
        r"simply": "leave it out",
        r"just": "leave it out, or say only",
        r"eas(?:y|ily)": "say what it takes: how long, how much, who",
        r"obviously": "leave it out",
        r"basically": "leave it out",
        r"of course": "leave it out",
        r"leverag(?:e|es|ed|ing)": "say use",
        r"utili[sz](?:e|es|ed|ing|ation)": "say use",
        r"robust(?:ly|ness)?": "say what it withstands",
        r"seamless(?:ly)?": "say what the reader no longer has to do",
        r"powerful(?:ly)?": "say what it can do",
        r"cutting[- ]edge": "say what is different",
        r"facilitat(?:e|es|ed|ing|ion)": "say help or run",
        r"streamlin(?:e|es|ed|ing)": "say what gets shorter",
        r"empower(?:s|ed|ing|ment)?": "say let",
        r"game[- ]chang(?:er|ers|ing)": "say what changes",
        r"delv(?:e|es|ed|ing)": "say look at",
        r"landscapes?": "say market, field or choice",
        r"journeys?": "say steps or path",
        r"unlock(?:s|ed|ing)?": "say allow or open",
        r"harness(?:es|ed|ing)?": "say use",
        r"e\.\s?g\b\.?": "say for example or such as",
        r"i\.\s?e\b\.?": "say that is",
        r"etc\b\.?": "say and so on, or end the list with and",
        r"via": "say through or by",
        r"currently": "give the date or leave it out",
        r"new": "say another, first or fresh, or give the date",
        r"soon": "give the date or leave it out",
        r"recently": "give the date or leave it out",
    }
)
"""Patterns of words that do not belong on a page, and what to do instead."""

_BANNED = re.compile(rf"(?<!\w)(?:{'|'.join(BANNED)})(?!\w)", re.I)


def _banned(block: Block, text: str, term: Term, glossary: Glossary) -> Found:
    named: dict[str, bytearray] = {}
    for match, mend in banned(text):
        word = match.group()
        if word not in named:
            named[word] = _in_names(text, [*term.shown_names, *_names_with(word, glossary)])
        if named[word][match.start()]:
            continue
        yield block.line, "banned-word", f"{word!r}: {mend}"


def banned(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each word of a text that does not belong on a page, and what to do instead."""
    for match in _BANNED.finditer(text):
        yield match, next(mend for pattern, mend in BANNED.items() if re.fullmatch(pattern, match[0], re.I))


def _names_with(word: str, glossary: Glossary) -> Iterator[str]:
    """Names that hold the word; looked for only when a page has it, which is rare."""
    folded = fold(word)
    return (name for term in glossary.terms for name in term.shown_names if folded in name.casefold())


def _in_names(text: str, names: Iterable[str]) -> bytearray:
    """For each character whether it is part of one of these names, as "journey" is in "user journey"."""
    inside = bytearray(len(text))
    for name in names:
        pattern = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name)))
        for found in re.finditer(rf"(?<!\w){pattern}", text, re.I):
            inside[found.start() : found.end()] = bytes([1]) * len(found[0])
    return inside


_NOT_X = (
    r"\b(?:it|this|that)(?:['\u2019]s not| is not| isn['\u2019]t)\b[^.;:!?]{1,60}[,;:]\s+"
    r"(?:it|this|that)(?:['\u2019]s| is)\b"
)
_PATTERNS = (
    (
        "cliche",
        re.compile(r"\bin today['\u2019]s (?:[\w-]+ )?(?:world|age|era|market)\b", re.I),
        "leave it out",
    ),
    ("cliche", re.compile(_NOT_X, re.I), "say only what it is"),
    ("exclamation", re.compile(r"\S{0,20}!"), "end with a full stop"),
    (
        "dash",
        re.compile(r"\S{0,20}(?:\u2014| \u2013 | -{1,3} |\w-{2,3}\w)\S{0,20}"),
        "use a comma, a colon or a full stop",
    ),
)


def _patterns(block: Block, text: str) -> Found:
    if block.kind == "cell" and len(text) == 1:  # a dash alone says "none", not a comma
        return
    for rule, pattern, mend in _PATTERNS:
        for match in pattern.finditer(text):
            quoted = match.group().replace(_GAP, "\u2026").strip()
            yield block.line, rule, f"{quoted!r}: {mend}"


# --- brands ---------------------------------------------------------------------------------------

_BRAND_LIST = """
    Adobe, Airtable, Alibaba, Amazon, Amazon Web Services, Android, Anthropic, Asana, Atlassian, AWS, Azure,
    Basecamp, Bing, Bitbucket, ChatGPT, Cloudflare, Dropbox, Ethereum, Excel, Facebook, Figma, Gmail, GitHub,
    GitLab, Google, GoDaddy, Heroku, HubSpot, IBM, Instagram, Intercom, iPhone, iPad, Jira, LinkedIn,
    Mailchimp, Microsoft, Miro, MongoDB, Netflix, Netlify, Notion, Okta, OpenAI, Oracle, PayPal, Pinterest,
    QuickBooks, Salesforce, Samsung, SAP, Shopify, Slack, Snowflake, Spotify, Squarespace, Stripe, TikTok,
    Trello, Twilio, Twitter, Uber, Vercel, WhatsApp, Wix, WordPress, Xero, YouTube, Zapier, Zendesk
"""
BRANDS = frozenset(map(str.strip, _BRAND_LIST.split(",")))
"""Names of firms and products, spelled as their makers do; names that are also words are left out."""

_BRAND = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(BRANDS, key=len, reverse=True)))})(?!\w)")
_NO_BRANDS = frozenset({parts.EVERYDAY.id, parts.LESSON.id})


def _brands(block: Block, text: str, term: Term) -> Found:
    matches = list(_BRAND.finditer(text))
    named = _in_names(text, term.shown_names if matches else ())
    found = list(dict.fromkeys(match.group() for match in matches if not named[match.start()]))
    if not found:
        return
    quoted = ", ".join(found)
    if block.kind == "definition" or parts.part_of(block.section) in _NO_BRANDS:
        yield block.line, "brand", f"{quoted}: say what kind of thing it is instead"
    elif len(found) < 3:
        yield block.line, "lone-brand", f"{quoted}: name three or more side by side, or none"


# --- abbreviations --------------------------------------------------------------------------------

_KNOWN = "ATM CEO EU FAQ GB GPS HR ID IT MB OK PC PDF PIN SMS TV UK US USB VAT"
KNOWN_ABBREVIATIONS = frozenset(_KNOWN.split())
"""Abbreviations that need no words beside them: at most twenty."""

_ABBREVIATION = re.compile(r"(?<![\w.])(?=[A-Z][0-9]*[A-Z])[A-Z0-9]++(?=s?(?!\w))(?!\.[A-Z])")
_ROMAN = re.compile(r"[IVX]+")
_CAPITALS = re.compile(r"(?=[A-Z][0-9]*[A-Z])[A-Z0-9]+")


def _abbreviations(page: Page, term: Term) -> Found:
    known = set(KNOWN_ABBREVIATIONS) | {brand for brand in BRANDS if brand.isupper()}
    for name in term.names:
        known.update(_CAPITALS.findall(name))
    for block in page.prose:
        text, linked = _reading(block)
        for match in _ABBREVIATION.finditer(text):
            short = match.group()
            if short in known or _ROMAN.fullmatch(short):
                continue
            known.add(short)
            if not linked[match.start()] and not _spelled_out(text, match):
                mend = f"write 'its full name ({short})', or link the term"
                yield block.line, "abbreviation", f"{short!r} is not spelled out at first use: {mend}"


_NEAR = 40  # characters in which its words would begin


def _reading(block: Block) -> tuple[str, list[bool]]:
    """The text as read, without code, and for each character whether it is part of a link."""
    spans = [span for span in block.spans if span.kind != "code"]
    return "".join(s.text for s in spans), [s.kind not in _KEPT for s in spans for _ in s.text]


def _spelled_out(text: str, match: re.Match[str]) -> bool:
    """Whether its words stand beside it: "words words (ABC)", "ABC (words)", "ABC, short for words"."""
    before, after = text[: match.start()][-_NEAR:], text[match.end() :][:_NEAR]
    if re.search(r"\w\s*\($", before) and re.match(r"s?\)", after):
        return True
    return bool(re.match(r"s?,? (?:\([a-z]+[\s-]\w|short for|stands? for)", after, re.I))


# --- spelling and voice ---------------------------------------------------------------------------

_SPELLINGS = """
    color=colour colors=colours behavior=behaviour behaviors=behaviours center=centre centers=centres
    favor=favour favorite=favourite labor=labour neighbor=neighbour neighbors=neighbours honor=honour
    catalog=catalogue catalogs=catalogues defense=defence offense=offence fulfill=fulfil
    traveler=traveller canceled=cancelled canceling=cancelling labeled=labelled modeling=modelling
    gray=grey aging=ageing judgment=judgement enroll=enrol skillful=skilful math=maths
"""
_AMERICAN = dict(pair.split("=") for pair in _SPELLINGS.split())
_IZE = (
    "organ|custom|optim|author|real|recogn|priorit|summar|standard|central|local|minim|maxim|categor"
    "|visual|final|digit|personal|penal|apolog|initial|special|general|monet|anonym|pseudonym|synchron"
    "|memor|modern|emphas|critic|virtual"
)
_AMERICAN_WORD = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_AMERICAN)})|(?P<ize>(?:un|re)?(?:{_IZE})iz(?:e|es|ed|er|ers|ing|ation|ations))"
    r"|(?P<yze>(?:anal|paral|catal)yz(?:e|es|ed|ing)))\b",
    re.I,
)


def _spelling(block: Block, text: str) -> Found:
    for match in _AMERICAN_WORD.finditer(text):
        word = match.group()
        british = _AMERICAN.get(word.casefold()) or re.sub("z(?=[eia])", "s", word)
        yield block.line, "spelling", f"{word!r}: write {british!r}"


_IRREGULAR = (
    "built|bought|brought|caught|chosen|cut|done|drawn|driven|found|given|gone|held|hidden|hit|kept|known|laid"
    "|led|left|lent|lost|made|meant|met|paid|put|read|run|said|seen|sent|set|shown|shut|sold|spent|split|stolen"
    "|stored|taken|taught|thrown|told|understood|used|won|worn|written|broken|begun|beaten|forgotten|grown"
)
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|get|gets|got)\s+(?:(?:not|never|often|always|usually|also|then|still"
    r"|only|\w+ly)\s+){0,2}(?P<word>\w{2,}ed|" + _IRREGULAR + r")\b",
    re.I,
)
_NOT_PASSIVE = (
    "need indeed tired interested supposed worried limited experienced crowded left set speed feed seed"
    " bed red detailed complicated skilled"
)
_ADJECTIVES = frozenset(_NOT_PASSIVE.split())


def _is_passive(sentence: str) -> bool:
    return any(match["word"].casefold() not in _ADJECTIVES for match in _PASSIVE.finditer(sentence))


def _passive(page: Page) -> Found:
    blocks = [block for block in page.prose if block.kind != "cell"]
    sentences = [(block.line, s) for block in blocks for s in split_sentences(block.text)]
    passive = [(line, sentence) for line, sentence in sentences if _is_passive(sentence)]
    if len(passive) * 10 >= len(sentences) and len(passive) > 1:
        lines = ", ".join(str(line) for line, _ in passive[:8])
        message = f"{len(passive)} of {len(sentences)} sentences look passive (lines {lines}): say who acts"
        yield passive[0][0], "passive", message
