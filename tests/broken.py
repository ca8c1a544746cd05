"""Broken pages, by what has to be said of them; what has nothing said of it must lose nothing.

``¤`` stands for a number that no other page has. A page holds ``keepsake¤`` in its definition and at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FRONT = """\
topic: systems
kind: building-block
sources:
  - "A standard: https://example.org/standard"
reviewed: 2026-01-02
related:
  api: it belongs here
"""
DEFINITION = "  A word¤ is a keepsake¤ of plain things.\n"
GOOD = f"---\n{FRONT}---\n# Word¤\n\n:::{{glossary}}\nWord¤\n{DEFINITION}:::\n\nMore on the keepsake¤.\n"
HEAD = GOOD[: GOOD.index(":::{")]
END = "\n\nThe keepsake¤ ends here.\n"
HARMLESS = ""

Pages = dict[str, str]


def swap(old: str, new: str) -> str:
    """The good page with one thing in the place of another."""
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)


def front(lines: str) -> str:
    """The good page with more front matter."""
    return swap("reviewed:", f"{lines}\nreviewed:")


def entry(lines: str) -> str:
    """The good page with another directive."""
    return HEAD + lines + END


def name(text: str) -> str:
    """The good page whose headword is another."""
    return swap("\nWord¤\n", f"\n{text}\n")


def definition(text: str) -> str:
    """The good page whose definition is another; it is indented here."""
    return swap(DEFINITION, "".join(f"  {line}\n" for line in text.split("\n")))


def body(text: str) -> str:
    """The good page with something before its last sentence."""
    return GOOD + "\n" + text + END


FRONT_MATTER: dict[str, Pages] = {
    "anchors, aliases and tags": {
        "tag that runs": front('asked: !!python/object/apply:os.system ["touch pwned"]'),
        "tag of a name": front("asked: !!python/name:os.system [x]"),
        "tag of its own": front("asked: !x [a]"),
        "tag of a date": swap("2026-01-02", "!!timestamp 2026-01-02"),
        "alias": front("asked: &a [x]\nvariants: *a"),
        "anchor of itself": front("asked: &a [*a]"),
        "billion laughs": front("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]"),
    },
    "nested too deeply": {
        "flow lists 500 deep": front("asked: " + "[ " * 500 + "] " * 500),
        "flow keys 500 deep": front("asked: " + "{a: " * 500 + "} " * 500),
        "block lists 140 deep": front("asked:\n" + "".join(" " * i + "- \n" for i in range(1, 140))),
        "unclosed lists": front("asked: " + "[ " * 300),
    },
    "not valid YAML": {
        "lone surrogate": front(r'asked: ["\ud800"]'),
        "no such escape": front(r'asked: ["\q"]'),
        "document start": front("--- {a: b}"),
        "directive": front("%YAML 1.1"),
        "tab": front("asked:\n\t- x"),
        "open quote": front('asked: ["x'),
        "open brace": front("asked: {"),
        "at sign": front("asked: @x"),
        "back-tick": front("asked: `x`"),
        "percent": front("asked: %x"),
        "two colons": front("asked: [a: b: c]"),
        "empty key": front(": x"),
        "list item at the margin": front("- x"),
        "bad indentation": front("asked:\n   - x\n  - y"),
        "star": front("asked: * x"),
        "closing bracket": front("asked: ]"),
    },
    "holds a control character": {
        "escaped NUL": front(r'asked: ["a\0b"]'),
        "escaped bell": front(r'asked: ["a\u0007b"]'),
        "escaped line end": front(r'asked: ["a\nb"]'),
        "escaped return": front(r'asked: ["a\rb"]'),
        "escaped tab in an address": swap("https://example", r"https://ex\tample"),
        "block of two lines": front("asked:\n  - |\n    a\n    b"),
    },
    "a character that nobody sees": {
        "direction turned": front(r'asked: ["a\u202eb"]'),
        "isolate": front(r'asked: ["a\u2066b"]'),
        "zero width": front(r'variants: ["a\u200bb"]'),
        "byte order mark": front(r'asked: ["\ufeffx"]'),
        "no character": front(r'asked: ["a\uFFFEb"]'),
        "next line": front(r'asked: ["a\x85b"]'),
        "line separator": front(r'asked: ["a\u2028b"]'),
        "tag character": front(r'variants: ["a\U000e0041"]'),
        "in a source": swap("A standard", r"A\u202estandard"),
        "in a reason": swap("it belongs here", r'"it\u2060belongs here"'),
    },
    "unknown key": {
        "number": front("1: x"),
        "word for null": front("~: x"),
        "word for true": front("true: x"),
        "date": front("2026-01-01: x"),
        "merge": front("<<: {a: b}"),
        "of MyST": front("myst: {enable_extensions: [substitution]}"),
        "html_meta": front('html_meta: {"http-equiv=refresh": "0;url=javascript:alert(1)"}'),
        "orphan": front("orphan: true"),
        "upper case": swap("topic:", "Topic:"),
        "script": front('"</script><script>": x'),
        "of a guide": front("compares: [api, monolith]"),
        "complex key": front("? a\n: b"),
    },
    "where a key belongs": {
        "list as key": front("[a]: x"),
        "keys as key": front("{a: b}: x"),
        "complex list": front("? - a\n: b"),
    },
    "is given twice": {
        "topic": front("topic: money"),
        "related": front("related: {api: again}"),
        "reviewed": front("reviewed: 2026-01-03"),
    },
    "listed twice": {
        "asked": front("asked: [a, a]"),
        "variants": front("variants: [a, b, a]"),
        "related slug": swap("  api: it", "  api: x\n  api: it"),
        "contrasts": front("contrasts: [api, api]"),
    },
    "expected a date such as": {
        "huge number": swap("2026-01-02", "9" * 1500),
        "float": swap("2026-01-02", "1e400"),
        "no such day": swap("2026-01-02", "2026-02-30"),
        "year nought": swap("2026-01-02", "0000-01-01"),
        "week": swap("2026-01-02", "2026-W01-1"),
        "without hyphens": swap("2026-01-02", "20260102"),
        "with a time": swap("2026-01-02", "2026-01-02 10:00"),
        "other digits": swap("2026-01-02", "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0662"),
        "month first": swap("2026-01-02", "01-02-2026"),
        "infinity": swap("2026-01-02", ".inf"),
        "negative": swap("2026-01-02", "-2026-01-02"),
    },
    "is empty": {
        "null": swap("2026-01-02", "null"),
        "tilde": swap("2026-01-02", "~"),
        "no topic": swap("topic: systems", "topic:"),
        "white topic": swap("topic: systems", 'topic: "  "'),
        "no reason": swap("api: it belongs here", "api:"),
        "empty variant": front('variants: [""]'),
        "null variant": front("variants: [null]"),
        "no related": swap("related:\n  api: it belongs here", "related: {}"),
    },
    "is an empty list": {"asked": front("asked: []"), "contrasts": front("contrasts: []")},
    "expected plain text": {
        "topic list": swap("topic: systems", "topic: [systems]"),
        "topic keys": swap("topic: systems", "topic: {systems: x}"),
        "reason list": swap("api: it belongs here", "api: [x]"),
        "list in a list": front("asked: [[x]]"),
        "keys in a list": front("variants: [{a: b}]"),
        "slug list": swap("api: it belongs here", "[api]: x"),
        "kind list": swap("kind: building-block", "kind: [law]"),
        "date list": swap("2026-01-02", "[2026-01-02]"),
    },
    "expected a list": {
        "asked text": front("asked: one thing"),
        "asked keys": front("asked: {a: b}"),
        "variants number": front("variants: 5"),
        "contrasts text": front("contrasts: api"),
        "sources text": swap('sources:\n  - "A standard: https://example.org/standard"', "sources: x"),
        "sources keys": swap('\n  - "A standard: https://example.org/standard"', " {A: https://example.org}"),
    },
    "expected lines such as": {
        "related list": swap("  api: it belongs here", "  - api"),
        "related text": swap("related:\n  api: it belongs here", "related: api"),
    },
    "expected `- Title: https://address`": {
        "no address": swap("A standard: https://example.org/standard", "A standard"),
        "script": swap("https://example.org/standard", "javascript:alert(1)"),
        "data": swap("https://example.org/standard", "data:text/html,x"),
        "ftp": swap("https://example.org", "ftp://example.org"),
        "relative": swap("https://example.org", "//example.org"),
        "quotes": swap("example.org/standard", r"example.org/\"><script>"),
        "space": swap("example.org/standard", "example.org/a b"),
        "no title": swap("A standard: https://example.org/standard", ": https://example.org"),
        "upper case": swap("https://example.org", "JAVASCRIPT:https://example.org"),
        "broken IPv6": swap("example.org", "[::1"),
        "no host": swap("https://example.org/standard", "https:///standard"),
        "only a port": swap("example.org", ":80"),
    },
    "more than 100": {
        "contrasts": front("contrasts: [" + ", ".join(f"s{i}" for i in range(3000)) + "]"),
        "variants": front("variants:\n" + "\n".join(f"  - variant {i} of ¤" for i in range(500))),
        "asked": front("asked:\n" + "\n".join(f"  - question {i}" for i in range(1500))),
        "related": swap("  api: it", "".join(f"  s{i}: x\n" for i in range(1500)) + "  api: it"),
    },
    "unknown kind": {"kind": swap("building-block", "brick"), "script": swap("building-block", "</script>")},
    "no topic": {"path": swap("systems", "../money"), "long": swap("systems", "a" * 1900)},
    "no page": {
        "related": swap("api: it", "apy: it"),
        "path": swap("api: it", "../../api: it"),
        "many": front("contrasts: [" + ", ".join(f"s{i}" for i in range(99)) + "]"),
        "script": swap("api: it", '"</script>": it'),
    },
    "expected true or false": {
        "maybe": front("link_mentions: maybe"),
        "yes": front("link_mentions: yes"),
        "number": front("link_mentions: 1"),
    },
    "is missing": {
        "kind": swap("kind: building-block\n", ""),
        "all but one": f"---\ntopic: systems\n---\n{GOOD.split('---', 2)[2].lstrip()}",
    },
    "not a list of keys and values": {
        "list": f"---\n- a\n---\n{GOOD.split('---', 2)[2].lstrip()}",
        "text": f"---\ntext\n---\n{GOOD.split('---', 2)[2].lstrip()}",
        "number": f"---\n5\n---\n{GOOD.split('---', 2)[2].lstrip()}",
        "nothing": f"---\n\n---\n{GOOD.split('---', 2)[2].lstrip()}",
    },
    HARMLESS: {
        "comment": front("# a remark"),
        "emoji": front("asked: [\U0001f600]"),
        "folded text": front("asked:\n  - >\n    a question"),
        "tab after a key": front("asked:\t[x]"),
        "first day": swap("2026-01-02", "0001-01-01"),
        "last day": swap("2026-01-02", "9999-12-31"),
        "name and password": swap("example.org", "a:b@example.org"),
        "percent signs": swap("example.org/standard", "example.org/%zz%00"),
        "long address": swap("example.org/standard", "example.org/" + "s" * 1900),
        "end of a script": front('asked: ["</script><script>alert(1)</script>"]'),
        "odd variants": front(r'variants: ["<x>¤", "a;b¤", "`¤", "*¤", "[¤", "{¤", "!¤", "]]>¤", "-->¤"]'),
        "quoted null": front('variants: ["null ¤"]'),
        "number for a word": front("variants: [1.10¤]"),
        "words for true and false": front("variants: [yes ¤, off ¤]"),
    },
}

ENDS: dict[str, Pages] = {
    "no front matter": {
        "none": GOOD[GOOD.index("# Word") :],
        "empty file": "",
        "white file": "   \n\n",
        "four hyphens": GOOD.replace("---\n", "----\n"),
        "text after the hyphens": GOOD.replace("---\n", "--- x\n", 1),
        "line before": "\n" + GOOD,
        "space before": " " + GOOD,
        "never closed": GOOD.replace("---\n# W", "# W"),
    },
    "no page can show": {
        "NUL": swap("plain", "pl\0ain"),
        "NUL in a key": swap("systems", "sys\0tems"),
        "only NUL": "\0" * 100,
        "form feed": swap("plain", "pl\x0cain"),
        "vertical tab": swap("plain", "pl\x0bain"),
        "escape": swap("plain", "\x1b[31mplain"),
        "delete": swap("plain", "pl\x7fain"),
        "next line": swap("plain", "pl\x85ain"),
        "line separator": swap("plain", "pl\u2028ain"),
        "no character": swap("plain", "pl\ufffeain"),
        "in the body": body("a\x01b"),
    },
    "more than 50000": {
        "a megabyte of words": body("word " * 200_000),
        "ten megabytes": body("word " * 2_000_000),
        "ten megabytes in a word": body("x" * 10_000_000),
        "a megabyte of lines": body("a\n" * 500_000),
        "a megabyte of front matter": front("# " + "x " * 500_000),
    },
    "more than 2000": {
        "long word": body("x" * 2500),
        "brackets": body("[" * 3000),
        "links": body("[a](b) " * 3000),
        "pictures": body("![a](b) " * 3000),
        "roles": body("{term}`API` " * 1500),
        "stars": body("*a " * 3000),
        "ticks": body("`a " * 3000),
        "quotations": body("> " * 3000),
        "entities": body("&amp;" * 3000),
        "escapes": body("\\a" * 3000),
    },
    "more than 4000": {
        "wide table": body("|".join("a" * 200) + "\n" + "|".join("-" * 200) + "\n" + "x\n" * 1000),
        "lines": body("a\n" * 4100),
    },
    "more than 100:": {"anchors": body("(a)=\n" * 300)},
    "emphasize-lines names a line": {
        "far line": body("```{code-block} python\n:emphasize-lines: 1-999999999\nx = 1\n```"),
    },
    HARMLESS: {
        "CRLF": GOOD.replace("\n", "\r\n"),
        "CR": GOOD.replace("\n", "\r"),
        "mixed ends": GOOD.replace("\n", "\r\n", 9),
        "byte order mark": "\ufeff" + GOOD,
        "two byte order marks": "\ufeff\ufeff" + GOOD,
        "dots close the front matter": GOOD.replace("---\n# W", "...\n# W"),
        "spaces after the hyphens": GOOD.replace("---\n", "---  \n"),
        "no line end": GOOD.rstrip(),
        "trailing spaces": GOOD.replace("\n", "  \n").replace(":::  ", ":::").replace("}  ", "}"),
    },
}

DIRECTIVE: dict[str, Pages] = {
    "the page defines nothing": {
        "no directive": entry("x\n"),
        "wrong name": entry(":::{glosary}\nWord¤\n  A keepsake¤.\n:::\n"),
        "upper case": entry(":::{Glossary}\nWord¤\n  A keepsake¤.\n:::\n"),
        "one colon": entry(":{glossary}\nWord¤\n  A keepsake¤.\n"),
        "in a note": entry("::::{note}\n:::{glossary}\nWord¤\n  A keepsake¤.\n:::\n::::\n"),
        "in reStructuredText": entry("```{eval-rst}\n.. glossary::\n\n   Word¤\n     A keepsake¤.\n```\n"),
        "code": entry("    :::{glossary}\n    Word¤\n      A keepsake¤.\n    :::\n"),
        "escaped": entry("\\:::{glossary}\nWord¤\n"),
    },
    "a second glossary directive": {
        "twice": body(":::{glossary}\nSecond¤\n  A second.\n:::"),
        "in a note": body("::::{note}\n:::{glossary}\nSecond¤\n  A second.\n:::\n::::"),
        "in reStructuredText": body("```{eval-rst}\n.. glossary::\n\n   Second¤\n     A second.\n```"),
    },
    "stands in a list or quotation": {
        "quotation": entry("> :::{glossary}\n> Word¤\n>   A keepsake¤.\n> :::\n"),
        "list": entry("- :::{glossary}\n  Word¤\n    A keepsake¤.\n  :::\n"),
        "numbered list": entry("1. :::{glossary}\n   Word¤\n     A keepsake¤.\n   :::\n"),
    },
    "does not stand under the title": {
        "under a section": entry("## A part\n\n:::{glossary}\nWord¤\n  A keepsake¤.\n:::\n"),
        "before the title": GOOD.replace("# Word¤\n\n", "").replace(":::\n\nM", ":::\n\n# Word¤\n\nM"),
    },
    "the glossary directive is empty": {
        "empty": entry(":::{glossary}\n:::\n"),
        "no definition": entry(":::{glossary}\nWord¤\n:::\n"),
        "no name": entry(":::{glossary}\n  A keepsake¤.\n:::\n"),
        "blank": entry(":::{glossary}\n\n\n:::\n"),
        "all indented": entry(":::{glossary}\n  Word¤\n    A keepsake¤.\n:::\n"),
    },
    "became a term as well": {
        "argument": entry(":::{glossary} x¤\nWord¤\n  A keepsake¤.\n:::\n"),
    },
    "a second definition": {
        "two terms": entry(":::{glossary}\nWord¤\n  A keepsake¤.\nOther¤\n  Another.\n:::\n"),
        "text at the margin": entry(":::{glossary}\nWord¤\n  A keepsake¤\nof things.\n:::\n"),
    },
    "an empty line above the name": {
        "names apart": entry(":::{glossary}\nWord¤\n\nOther¤\n  A keepsake¤.\n:::\n"),
    },
    "names, more than 100": {
        "3000 names": entry(
            ":::{glossary}\nWord¤\n" + "".join(f"n{i}\n" for i in range(3000)) + "  A keepsake¤.\n:::\n"
        ),
    },
    "the definition holds a": {
        "list": definition("- keepsake¤\n- another"),
        "numbers": definition("1. keepsake¤\n2. another"),
        "heading": definition("# keepsake¤"),
        "quotation": definition("> keepsake¤"),
        "table": definition("|a|\n|-|\n|keepsake¤|"),
        "comment": definition("% keepsake¤"),
        "comment within": definition("A keepsake¤\n% gone\nof things"),
        "anchor": definition("(a)=\nA keepsake¤"),
        "line": definition("---"),
        "hidden direction": definition("A keepsake¤ &#x202e; of things"),
    },
    "Sphinx reads the definition as": {
        "picture": definition("![A keepsake¤](picture.png)"),
        "HTML": definition("A <b>keepsake¤</b>"),
        "footnote": definition("A keepsake¤[^1].").replace("More", "[^1]: A note.\n\nMore"),
        "hard break": definition("A keepsake¤\\\nof things"),
        "less indented": swap(DEFINITION, "    A keepsake¤ of\n  very plain things.\n"),
        "one space less": swap(DEFINITION, "  A keepsake¤ of\n very plain things.\n"),
        "reference": definition("A [keepsake¤][r].").replace("More", "[r]: https://example.org\n\nMore"),
    },
    "a fence inside": {
        "code": definition("A keepsake¤.\n\n```sh\nls\n```"),
        "colons": entry("::::{glossary}\nWord¤\n  A keepsake¤.\n\n  :::{note}\n  x\n  :::\n::::\n"),
        "tildes": definition("A keepsake¤.\n\n~~~\nls\n~~~"),
    },
    "never closed": {
        "colons": HEAD + f":::{{glossary}}\nWord¤\n{DEFINITION}",
        "ticks": HEAD + f"```{{glossary}}\nWord¤\n{DEFINITION}",
        "fewer colons": HEAD + f"::::{{glossary}}\nWord¤\n{DEFINITION}:::\n",
    },
    "did not become a term": {
        "emphasis": name("_Word¤_"),
        "strong": name("__Word¤__"),
        "rst comment": name(".. Word¤"),
        "option": name("::"),
        "hyphens": name("---"),
        "entity": name("&amp;¤"),
        "address": name("<https://word.example/¤>"),
    },
    "holds nothing to look up": {"dashes": name("- -"), "lines": name("_ _")},
    "write the name without it": {
        "role": name("{term}`Word¤`"),
        "ticks": name("`Word¤`"),
        "stars": name("*Word¤*"),
        "half a star": name("**Word¤"),
        "bracket": name("[Word¤]"),
        "brace": name("{Word¤}"),
        "pipe": name("|Word¤|"),
        "backslash": name("\\Word¤"),
        "tag": name("<Word¤>"),
        "end of a script": name("</script>¤"),
        "end of data": name("]]>¤"),
        "comment": name("<!-- ¤"),
        "semicolon": name("Word;¤"),
        "classifier": name("Word¤ : b : c"),
        "two spaces": name("Word  ¤"),
    },
    "holds a character that nobody sees": {
        "zero width": name("Word\u200b¤"),
        "override": name("Word\u202e¤"),
        "mark": name("\u200fWord¤"),
        "word joiner": name("Word\u2060¤"),
        "tag": name("Word\U000e0041¤"),
        "replacement": name("Word\ufffd¤"),
    },
    "a name of": {"300 characters": name("Word ¤ " + "x" * 300)},
    "repeats": {
        "same alias": name("Word¤\nWord¤"),
        "other case": name("Word¤\nWORD¤"),
        "hyphen": name("Word ¤\nWord-¤"),
        "full width": name("Word¤\n\uff37ord¤"),
    },
    HARMLESS: {
        "tildes": GOOD.replace(":::{g", "~~~{g").replace("things.\n:::", "things.\n~~~"),
        "space before the name": GOOD.replace(":::{g", "::: {g"),
        "sorted": GOOD.replace("}\nWord¤", "}\n:sorted:\nWord¤"),
        "two paragraphs": definition("A keepsake¤.\n\nMore of it."),
        "indented with a tab": swap(DEFINITION, "\tA word¤ is a keepsake¤ of plain things.\n"),
        "deep indentation": swap(DEFINITION, "      A word¤ is a keepsake¤ of plain things.\n"),
        "blank line before": swap(DEFINITION, "\n" + DEFINITION),
        "long definition": definition("A keepsake¤ " + "of words " * 900),
        "ninety names": name("Word¤\n" + "\n".join(f"n{i}w¤" for i in range(90))),
        "emphasis": definition("A *keepsake¤* **is** `code` and _more_."),
        "links": definition("A [keepsake¤](https://a.example) <https://b.example>."),
        "roles": definition("A {abbr}`keepsake¤ (a thing)` {kbd}`x`."),
        "quotes": definition("A \"keepsake¤\" -- it's 'one' ... or two."),
        "dots": definition("... a keepsake¤"),
        "entities": definition("A keepsake¤ &amp; \\* more"),
        **{
            f"name {sign!r}": name(f"{sign.rstrip()}w¤")
            for sign in (
                *("C++ ", "C# ", ".NET ", "A/B ", "a&b ", "$x ", "a_b_c ", "! ", "? ", "% ", "# ", "1. "),
                *(
                    "= ",
                    "x: ",
                    "x^2 ",
                    "@x ",
                    "www.x.",
                    "i.e. ",
                    "x, y ",
                    "a\u2026 ",
                    "\u201cx\u201d ",
                    "'x' ",
                ),
                *(
                    "\u65e5\u672c\u8a9e ",
                    "\u0627\u0644\u0639 ",
                    "\u05e2\u05d1\u05e8 ",
                    "\u00dc ",
                    "\U0001f600 ",
                ),
                *(
                    "a\u200db ",
                    "a\u00a0b ",
                    "\u00adx ",
                    "\ufb01 ",
                    "\u1e9e ",
                    "\u0130 ",
                    "\ufdfa ",
                    "null ",
                    "None ",
                ),
                *(
                    "constructor ",
                    "toString ",
                    "index ",
                    "search ",
                    "x -- y ",
                    "x ... y ",
                    "~x~ ",
                    "^x ",
                    "a\tb ",
                ),
            )
        },
    },
}

MARKDOWN: dict[str, Pages] = {
    HARMLESS: {
        "quotations 8 deep": body("> " * 8 + "keepsake¤"),
        "ragged table": body("|a|b|\n|-|-|\n|1|\n|1|2|3|\n"),
        "table without rows": body("|a|b|\n|-|-|\n"),
        "odd fences": body("```\nkeepsake¤\n```\n~~~ text x\ny\n~~~\n"),
        "fence never closed at the end": GOOD + "\n```\nkeepsake¤",
        "links without text": body("[](https://example.org) [ ](https://example.org)"),
        "half links": body("[a]( [b [c](d"),
        "half roles": body("{term` {term}` `{term} {}``"),
        "ticks": body("`` ` ``` ` `a"),
        "stars": body("* ** *** **** a* *a"),
        "nested emphasis": body("*a " * 20 + "b" + "* " * 20),
        "half tags": body("a < b > c <3 && &#0; &nope; &#xffffffff;"),
        "many headings": body("## A part\n\n" * 300),
        "hashes": body("#" * 1900),
        "reference definitions": body("".join(f"[r{i}]: https://example.org/{i}\n" for i in range(300))),
        "blank lines": body("\n" * 3000),
        "spaces": body(" " * 40_000),
        "tabs": body("\t" * 40_000),
        "long lists": body("- a\n" * 1500),
        "capitals": body("A" * 1900 + "b " + "A" * 1900),
        "digits": body("9" * 1900),
        "sentence ends": body(("." * 1900 + " ") * 20),
        "initials": body("U.S. " * 8000),
        "emoji": body("\U0001f600 " * 15_000),
        "accents": body("e" + "\u0301" * 1900),
        "ligatures": body("\ufdfa" * 1900),
        "nothing but dashes": body("a - " * 10_000),
        "right to left": body("\u05e2\u05d1\u05e8 \u202eabc\u202c"),
        "dollar signs": body("$a$ $$b$$"),
        "braces": body("{{ a }} {% b %} {# c #}"),
        "plus signs": body("+++\n" * 300),
        "link to itself": body("{term}`Word¤` {term}`word¤`"),
        "colons": body(": a\n:: b\n"),
        "ten thousand words": body("word " * 9_000),
        "escapes": body("\\" * 1900),
        "at signs": body("a@" * 900),
        "ampersands": body("&" * 1900),
        "angle brackets": body("<" * 1900),
        "brackets": body("[" * 1900),
        "closing links": body("](" * 900),
        "exclamations": body("![" * 900),
        "lazy quotations": body("> a\nb\n" * 500),
        "rows of a table": body("|a|\n|-|\n" + "|a\n" * 1000),
    },
    "Pygments lexer name": {"code of no language": body("```nonesuch-language\nkeepsake¤\n```")},
    "cross-reference target not found": {
        "link to nothing": body("[a]()"),
        "link to no page": body("[a](nonesuch.md)"),
        "link to no part": body("[a](#nonesuch)"),
    },
    "nested too deeply": {
        "quotations": body("> " * 30 + "lost"),
        "lists": body("\n".join("  " * depth + "- x" for depth in range(25))),
        "numbers": body("\n".join("   " * depth + "1. x" for depth in range(25))),
        "notes": body("\n".join([":" * (30 - i) + "{note}" for i in range(12)] + ["x"])),
        "emphasis": body("*a " * 70 + "x" + " a*" * 70),
    },
    "the page cannot be read": {
        "emphasis 900 deep": body("*a " * 900 + "x" + " a*" * 900),
        "long file name": body(f"[a]({'x' * 300})"),
    },
    "no term is called": {
        "unknown": body("{term}`nonesuch¤`"),
        "empty": body("{term}` `"),
        "500 of them": body(" ".join(f"{{term}}`nonesuch {i}`" for i in range(500))),
        "markup": body("{term}`<script>`"),
        "with a target": body("{term}`a <nonesuch¤>`"),
        "long": body("{term}`" + "x" * 1900 + "`"),
    },
    "one `# Title` line": {
        "none": GOOD.replace("# Word¤\n", ""),
        "two": GOOD + "\n# Again\n",
        "underlined": GOOD + "\nAgain\n=====\n",
        "three hundred": GOOD + "\n# a\n" * 300,
    },
    "is not for pages that anybody may write": {
        "unknown directive": body("```{nonesuch}\nx\n```"),
        "unknown role": body("{nonesuch}`x`"),
        "directive without a name": body("```{}\nx\n```"),
    },
}

# Other pages than terms: the file goes into `guides/` or `topics/`.
_GUIDE = "---\n{front}\n---\n# Guide ¤\n\nText keepsake¤.\n"
_COMPARE = "compares: [api, monolith]\nquestion: Which one?\nverdict: Either."
_DECIDE = "decide:\n  - ask: How many?\n    api:\n      One: it is so\n    monolith:\n      Two: it is so"


def guide(lines: str) -> str:
    """A guide with such front matter."""
    return _GUIDE.format(front=lines)


def compare(old: str, new: str) -> str:
    """A comparison with one thing in the place of another."""
    whole = f"{_COMPARE}\n{_DECIDE}"
    assert old in whole, old
    return guide(whole.replace(old, new, 1))


GUIDES: dict[str, Pages] = {
    "unknown key": {
        "both kinds": guide(f"{_COMPARE}\nsteps:\n  api: x"),
        "misspelt": guide("stepz:\n  api: x"),
        "of MyST": guide("myst:\n  enable_extensions: [substitution]"),
        "html_meta": guide('html_meta:\n  "http-equiv=refresh": "0"'),
    },
    "front matter that is never closed": {"open": guide("steps:\n  api: x").replace("\n---\n#", "\n#")},
    "is given twice": {"compares": guide(f"{_COMPARE}\ncompares: [api, monolith]")},
    "compares two terms": {
        "one": compare("[api, monolith]", "[api]"),
        "three": compare("[api, monolith]", "[api, monolith, x]"),
    },
    "listed twice": {
        "same": compare("[api, monolith]", "[api, api]"),
        "steps": guide("steps:\n  api: x\n  api: y"),
    },
    "no page": {
        "unknown": guide(_COMPARE.replace("monolith", "nonesuch")),
        "path": guide(_COMPARE.replace("monolith", '"../api"')),
        "ninety steps": guide("steps:\n" + "\n".join(f"  s{i}: x" for i in range(90))),
    },
    "expected a list, such as": {
        "text": compare("[api, monolith]", "api"),
        "keys": compare("[api, monolith]", "{api: monolith}"),
    },
    "is empty": {"question": compare("Which one?", ""), "reason": guide("steps:\n  api: ''")},
    "expected a list of questions": {
        "text": guide(f"{_COMPARE}\ndecide: x"),
        "nothing": guide(f"{_COMPARE}\ndecide: []"),
        "null": guide(f"{_COMPARE}\ndecide:"),
    },
    "expected `- ask: …`": {"texts": guide(f"{_COMPARE}\ndecide: [a]")},
    "has no `ask: …` line": {"none": compare("  - ask: How many?\n    api:", "  - api:")},
    "does not end with a question mark": {"statement": compare("many?", "many.")},
    "2 or 3 answers": {
        "one": compare("\n    monolith:\n      Two: it is so", ""),
        "300": guide(
            f"{_COMPARE}\ndecide:\n  - ask: x?\n" + "\n".join(f"    a{i}:\n      A: x" for i in range(300))
        ),
    },
    "given twice in one question": {"answers": compare("    monolith:\n", "    api:\n")},
    "is not compared here": {
        "other": compare("    monolith:\n", "    cache:\n"),
        "number": compare("    monolith:\n", "    1:\n"),
    },
    "has no reason": {"none": compare("Two: it is so", "Two")},
    "expected one answer": {
        "list": compare("Two: it is so", "[a]"),
        "keys": compare("Two: it is so", "{a: b, c: d}"),
    },
    "write plain text without links or markup": {
        "stars": compare("Two:", '"*Two*":'),
        "script": compare("Two:", '"</script>":'),
        "role": compare("How many?", '"{term}`api`?"'),
    },
    "a character that nobody sees": {"answer": compare("Two:", r'"Two\u202e":')},
    "nested too deeply": {"lists": guide(f"{_COMPARE}\ndecide: " + "[ " * 40 + "] " * 40)},
    "expected lines such as": {"list": guide("steps:\n  - api"), "text": guide("steps: api")},
    "more than 100": {"steps": guide("steps:\n" + "\n".join(f"  s{i}: x" for i in range(2000)))},
    "one `# Title` line": {
        "none": guide("steps:\n  api: x").replace("# Guide ¤\n", ""),
        "two": guide("steps:\n  api: x") + "\n# Again\n",
    },
    "more than 50000": {"a megabyte": guide("steps:\n  api: x") + "x " * 500_000},
    HARMLESS: {
        "path": guide("steps:\n  api: first\n  monolith: then"),
        "comparison": guide(f"{_COMPARE}\n{_DECIDE}"),
        "markup in a question": compare("Which one?", '"*Which* </script> [one](x)?"'),
        "500 questions": guide(
            f"{_COMPARE}\ndecide:\n"
            + "\n".join(
                f"  - ask: q{i}?\n    api:\n      A: x\n    monolith:\n      B: y" for i in range(300)
            )
        ),
        "CRLF": guide("steps:\n  api: first\n  monolith: then").replace("\n", "\r\n"),
    },
}

_TOPIC = "# Topic ¤\n\nAbout keepsake¤.\n\n"
TOPICS: dict[str, Pages] = {
    "one `# Title` line": {
        "empty": "",
        "text": "keepsake¤\n",
        "two": _TOPIC + "# Again\n",
        "empty title": "#\n\nkeepsake¤\n",
        "only a list": "```{topic-list}\n```\n",
    },
    "front matter that is never closed, or not for this page": {
        "substitutions": "---\nmyst:\n  enable_extensions: [substitution]\n---\n"
        + _TOPIC
        + "{{ env.app }}\n",
        "billion laughs": "---\na: &a [x, x]\nb: &b [*a, *a]\n---\n" + _TOPIC,
        "tag": '---\na: !!python/object/apply:os.system ["touch pwned"]\n---\n' + _TOPIC,
        "refresh": '---\nhtml_meta:\n  "http-equiv=refresh": "0;url=javascript:alert(1)"\n---\n' + _TOPIC,
        "orphan": "---\norphan: true\n---\n" + _TOPIC,
        "open": "---\na: b\n\n" + _TOPIC,
    },
    "no topic": {"unknown": _TOPIC + "```{term-list}\n:topic: nonesuch\n```\n"},
    "argument required but none supplied": {"no topic": _TOPIC + "```{term-list}\n:topic:\n```\n"},
    "none permitted": {
        "argument": _TOPIC + "```{term-list} x\n```\n",
        "content": _TOPIC + "```{topic-list}\nx\n```\n",
    },
    "no kind of guide": {"unknown": _TOPIC + "```{guide-list} nonesuch\n```\n"},
    "argument(s) required": {
        "guide list": _TOPIC + "```{guide-list}\n```\n",
        "today's term": _TOPIC + "```{todays-term}\n```\n",
    },
    "no term is called": {"today's term": _TOPIC + "```{todays-term} nonesuch\n```\n"},
    "7 at most": {
        "diagram of 800 boxes": _TOPIC
        + "```{diagram} flow\n:alt: x\n"
        + "\n".join(f"a{i} -> b{i}" for i in range(400))
        + "\n```\n",
    },
    "no kind of diagram": {"diagram": _TOPIC + "```{diagram} nonesuch\n:alt: x\na -> b\n```\n"},
    "HTML is not for": {"title": "# A <b>title</b> ¤\n\nkeepsake¤\n"},
    HARMLESS: {
        "list of all": _TOPIC + "```{term-list}\n```\n",
        "ordinary glossary": _TOPIC + ":::{glossary}\nLoose¤\n  A thing.\n:::\n",
        "diagram": _TOPIC + '```{diagram} flow\n:alt: </svg><script>\n<b> -> "x" onload="y": </text>\n```\n',
        "link in the title": "# A [title](https://example.org) ¤\n\nkeepsake¤\n",
    },
}


@dataclass(frozen=True)
class Case:
    """A broken page: where it goes, its text, and what is said of it (nothing where it is harmless)."""

    path: str
    text: str
    said: str
    label: str


def _cases() -> Iterator[Case]:
    groups = {"glossary": (FRONT_MATTER, ENDS, DIRECTIVE, MARKDOWN), "guides": (GUIDES,), "topics": (TOPICS,)}
    number = 0
    for folder, tables in groups.items():
        for said, pages in ((said, pages) for table in tables for said, pages in table.items()):
            for label, text in pages.items():
                number += 1
                text = text.replace("¤", f"{number:03}")
                yield Case(f"{folder}/p{number:03}.md", text, said, f"{said}: {label}")


CASES = tuple(_cases())
