"""The questions of a comparison that lead its reader to a suggestion: their form, and their rules.

An author writes them in the front matter, each answer under the term it speaks for::

    decide:
      - ask: How many people change the code?
        weighs: many pieces help only teams that wait for each other
        monolith:
          One table's worth: everyone still knows the whole app
        microservices:
          Several teams: each can release alone
        either:
          Somewhere between: size alone does not settle it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from . import wording
from .front_matter import BadValueError, read_text
from .model import Answer, Glossary, Guide, Problem, Question, Rule

EITHER = "either"
ASK, WEIGHS = "ask", "weighs"

RULES = (
    Rule("decide-count", "must", "A comparison has 3 to 5 questions that help to decide."),
    Rule("decide-fair", "must", "Each of the two terms has an answer that speaks for it, in two questions."),
    Rule("decide-weight", "must", "One question, with an answer for each term, says why it weighs most."),
    Rule("decide-length", "must", "A question has at most 20 words, an answer 12, a reason 16."),
    Rule("decide-words", "must", "No filler, sales talk or words that go out of date in any of them."),
)
"""Rules of this project's style guide for the questions of a comparison."""

_LEVEL = {rule.id: rule.level for rule in RULES}
_FORM = "write `answer: reason` in a line below the term it speaks for, or below `either`"
_MARKUP = ("{", "`", "[", "*", "<")
_MOST_LINES = 10  # more are not even counted
_LONGEST = {"question": 20, "answer": 12, "reason": 16}


# --- reading --------------------------------------------------------------------------------------


def read(node: yaml.Node) -> tuple[Question, ...]:
    """Read the value of ``decide``; :class:`BadValueError` tells what is wrong, and where."""
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise BadValueError("expected a list of questions, each `- ask: …` and its answers", node)
    return tuple(_question(inner) for inner in node.value)


def _question(node: yaml.Node) -> Question:
    if not isinstance(node, yaml.MappingNode):
        raise BadValueError("expected `- ask: …` and the answers under it", node)
    if len(node.value) > _MOST_LINES:
        raise BadValueError(
            f"a question has 2 or 3 answers, and here are {len(node.value)} lines: {_FORM}", node
        )
    keys = [read_text(key) for key, _ in node.value]
    for (key, _), name in zip(node.value, keys, strict=True):
        if keys.count(name) > 1:
            raise BadValueError(f"{name!r} is given twice in one question: keep one", key)
    values = {name: value for name, (_, value) in zip(keys, node.value, strict=True)}
    if ASK not in values:
        raise BadValueError("a question has no `ask: …` line: add it", node)
    answers = tuple(_answer(key, value) for key, value in node.value if key.value not in (ASK, WEIGHS))
    if len(answers) not in (2, 3):
        raise BadValueError(f"a question has 2 or 3 answers, found {len(answers)}: {_FORM}", node)
    text = _plain(values[ASK])
    if not text.endswith("?"):
        raise BadValueError(f"{text!r} does not end with a question mark: ask it", values[ASK])
    weighs = _clause(values[WEIGHS]) if WEIGHS in values else ""
    return Question(text, answers, _line(values[ASK]), weighs)


def _answer(key: yaml.Node, node: yaml.Node) -> Answer:
    slug = "" if key.value == EITHER else read_text(key)
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        text, reason = (_plain(part) for part in node.value[0])
    elif isinstance(node, yaml.ScalarNode):
        text, colon, reason = _plain(node).partition(": ")
        if not colon:
            raise BadValueError(f"the answer {text!r} has no reason: {_FORM}", node)
    else:
        raise BadValueError(f"expected one answer and its reason: {_FORM}", node)
    return Answer(text.strip(), slug, reason.strip().removesuffix("."), _line(node))


def _clause(node: yaml.Node) -> str:
    return _plain(node).strip().removesuffix(".")


def _line(node: yaml.Node) -> int:
    """The line in the file, from 1, below the fence that opens the front matter."""
    return int(node.start_mark.line) + 2


def _plain(node: yaml.Node) -> str:
    text = read_text(node)
    found = next((sign for sign in _MARKUP if sign in text), None)
    if found:
        raise BadValueError(f"{text!r} holds {found!r}: write plain text without links or markup", node)
    return text


def check_slugs(questions: Sequence[Question], compared: Sequence[str], path: str) -> Iterator[Problem]:
    """Problems with answers that speak for a term that the page does not compare."""
    for question in questions:
        for answer in question.answers:
            if answer.slug and answer.slug not in compared:
                mend = f"use {', '.join(compared)} or {EITHER}"
                message = f"decide: {answer.slug!r} is not compared here: {mend}"
                yield Problem(path, answer.line, "front-matter", message)


# --- rules ----------------------------------------------------------------------------------------


def check(glossary: Glossary) -> Iterator[Problem]:
    """Problems of style with the questions of all comparisons."""
    for guide in glossary.guides:
        if guide.kind == "comparison":
            for line, rule, message in _check(guide):
                yield Problem(guide.path, line, rule, message, _LEVEL[rule])


def _check(guide: Guide) -> Iterator[tuple[int, str, str]]:
    count, line = len(guide.decide), guide.line("decide")
    if not 3 <= count <= 5:
        mend = "ask what would change the choice" if count < 3 else "keep those that decide most"
        yield line, "decide-count", f"{count} questions under `decide`, not 3 to 5: {mend}"
    for step in guide.steps if count else ():
        spoken = sum(answer.slug == step.slug for question in guide.decide for answer in question.answers)
        if spoken < 2:
            mend = "ask what would make a fair person choose it"
            yield line, "decide-fair", f"{step.slug!r} has an answer in {spoken} questions, not in 2: {mend}"
    if count:
        yield from _weight(guide)
    for at, what, text in _texts(guide):
        words = len(text.split())
        if words > _LONGEST[what]:
            message = f"the {what} {text!r} has {words} words: cut it to {_LONGEST[what]}"
            yield at, "decide-length", message
        for match, mend in wording.banned(text):
            yield at, "decide-words", f"{match[0]!r} in the {what} {text!r}: {mend}"


def _weight(guide: Guide) -> Iterator[tuple[int, str, str]]:
    """One question decides a tie, so it must be able to speak for either term."""
    heavy = [question for question in guide.decide if question.weighs]
    if len(heavy) != 1:
        mend = "give the one that decides a tie a line `weighs: why`"
        yield guide.line("decide"), "decide-weight", f"{len(heavy)} questions weigh most, not 1: {mend}"
    for question in heavy:
        spoken = {answer.slug for answer in question.answers}
        for step in guide.steps:
            if step.slug not in spoken:
                message = f"{question.text!r} weighs most, and no answer speaks for {step.slug!r}: add one"
                yield question.line, "decide-weight", message


def _texts(guide: Guide) -> Iterator[tuple[int, str, str]]:
    for question in guide.decide:
        yield question.line, "question", question.text
        yield question.line, "reason", question.weighs
        for answer in question.answers:
            yield answer.line, "answer", answer.text
            yield answer.line, "reason", answer.reason
