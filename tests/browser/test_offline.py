"""A copy of the site on the reader's device: made when asked, used without a connection, renewed, removed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plain_terms import offline, outputs
from tests.browser.conftest import Serve, Visit
from tests.browser.moody_server import MoodyServer
from tests.browser.test_axe import violations
from tests.browser.test_cards import STRICT
from tests.projects import CONF, Project, base_files, term_page
from tests.test_offline import listed, pages_in

pytestmark = pytest.mark.browser

POLICY = {"Content-Security-Policy": STRICT}
THEME = CONF.replace('html_theme = "basic"', 'html_theme = "plain_terms"')
FILES = {
    **base_files(),
    "conf.py": f'{THEME}html_static_path = ["_static"]\nhtml_extra_path = ["_extra"]\n'
    'html_favicon = "_static/x.svg"\n'
    'html_css_files = ["own.css"]\n',
    "_static/x.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "_static/own.css": "h1 { text-indent: 1px }",
    "_extra/404.html": '<!DOCTYPE html><html lang="en"><title>Gone</title><h1>No such page</h1></html>',
    "glossary/server.md": term_page("Server", definition="A server is a machine that serves.", body="Racks."),
    "glossary/cache.md": term_page("Cache", definition="A cache is a spare copy near by."),
}
BEFORE, AFTER = "A monolith is an app in one piece.", "A monolith is one big app."
STATUS = '[role="status"][data-plain-terms-keep]'
ALL = "caches.keys()"
HEAR = f"""() => {{
  const status = document.querySelector('{STATUS}');
  window.heard = [];
  new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {{ childList: true }});
}}"""
STYLE = "(h1) => getComputedStyle(h1).textIndent"
REGISTERED = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site as it was, as it is after an edit, in folders, and without copies."""
    project = Project(tmp_path_factory.mktemp("kept"), FILES)
    made = {
        "old": project.good(out="_old").outdir,
        "dirhtml": project.good("dirhtml", out="_dirhtml").outdir,
    }
    project.edit("glossary/monolith.md", BEFORE, AFTER)
    project.write("_static/own.css", "h1 { text-indent: 2px }")
    project.write("glossary/token.md", term_page("Token", definition="A token is a pass."))
    made["new"] = project.good(out="_new").outdir
    project.edit("conf.py", "nitpicky", "plain_terms_offline = False\nnitpicky")
    made["without"] = project.good(out="_without").outdir
    return made


def in_glossary(path: str) -> bool:
    """What a server may hold back: a copy has some of them early, and is not whole without."""
    return path.startswith("glossary/")


def nothing(_: str) -> bool:
    """All is given out."""
    return False


@dataclass
class Reader:
    """Somebody with a browser, at the page that offers the copy."""

    server: MoodyServer
    context: BrowserContext
    page: Page

    def ask(self) -> None:
        """Open the page and press the button."""
        self.page.goto(f"{self.server.address}offline.html")
        self.button.click()

    def keep(self) -> None:
        """Ask, and wait until it is done."""
        self.ask()
        expect(self.button).to_have_text("Remove it from this device")

    def lose_connection(self) -> None:
        """Nothing is answered any more, and the browser knows it."""
        self.server.down = True
        self.context.set_offline(True)

    def open(self, path: str) -> Page:
        """Go to a page."""
        self.page.goto(self.server.address + path)
        return self.page

    def wait_for(self, state: str) -> None:
        """Until something is so, in JavaScript; fails after ten seconds."""
        self.page.evaluate(
            f"""async () => {{
              for (let i = 0; !({state}); i++) {{
                if (i === 200) throw new Error("is never so");
                await new Promise((done) => setTimeout(done, 50));
              }}
            }}"""
        )

    def caches(self) -> list[str]:
        """What is stored, as any page of the site sees it."""
        found: list[str] = self.page.evaluate(ALL)
        return found

    @property
    def size(self) -> str:
        """How much the copy takes, in words."""
        total = sum(size for size, _ in listed(self.server.folder).values())
        return f"{total / 1e6:.{total < 1e7:d}f} MB" if total >= 1e6 else f"{-(-total // 1000)} kB"

    @property
    def button(self) -> Any:
        """The one button."""
        return self.page.locator('[data-plain-terms-keep="button"]')

    @property
    def status(self) -> Any:
        """What is said about it."""
        return self.page.locator(STATUS)


@pytest.fixture
def read(browser: Browser, builds: dict[str, Path]) -> Iterator[Callable[..., Reader]]:
    """Give `read(build="old", prefix="docs/terms")`: a reader of that build under the strictest policy."""
    readers: list[Reader] = []

    def begin(build: str = "old", prefix: str = "docs/terms") -> Reader:
        server = MoodyServer(builds[build], prefix, POLICY)
        context = browser.new_context()
        context.set_default_timeout(15_000)
        readers.append(Reader(server, context, context.new_page()))
        return readers[-1]

    yield begin
    for reader in readers:
        reader.context.close()
        reader.server.close()


Read = Callable[..., Reader]


# --- asking -------------------------------------------------------------------------------------


def test_nothing_is_kept_unless_somebody_asks(read: Read) -> None:
    """No worker, no store and no request for either on a walk through the site, the page itself included."""
    reader = read()
    for path in ("index.html", "glossary/api.html", "search.html?q=api", "offline.html"):
        assert not [path for path in reader.server.asked if "keep" in path or outputs.WORKER in path]
        reader.open(path)
        assert (reader.caches(), reader.page.evaluate(REGISTERED)) == ([], 0)
    expect(reader.button).to_have_text(f"Keep it on this device ({reader.size})")
    expect(reader.status).to_contain_text(f"Not kept on this device. The copy takes about {reader.size}")
    assert outputs.LIST not in reader.server.asked


@pytest.mark.parametrize(("build", "prefix"), [("old", ""), ("old", "docs/terms"), ("dirhtml", "docs/terms")])
def test_every_page_works_without_a_connection(
    read: Read, builds: dict[str, Path], build: str, prefix: str
) -> None:
    """Pages never opened before, under their own addresses, with their style; also in a sub-folder."""
    reader = read(build, prefix)
    reader.page.goto(reader.server.address + ("offline/" if build == "dirhtml" else "offline.html"))
    reader.button.click()
    expect(reader.button).to_have_text("Remove it from this device")
    reader.lose_connection()
    for path in sorted(pages_in(builds[build])):
        address = path.removesuffix("index.html") if build == "dirhtml" else path
        page = reader.open(f"{address}?from=a-bookmark#x")
        title = builds[build].joinpath(path).read_text("utf-8").partition("<title>")[2]
        assert page.title() == " ".join(title.partition("</title>")[0].split())
        if path != "404.html":
            assert page.locator("h1").evaluate(STYLE) == "1px"
    assert len(reader.server.asked) < 3 * len(listed(builds[build]))


def test_search_and_cards_work_without_a_connection(read: Read) -> None:
    """All the data of the search is there, on the results page as well."""
    reader = read()
    reader.keep()
    reader.lose_connection()
    page = reader.open("glossary/monolith.html")
    page.locator("article p a.reference.term").first.hover()
    expect(page.locator(".plain-term-card")).to_contain_text("a set way for programs to talk")
    page.keyboard.press("/")
    page.keyboard.type("racks")
    expect(page.get_by_role("option").first).to_contain_text("Server")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("search.html?q=racks"))
    expect(page.locator("article").get_by_role("link", name="Server")).to_be_visible()


def test_addresses_that_servers_complete_work_too(read: Read) -> None:
    """A folder, a page without its ending, a folder without its slash."""
    reader = read()
    reader.keep()
    reader.lose_connection()
    assert reader.open("").title() == reader.open("index.html").title()
    assert "API" in reader.open("glossary/api").title()
    assert "A to Z" in reader.open("glossary/").title()
    assert "A to Z" in reader.open("glossary").title()
    assert reader.page.url.endswith("glossary/")


def test_an_address_that_does_not_exist_gets_the_page_that_says_so(read: Read) -> None:
    """With the status that a server would give; a file that is merely not kept gets the browser's own."""
    reader = read()
    reader.keep()
    reader.lose_connection()
    answer = reader.page.goto(f"{reader.server.address}glossary/nothing.html")
    assert answer
    assert (answer.status, reader.page.locator("h1").inner_text()) == (404, "No such page")
    with pytest.raises(Exception, match=r"ERR_FAILED|ERR_INTERNET"):
        reader.open("terms.json")


def test_all_of_the_real_site_is_kept(site: Path, browser: Browser) -> None:
    """Every page of it, and the size that was named is the size that was stored."""
    server, context = MoodyServer(site, "docs/terms", POLICY), browser.new_context()
    reader = Reader(server, context, context.new_page())
    try:
        reader.page.goto(f"{server.address}offline.html")
        expect(reader.button).to_have_text(f"Keep it on this device ({reader.size})")
        reader.button.click()
        expect(reader.button).to_have_text("Remove it from this device", timeout=60_000)
        (name,) = reader.caches()
        read_all = """async (name) => {
          const found = {}, cache = await caches.open(name);
          for (const { url } of await cache.keys()) found[url] = (await (await cache.match(url)).blob()).size;
          return found;
        }"""
        stored = reader.page.evaluate(read_all, name)
        assert {
            f"{server.address}{address}": size for address, (size, _) in listed(site).items()
        }.items() <= (stored.items())
        assert stored.keys() - {f"{server.address}{address}" for address in listed(site)} == {
            f"{server.address}{outputs.LIST}",
            f"{server.address}{outputs.WORKER}",
        }
        reader.lose_connection()
        for path in ("topics/security.html", "guides/microservices-or-monolith.html", "glossary/index.html"):
            assert "In Plain Terms" in reader.open(path).title()
    finally:
        context.close()
        server.close()


def test_it_says_so_where_it_cannot_be(builds: dict[str, Path], serve: Serve, visit: Visit) -> None:
    """From disk, and without scripts: words, and no button that does nothing."""
    page = visit((builds["old"] / "offline.html").as_uri())
    expect(page.locator(STATUS)).to_contain_text("so they are on this device already")
    expect(page.locator('[data-plain-terms-keep="button"]')).to_be_hidden()
    page = visit(serve(builds["old"]) + "offline.html", java_script_enabled=False)
    expect(page.locator(STATUS)).to_have_text("Keeping needs JavaScript, which does not run here.")
    expect(page.locator('[data-plain-terms-keep="button"]')).to_be_hidden()


def test_an_address_without_encryption_is_told_what_it_needs(
    builds: dict[str, Path], browser: Browser
) -> None:
    """Browsers allow it on https alone, and on the machine itself."""
    context = browser.new_context()
    context.route(
        "http://plain.example/**",
        lambda route: route.fulfill(path=builds["old"] / urlsplit(route.request.url).path[1:]),
    )
    page = context.new_page()
    page.goto("http://plain.example/offline.html")
    expect(page.locator(STATUS)).to_have_text("Keeping needs a secure address, one that starts with https.")
    expect(page.locator('[data-plain-terms-keep="button"]')).to_be_hidden()
    context.unroute_all(behavior="wait")  # an answer that comes after the end would fail the next test
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_violations_in_any_state(read: Read, scheme: str) -> None:
    """Before, while it is copied, and after; all by keyboard."""
    reader = read()
    reader.server.headers = {}  # what checks the page is put into it
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    reader.open("offline.html")
    expect(reader.button).to_be_visible()
    assert violations(reader.page) == []
    reader.server.holds = in_glossary
    reader.button.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("progressbar", name="Copied so far")).to_be_visible()
    assert violations(reader.page) == []
    expect(reader.page.get_by_role("progressbar")).to_be_visible()
    reader.server.holds = nothing
    expect(reader.status).to_contain_text("Kept on this device: ")
    assert violations(reader.page) == []
    expect(reader.button).to_be_focused()


def test_the_page_fits_a_narrow_window(read: Read) -> None:
    """At 400 %; what can be pressed is large enough for a thumb."""
    reader = read()
    reader.page.set_viewport_size({"width": 320, "height": 256})
    reader.open("offline.html")
    expect(reader.button).to_be_visible()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert reader.button.bounding_box()["height"] >= 44


# --- reading with a connection ------------------------------------------------------------------


def patient(folder: Path, aside: Path) -> Path:
    """The site with a worker that waits for a page for as long as that takes."""
    copy = Path(shutil.copytree(folder, aside / "patient"))
    text = (copy / outputs.WORKER).read_text("utf-8")
    assert "const PATIENCE = 3000;" in text
    (copy / outputs.WORKER).write_text(text.replace("PATIENCE = 3000", "PATIENCE = 1e9"), "utf-8")
    return copy


def test_with_a_connection_pages_are_fresh(read: Read, builds: dict[str, Path], tmp_path: Path) -> None:
    """The published page, in its own style, though an earlier one is kept; a page that went is gone."""
    reader = read()
    reader.server.folder = patient(builds["old"], tmp_path)
    reader.keep()
    reader.server.folder = builds["new"]
    reader.server.refuses = lambda path: path == "glossary/server.html" or path.startswith("plain-terms-")
    page = reader.open("glossary/monolith.html")
    expect(page.locator("article")).to_contain_text(AFTER)
    assert page.locator("h1").evaluate(STYLE) == "2px"
    answer = page.goto(f"{reader.server.address}glossary/server.html")
    assert answer
    assert answer.status == 404
    reader.lose_connection()
    page = reader.open("glossary/monolith.html")
    expect(page.locator("article")).to_contain_text(BEFORE)
    assert page.locator("h1").evaluate(STYLE) == "1px"


def test_a_page_that_does_not_come_in_time_is_read_from_the_copy(read: Read) -> None:
    """As are all its files; one that is not kept is waited for."""
    reader = read()
    reader.keep()
    reader.server.delay = lambda path: 6 if path.startswith("glossary/") else 0
    page = reader.open("glossary/monolith.html")
    expect(page.locator("article")).to_contain_text(BEFORE)
    reader.server.delay = lambda path: 0
    reader.server.folder = reader.server.folder.parent / "_new"
    page.keyboard.press("/")
    page.keyboard.type("token")  # a term of the newer build: this page belongs to the older
    expect(page.get_by_text("No terms found")).to_be_attached()


def test_a_server_in_trouble_is_no_answer(read: Read) -> None:
    """The kept page is shown instead of an error of the server."""
    reader = read()
    reader.keep()
    reader.server.refuses_with = 503
    reader.server.refuses = lambda path: True
    expect(reader.open("glossary/api.html").locator("h1")).to_contain_text("API")


# --- a newer version ----------------------------------------------------------------------------


def wait_for_waiting(reader: Reader) -> None:
    """Wait until a newer copy is whole."""
    reader.wait_for("(await navigator.serviceWorker.getRegistration()).waiting")


def test_a_copy_renews_itself_and_fetches_only_what_changed(read: Read, builds: dict[str, Path]) -> None:
    """After a visit to any page; the old copy is whole and in use until every page of it is closed."""
    reader = read()
    reader.keep()
    old, new = listed(builds["old"]), listed(builds["new"])
    reader.server.folder = builds["new"]
    reader.server.asked.clear()
    reader.open("404.html")
    wait_for_waiting(reader)
    changed = {address for address in new if old.get(address, ("", ""))[1] != new[address][1]}
    own = {outputs.WORKER, outputs.LIST, "404.html"}
    assert set(reader.server.asked) - own == changed
    assert 0 < len(changed) < len(new)
    assert len(reader.caches()) == 2

    outside = Reader(reader.server, reader.context, reader.context.new_page())
    outside.page.goto(f"{reader.server.origin}/elsewhere")  # a page of the host, and none of the site
    reader.lose_connection()
    page = reader.open("glossary/monolith.html")
    expect(page.locator("article")).to_contain_text(BEFORE)
    assert page.locator("h1").evaluate(STYLE) == "1px"

    page.goto("about:blank")
    found = f"(await navigator.serviceWorker.getRegistration({reader.server.prefix!r}))"
    outside.wait_for(f"!{found}.waiting && {found}.active.state === 'activated'")
    page = reader.open("offline.html")
    expect(reader.status).to_contain_text("Kept on this device: ")
    page = reader.open("glossary/monolith.html")
    expect(page.locator("article")).to_contain_text(AFTER)
    assert page.locator("h1").evaluate(STYLE) == "2px"
    assert "Token" in reader.open("glossary/token.html").title()
    assert len(reader.caches()) == 1


def test_the_page_says_what_is_kept_and_what_is_newer(read: Read, builds: dict[str, Path]) -> None:
    """A newer copy that waits for open pages to close is said to wait."""
    reader = read()
    reader.keep()
    reader.server.folder = builds["new"]
    reader.open("offline.html")
    expect(reader.status).to_contain_text("A newer copy is complete too")


def test_a_renewal_that_fails_leaves_the_old_copy_whole(read: Read, builds: dict[str, Path]) -> None:
    """Half of the new one is not kept; with the next visit it is tried again."""
    reader = read()
    reader.keep()
    before = reader.caches()
    reader.server.folder = builds["new"]
    reader.server.refuses = lambda path: path == "glossary/token.html"
    update = """async () => {
      const found = await navigator.serviceWorker.getRegistration();
      return found.update().then((it) => new Promise((done) => {
        const worker = it.installing;
        worker.onstatechange = () => done(worker.state);
      }));
    }"""
    assert reader.page.evaluate(update) == "redundant"
    assert reader.caches() == before
    reader.server.refuses = lambda path: False
    reader.open("index.html")
    wait_for_waiting(reader)
    assert len(reader.caches()) == 2


def test_where_copies_are_given_up_the_kept_ones_go(read: Read, builds: dict[str, Path]) -> None:
    """The worker that says farewell removes itself and what was kept."""
    reader = read()
    reader.keep()
    reader.server.folder = builds["without"]
    reader.open("index.html")
    reader.wait_for(f"!(await {REGISTERED})")
    assert reader.caches() == []


# --- removing and failing -----------------------------------------------------------------------


def test_removing_leaves_nothing(read: Read) -> None:
    """Neither store nor worker; and it can be kept again on the same page."""
    reader = read()
    reader.keep()
    reader.open("offline.html")
    reader.button.click()
    expect(reader.status).to_have_text("Removed. Nothing is kept on this device.")
    assert (reader.caches(), reader.page.evaluate(REGISTERED)) == ([], 0)
    reader.button.click()
    expect(reader.button).to_have_text("Remove it from this device")
    reader.lose_connection()
    assert "Server" in reader.open("glossary/server.html").title()


def test_a_press_while_the_browser_asks_for_news_removes_too(read: Read) -> None:
    """It is said at once, done when the slow answer about a newer copy is there, and nothing comes back."""
    reader = read()
    reader.keep()
    asked = len(reader.server.asked)
    reader.server.holds = lambda path: path == outputs.WORKER
    reader.open("offline.html")
    reader.button.click()
    expect(reader.status).to_have_text("Removing it.")
    reader.server.holds = nothing
    expect(reader.status).to_have_text("Removed. Nothing is kept on this device.")
    reader.page.wait_for_timeout(500)
    assert any(outputs.WORKER in path for path in reader.server.asked[asked:])
    assert (reader.caches(), reader.page.evaluate(REGISTERED)) == ([], 0)


def test_what_others_keep_on_the_same_host_stays(read: Read) -> None:
    """A glossary in a sub-folder shares its host with other sites."""
    reader = read()
    reader.open("offline.html")
    reader.page.evaluate("caches.open('plain-terms /docs/ 123').then(() => caches.open('shop'))")
    reader.button.click()
    expect(reader.button).to_have_text("Remove it from this device")
    reader.button.click()
    expect(reader.status).to_contain_text("Removed")
    assert sorted(reader.caches()) == ["plain-terms /docs/ 123", "shop"]


def assert_nothing(reader: Reader, words: str) -> None:
    """The failure is told, nothing is left behind, and the button offers it anew."""
    expect(reader.status).to_contain_text(words)
    expect(reader.status).to_contain_text("Nothing was kept")
    expect(reader.button).to_contain_text("Keep it on this device (")
    expect(reader.page.get_by_role("progressbar")).to_be_hidden()
    assert (reader.caches(), reader.page.evaluate(REGISTERED)) == ([], 0)


def test_a_file_that_is_not_given_out_is_named(read: Read) -> None:
    """Half way, when most is copied already."""
    reader = read()
    reader.server.refuses = lambda path: path == "topics/systems.html"
    reader.ask()
    assert_nothing(reader, "The site did not give out")
    expect(reader.status).to_contain_text("topics/systems.html")


def test_a_lost_connection_is_told(read: Read) -> None:
    """The server falls silent after some files."""
    reader = read()

    def fade(path: str) -> float:
        reader.server.down = reader.server.down or path.startswith("glossary/")
        return 0

    reader.open("offline.html")
    reader.server.delay = fade
    reader.button.click()
    assert_nothing(reader, "The connection was lost")


def test_too_little_room_is_told(read: Read) -> None:
    """Before anything is copied where the browser tells, and else when it is full."""
    reader = read()
    reader.open("offline.html")
    reader.page.evaluate("navigator.storage.estimate = async () => ({ quota: 60_000, usage: 0 })")
    reader.button.click()
    assert_nothing(reader, f"There is not enough room: about {reader.size} are needed")
    assert outputs.LIST not in reader.server.asked
    reader.page.reload()
    protocol = reader.context.new_cdp_session(reader.page)
    origin = "/".join(reader.server.address.split("/")[:3])
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 40_000})
    reader.button.click()
    assert_nothing(reader, f"There is not enough room: about {reader.size} are needed")
    assert len(reader.server.asked) > 5


def test_a_script_of_another_build_is_not_kept(read: Read, builds: dict[str, Path]) -> None:
    """A site that is published while it is copied makes no mixed copy."""
    reader = read()
    reader.server.added = lambda name: b" " if name.endswith(".css") else b""
    reader.ask()
    assert_nothing(reader, "The site was published anew while it was copied")
    reader.server.added = lambda name: b""

    def publish(path: str) -> float:
        if path == outputs.WORKER and len(reader.server.asked) > 10:
            reader.server.folder = builds["new"]
        return 0

    reader.open("offline.html")
    reader.server.asked.clear()
    reader.server.delay = publish
    reader.button.click()
    assert_nothing(reader, "The site was published anew while it was copied")


def test_a_host_that_adds_to_pages_does_not_stand_in_the_way(read: Read) -> None:
    """Some put a line into every page that they send; what they send is kept."""
    reader = read()
    reader.server.added = lambda name: b"<p>By the host</p>" if name.endswith(".html") else b""
    reader.keep()
    reader.lose_connection()
    expect(reader.open("glossary/server.html").get_by_text("By the host")).to_be_visible()


def test_it_can_be_stopped(read: Read) -> None:
    """The same button stops; and who leaves half way takes nothing along."""
    reader = read()
    reader.open("offline.html")
    reader.server.holds = in_glossary
    reader.button.click()
    expect(reader.button).to_have_text("Stop")
    expect(reader.page.get_by_role("progressbar")).to_be_visible()
    reader.button.click()
    assert_nothing(reader, "Stopped")
    reader.button.click()
    expect(reader.button).to_have_text("Stop")
    reader.wait_for("(await caches.keys()).length")
    assert_left(reader)


def test_who_leaves_as_the_copy_is_put_to_use_takes_nothing_along(read: Read) -> None:
    """All files are there, and the browser is about to take the worker."""
    reader = read()
    reader.open("offline.html")
    reader.server.asked.clear()
    reader.server.holds = lambda path: reader.server.asked.count(outputs.WORKER) > 1
    reader.button.click()
    reader.wait_for(f"await caches.match('{reader.server.address}{outputs.LIST}')")
    assert_left(reader)


def assert_left(reader: Reader) -> None:
    """Who now leaves, with answers still to come, has nothing on the device, then and later."""
    reader.page.goto("about:blank")
    reader.server.holds = nothing
    reader.open("index.html")
    reader.wait_for("!(await caches.keys()).length")
    reader.page.wait_for_timeout(1000)
    assert (reader.caches(), reader.page.evaluate(REGISTERED)) == ([], 0)


def test_a_double_click_keeps_as_one_click_does(read: Read) -> None:
    """Its second half neither stops what the first began, nor finds another page at work."""
    reader = read()
    reader.open("offline.html")
    reader.page.evaluate(HEAR)
    reader.server.holds = in_glossary
    reader.button.dblclick()
    expect(reader.button).to_have_text("Stop")
    reader.button.dispatch_event("click", {"detail": 2})
    reader.server.holds = nothing
    expect(reader.button).to_have_text("Remove it from this device")
    assert not [text for text in reader.page.evaluate("window.heard") if "Another page" in text]
    reader.server.holds = lambda path: path == outputs.WORKER
    reader.open("offline.html")
    reader.page.evaluate(HEAR)
    reader.button.click()
    expect(reader.status).to_have_text("Removing it.")
    reader.button.click()
    reader.server.holds = nothing
    expect(reader.status).to_have_text("Removed. Nothing is kept on this device.")
    assert not [text for text in reader.page.evaluate("window.heard") if "Another page" in text]


def test_a_newer_copy_that_is_being_made_already_is_followed(read: Read, builds: dict[str, Path]) -> None:
    """Another page of the site was first to ask for it."""
    reader = read()
    reader.keep()
    reader.server.folder = builds["new"]
    reader.server.holds = lambda path: path == "glossary/token.html"
    reader.page.evaluate("() => navigator.serviceWorker.getRegistration().then((found) => found.update())")
    reader.wait_for("(await navigator.serviceWorker.getRegistration()).installing")
    reader.open("offline.html")
    expect(reader.status).to_contain_text("A newer copy is being made.")
    reader.server.holds = nothing
    expect(reader.status).to_contain_text("A newer copy is complete too")


def test_what_a_crash_left_is_cleared(read: Read) -> None:
    """Half a copy without a worker, found when somebody comes back."""
    reader = read()
    reader.open("index.html")
    name = f"plain-terms {reader.server.prefix} 0123456789abcdef"
    reader.page.evaluate("(name) => caches.open(name)", name)
    reader.open("offline.html")
    expect(reader.button).to_be_visible()
    assert reader.caches() == []


def test_one_page_copies_at_a_time(read: Read) -> None:
    """A second one says that another is at work."""
    reader = read()
    reader.open("offline.html")
    second = Reader(reader.server, reader.context, reader.context.new_page())
    second.open("offline.html")
    expect(second.button).to_be_visible()
    reader.server.holds = in_glossary
    reader.button.click()
    expect(reader.button).to_have_text("Stop")
    second.button.click()
    expect(second.status).to_contain_text("Another page of this site is copying it now")
    reader.server.holds = nothing
    expect(reader.button).to_have_text("Remove it from this device")


def test_the_farewell_names_the_same_store_as_the_worker() -> None:
    """What takes copies back has to know what they are called."""
    template = (Path(offline.__file__).parent / "templates" / outputs.WORKER).read_text("utf-8")
    assert "const family = `plain-terms ${new URL(root).pathname} `;" in template
    assert "const family = `plain-terms ${new URL(registration.scope).pathname} `;" in offline.FAREWELL
