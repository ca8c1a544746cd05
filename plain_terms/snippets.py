"""Ready-made references to a term, for the foot of its page: what people paste into their own documents.

Pure. ``terms`` is the key that docs/using.md gives a glossary; projects may choose another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from .exports.site import iri, markdown

KEY = "terms"
_TITLE = "Link to this term"
_NOTE = f"For Sphinx, <code>{KEY}</code> is your name for this glossary in <code>intersphinx_mapping</code>."

# What Sphinx takes for "shown text <target>", or for "no link"; external roles undo escapes before they look.
_MISREAD = re.compile(r"^!|.<.*>$", re.S)
_NOT_SHOWN = str.maketrans({"`": "'", "<": "\u2039", ">": "\u203a"})


def snippets(headword: str, address: str) -> Mapping[str, str]:
    """The reference in each form by the form's name; ``address`` is where the term is explained."""
    address = iri(address)
    there = address.replace("(", "%28").replace(")", "%29")
    return {
        "MyST": f"{{external+{KEY}:term}}{_myst(headword)}",
        "reST": f":external+{KEY}:term:`{_rest(headword)}`",
        "Markdown": f"[{markdown(headword)}]({there})",
        "HTML": f'<a data-plain-terms href="{escape(address)}">{escape(headword, quote=False)}</a>',
    }


def details(headword: str, address: str) -> str:
    """The block for the page.

    Where ``address`` is but an anchor, as nobody said where the site is published, the forms that need
    the whole one are hidden until snippets.js has it from the browser.
    """
    lines = []
    for name, text in snippets(headword, address).items():
        hidden = " hidden" if address.startswith("#") and address in text else ""
        lines.append(f"<li{hidden}>{name} <code>{escape(text, quote=False)}</code></li>")
    body = "\n".join(lines)
    return (
        f'<details class="plain-term-snippets"><summary>{_TITLE}</summary>\n'
        f"<ul>\n{body}\n</ul>\n<p>{_NOTE}</p>\n</details>\n"
    )


def _rest(headword: str) -> str:
    text = _behind_another_text(headword) if _MISREAD.search(headword) else headword
    return re.sub(r"[\\`]", r"\\\g<0>", text)


def _myst(headword: str) -> str:
    """Nothing in a role of MyST can be escaped; the fence is longer than any in the text."""
    misread = _MISREAD.search(headword) or "`" in (headword[0], headword[-1])
    text = _behind_another_text(headword) if misread else headword
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence}{text}{fence}"


def _behind_another_text(headword: str) -> str:
    return f"{headword.translate(_NOT_SHOWN).lstrip('!').strip() or 'this'} <{headword}>"
