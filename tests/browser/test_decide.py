"""The questions of a comparison in a real browser: picked answers add up to a suggestion with its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.test_axe import violations
from tests.browser.test_cards import STRICT
from tests.browser.test_theme import PHONE, SMALL

pytestmark = pytest.mark.browser

POLICY = {"Content-Security-Policy": STRICT}
NAME = "guides/microservices-or-monolith.html"
FEW, MANY = "They fit round one table", "Several teams, who queue to release"
BILL, NIGHT, SETTLED = "Yes, we see it on the bill", "Nobody yet", "It has been settled for years"
AGAIN = "Question 1 weighs most and speaks for Monolith: look at it again."
WORDS = r"""(part) => part.textContent.match(/[\p{L}\p{N}]+/gu)"""


@pytest.fixture
def comparison(site: Path, serve: Serve, visit: Visit) -> Page:
    """The page under the strict policy."""
    return visit(serve(site, POLICY) + NAME)


def pick(page: Page, *answers: str) -> None:
    """Pick answers by pointer, on their words."""
    for answer in answers:
        page.get_by_text(answer, exact=True).first.click()


def suggestion(page: Page) -> str:
    """What is announced."""
    return page.locator("#decide").get_by_role("status").inner_text()


def reasons(page: Page) -> list[str]:
    """What stands below it: sides, and the answers that speak for them."""
    return page.locator(".plain-term-sum > div > p, .plain-term-sum > div li").all_inner_texts()


def test_answers_add_up_to_a_suggestion_and_its_reasons(comparison: Page) -> None:
    """Each pick is counted at once; the other side is heard too."""
    assert suggestion(comparison) == "Pick your answers. They are added up here."
    assert reasons(comparison) == []
    links = comparison.locator(".plain-term-decide a").count()
    pick(comparison, FEW)
    assert suggestion(comparison) == "So far: Monolith, by 1 to 0."
    pick(comparison, BILL, NIGHT, SETTLED)
    assert suggestion(comparison) == "Suggestion: Monolith, by 2 to 1."
    assert reasons(comparison) == [
        "For Monolith",
        "They fit round one table: everyone can still know the whole app",
        "Nobody yet: one piece leaves one place to look in the morning",
        "For Microservices",
        "Yes, we see it on the bill: you could add machines to that part alone",
        "For either",
        "It has been settled for years: a settled product can be cut up, or left whole",
    ]
    assert comparison.locator(".plain-term-decide a").count() == links == 7
    link = comparison.locator(".plain-term-sum").get_by_role("link", name="Monolith")
    assert str(link.get_attribute("href")).endswith("glossary/monolith.html#term-monolith")
    comparison.get_by_role("link", name="the verdict").click()
    expect(comparison.get_by_role("heading", name="The verdict")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([NIGHT, BILL], "So far: a tie, 1 to 1. Question 1 weighs most."),
        ([MANY, NIGHT], "So far: Microservices. It is a tie, 1 to 1. Question 1 weighs most and tips it."),
        (
            [FEW, BILL, "Somebody on a paid rota"],
            f"So far: Microservices, by 2 to 1. {AGAIN}",
        ),
        ([SETTLED], "So far: either. Your answers leave it open."),
        (
            ["Something between", BILL, NIGHT, SETTLED],
            "Suggestion: a tie, 1 to 1. Question 1 weighs most, and you left it open.",
        ),
    ],
)
def test_a_doubtful_sum_is_told_as_one(comparison: Page, answers: list[str], said: str) -> None:
    """A tie is a tie, the question that weighs most tips it, and one that contradicts the rest is named."""
    pick(comparison, *answers)
    assert suggestion(comparison) == said


def test_a_reason_shows_once_its_answer_is_picked(comparison: Page) -> None:
    """And goes when the reader changes their mind."""
    few, many = (comparison.get_by_role("radio", name=name, exact=True) for name in (FEW, MANY))
    expect(few).to_have_accessible_description("speaks for Monolith: everyone can still know the whole app")
    reason = comparison.locator(".plain-term-decide").get_by_text("everyone can still know the whole app")
    expect(reason).to_be_hidden()
    few.check()
    expect(reason).to_be_visible()
    many.check()
    expect(reason).to_be_hidden()
    assert suggestion(comparison) == "So far: Microservices, by 1 to 0."


def test_the_keyboard_answers_everything(comparison: Page) -> None:
    """Each question is one stop and the arrows choose; a screen reader hears question, answer and sum."""
    group = comparison.get_by_role("radiogroup", name="How many people change the code?")
    group.get_by_role("radio").first.focus()
    comparison.keyboard.press("Space")
    comparison.keyboard.press("ArrowDown")
    expect(group.get_by_role("radio", name=MANY)).to_be_focused()
    assert suggestion(comparison) == "So far: Microservices, by 1 to 0."
    comparison.keyboard.press("Tab")  # the link in the reason
    comparison.keyboard.press("Tab")
    comparison.keyboard.press("Space")
    assert suggestion(comparison) == "So far: Microservices, by 2 to 0."


def test_without_scripts_a_reader_can_add_up_too(site: Path, serve: Serve, visit: Visit) -> None:
    """Everything can be read, how to count is said, and each side unfolds to its reasons."""
    page = visit(serve(site, POLICY) + NAME, java_script_enabled=False)
    for text in page.locator(".plain-term-decide .plain-term-reason").all():
        expect(text).to_be_visible()
    total = page.locator(".plain-term-sum")
    expect(total).to_contain_text("If it is a tie, let question 1 decide: it weighs most.")
    hidden = total.get_by_text("Nobody yet: one piece leaves one place to look in the morning")
    expect(hidden).to_be_hidden()
    total.get_by_text("Most speak for Monolith").click()
    expect(hidden).to_be_visible()
    assert page.locator("#decide input").count() == 0


def test_scripts_lose_no_word_of_the_questions(site: Path, serve: Serve, visit: Visit) -> None:
    """What can be read without them is all there, in the same order."""
    address = serve(site, POLICY) + NAME
    found = [
        visit(address, java_script_enabled=enabled).locator(".plain-term-decide").evaluate(WORDS)
        for enabled in (True, False)
    ]
    assert found[0] == found[1]
    assert len(found[0]) > 100


def test_questions_work_from_disk(site: Path, visit: Visit) -> None:
    """Without a server."""
    page = visit((site / NAME).as_uri())
    pick(page, FEW)
    assert suggestion(page) == "So far: Monolith, by 1 to 0."


def test_every_comparison_becomes_a_form(site: Path, serve: Serve, visit: Visit) -> None:
    """On each of them, the first answers to all questions add up to something."""
    home = serve(site, POLICY)
    page = visit(home + "guides/index.html")
    names = [path.name for path in sorted((site / "guides").glob("*-or-*.html"))]
    assert len(names) >= 33
    for name in names:
        page.goto(f"{home}guides/{name}")
        groups = page.get_by_role("radiogroup").all()
        assert 3 <= len(groups) <= 5, name
        for group in groups:
            group.get_by_role("radio").first.check()
        assert suggestion(page).startswith("Suggestion: "), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answered_questions_have_no_violations(site: Path, serve: Serve, visit: Visit, scheme: str) -> None:
    """As axe sees it; unanswered ones are looked at with the other pages."""
    page = visit(serve(site) + NAME, color_scheme=scheme)
    pick(page, FEW, BILL, NIGHT, SETTLED)
    assert violations(page) == []


def test_answers_can_be_hit_with_a_thumb(site: Path, serve: Serve, visit: Visit) -> None:
    """44 pixels high, the whole line; and nothing sticks out of a narrow window."""
    page = visit(serve(site) + NAME, **{**PHONE, "viewport": {"width": 320, "height": 740}})
    pick(page, FEW, BILL, NIGHT, SETTLED)
    heights = page.locator("#decide label").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL) == []


def test_paper_holds_all_reasons(comparison: Page) -> None:
    """There is no second click on it: it says how to count, or what was picked adds up to."""
    comparison.emulate_media(media="print")
    total = comparison.locator(".plain-term-sum")
    for text in comparison.locator(".plain-term-decide .plain-term-reason").all():
        expect(text).to_be_visible()
    expect(total.get_by_text("Count your answers")).to_be_visible()
    expect(total.get_by_text("Pick your answers")).to_be_hidden()
    comparison.emulate_media(media="screen")
    expect(total.get_by_text("Count your answers")).to_be_hidden()
    pick(comparison, FEW)
    comparison.emulate_media(media="print")
    expect(total.get_by_text("So far: Monolith, by 1 to 0.")).to_be_visible()
