"""What is made of somebody else's terms.json, and how a name of theirs is found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_terms.elsewhere import ANY, Elsewhere, RemoteTerm, UnusableError, read_definitions

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
names = st.sampled_from(("headword", "definition", "aliases", "variants", "url", "slug"))
terms = st.dictionaries(names, values) | values
surrogates = st.text(st.characters(categories=["Cs", "Cc", "Cf", "Lu"]), min_size=1)
written = st.fixed_dictionaries({"headword": st.text(min_size=1), "definition": st.text() | surrogates})
files = st.fixed_dictionaries({"version": st.just(1) | values, "terms": st.lists(terms | written) | values})


@given(files | values)
def test_anything_gives_clean_text_by_name_or_a_reason(found: Any) -> None:
    """Wrong types, odd characters, no matter what: text that any page can hold, or one error to report."""
    try:
        definitions = read_definitions(json.dumps(found).encode())
    except UnusableError:
        return
    for name, text in definitions.items():
        assert isinstance(name, str)
        assert 0 < len(text) <= 1000
        assert "\n" not in text
        text.encode("utf-8")


@given(st.binary())
def test_any_bytes_are_no_trouble(data: bytes) -> None:
    """What is not JSON is said to be none."""
    with pytest.raises(UnusableError):
        read_definitions(b"\xff" + data)


def test_a_long_definition_is_cut_and_a_broken_term_passed_over() -> None:
    """One bad term costs the others nothing."""
    good = {
        "headword": "Pod",
        "aliases": ["container group", 3, None],
        "variants": "pods",
        "definition": "x" * 5000,
    }
    data = json.dumps(
        {"version": 1, "terms": [None, {"headword": "No text"}, {"definition": "No name"}, good]}
    )
    found = read_definitions(data.encode())
    assert found.keys() == {"Pod", "container group"}
    assert len(found["Pod"]) == 1000
    assert found["Pod"].endswith("…")


def term(project: str, name: str) -> RemoteTerm:
    """A name in the inventory of a project."""
    return RemoteTerm(project, name, f"https://{project}.example/#{name}")


ELSEWHERE = Elsewhere(
    {
        "a": {name: term("a", name) for name in ("Pod", "API", "Go", "go")},
        "b": {name: term("b", name) for name in ("Pod", "Café", "b:odd")},
    }
)


@pytest.mark.parametrize(
    ("target", "project", "found"),
    [
        ("pods", "a", ("a", "Pod")),
        ("pods", "b", ("b", "Pod")),
        ("pods", "", ("b", "Pod")),  # as in intersphinx: the last key
        ("pods", ANY, ("b", "Pod")),
        ("a:pods", "", ("a", "Pod")),
        ("a:pods", ANY, None),  # the role has no such form
        ("b:odd", "", ("b", "b:odd")),  # a name that only looks like one with a key
        ("go", "a", ("a", "go")),
        ("Go", "a", ("a", "Go")),
        ("cafes", "", ("b", "Café")),
        ("cafes", "a", None),
        ("pods", "c", None),
        ("c:pods", "", None),
        ("a:", "", None),
    ],
)
def test_a_name_is_found_where_the_reference_says(
    target: str, project: str, found: tuple[str, str] | None
) -> None:
    """In one project, in all, or in the one that an unprefixed reference begins with."""
    term = ELSEWHERE.find(target, project)
    assert (term and (term.project, term.name)) == found
