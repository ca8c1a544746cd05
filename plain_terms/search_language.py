"""The language of a site's search, as Sphinx knows it: stemmer, stop words, and the stemmer's script.

Scripts are read from the installed Sphinx, where they come with the stemmer they are the twin of.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from sphinx.config import Config
from sphinx.search import _MINIFIED_JS_PATH, SearchLanguage, languages

from .stemming import Stemmer, words

# Words that make a question of a name, beside stop words.
FILLERS = {
    "en": "about actually basically compare compared comparison define definition describe difference"
    " differences do does english example examples explain explained explanation for good how in is it"
    " know lay like mean meaning means me my need needs or plain please purpose same say should simple"
    " simply stand stands tell terms than to us use used using versus vs want what when where which who"
    " whats why with words work works"
}


def code_of(config: Config) -> str:
    """The code under which Sphinx keeps the language: ``en`` for ``en-GB``."""
    code = config.html_search_language or config.language or "en"
    return code if code in languages else code.replace("_", "-").partition("-")[0]


@cache
def _language(code: str) -> SearchLanguage | None:
    """Sphinx's own description, where it has a Snowball stemmer (not for Chinese or Japanese)."""
    found = languages.get(code)
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = getattr(import_module(module), name)
    return found({}) if found is not None and found.js_stemmer_rawcode else None


@cache
def stemmer(code: str) -> Stemmer:
    """The stemmer of a language; one that changes nothing where there is none."""
    language = _language(code)
    if language is None:
        return Stemmer(str)
    stop = frozenset(word for phrase in language.stopwords for word in words(phrase))
    return Stemmer(language.stem, stop)


def fillers(code: str) -> list[str]:
    """The words that make a question of a name."""
    return FILLERS.get(code, "").split()


def script(code: str) -> str:
    """JavaScript that hands the same stemmer to the page."""
    language = _language(code)
    if language is None:
        return 'plainTerms.take("stemmer", { stemWord: (word) => word });\n'
    files = ("base-stemmer.js", language.js_stemmer_rawcode)
    scripts = "\n".join((_MINIFIED_JS_PATH / name).read_text("utf-8") for name in files)
    name = f"{language.language_name}Stemmer"
    note = "/* Snowball stemmer, BSD-3-Clause: https://snowballstem.org/ */"
    return f'{note}\n(() => {{\n{scripts}\nplainTerms.take("stemmer", new {name}());\n}})();\n'
