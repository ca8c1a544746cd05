/* Cards on any web page: a link to a term of this glossary, in or with the attribute data-plain-terms, shows its
 * definition on hover, on keyboard focus and on the first tap.
 *
 * This is the first half of terms.js, a module. Before it stand PARTS, LANGUAGE, BASE and STYLE (anywhere.py);
 * after it comes the shared half of cards.js.
 *
 * On the script tag, `data-glossary` lists addresses of the glossary: the first is where definitions come from, if
 * that is not the folder of the script, and links to all of them count. `data-read` translates "Read the page".
 *
 * Card and styles live in a shadow root, so that neither page nor card changes the other's look. The definition is
 * slotted: aria-describedby finds no text inside a shadow root. Nothing is asked of the glossary before a link is
 * pointed at, touched or near the keyboard's focus.
 */
// Ms that a tap waits for a definition before it follows the link.
const PATIENCE = 1000;

const own = [...document.scripts].find((script) => script.src === import.meta.url)?.dataset ?? {};
const folders = `${own.glossary || "."} ${BASE}`
  .trim()
  .split(/\s+/)
  .map((address) => new URL(address.replace(/\/?$/, "/"), import.meta.url));
// Http or https.
const starts = folders.map(({ host, pathname }) => host + pathname);

const words = own.read || "Read the page";
const root = document.createElement("plain-term-card");
const shadow = root.attachShadow({ mode: "open" });
const card = shadow.appendChild(document.createElement("div"));
const definition = root.appendChild(document.createElement("span"));
const more = document.createElement("a");
const text = document.createElement("p");
// No policy for styles minds it.
const styles = new CSSStyleSheet();
styles.replaceSync(STYLE);
shadow.adoptedStyleSheets = [styles];
text.append(document.createElement("slot"));
card.append(text, more);
card.className = "plain-term-card";
card.popover = "manual";
// Two glossaries may meet on a page.
definition.id = `plain-term-definition-${starts[0]}`;
definition.lang = LANGUAGE;
definition.dir = "auto";
more.textContent = words;
more.tabIndex = -1;
more.addEventListener("click", () => hide());

/* The names under which a link may be known, the likeliest first; none for links to elsewhere.
 *
 * A term's own page is known by its path, whatever the anchor; of a page with many terms, each is known by path
 * and anchor. As name_of() in anywhere.py has it.
 */
const namesOf = (link) => {
  try {
    const at = link.host + link.pathname;
    const rest = at.slice(starts.find((start) => at.startsWith(start)).length);
    const path = decodeURIComponent(rest).replace(/(^|\/)(index(\.[a-z]+)?)?$|\.x?html?$/, "");
    const anchor = decodeURIComponent(link.hash.slice(1));
    const page = `term-${path.split("/").pop()}`;
    return anchor.startsWith("term-") && anchor !== page ? [`${path}#${anchor}`, path] : [path];
  } catch {
    // Of another site, or no address at all.
    return [];
  }
};

const parts = {};
const partOf = (name) => {
  let number = 0;
  for (const sign of name) number = (number * 31 + sign.codePointAt(0)) % 65521;
  number %= PARTS;
  return (parts[number] ??= fetch(`${folders[0]}terms-cards/${number}.json`)
    .then((answer) => answer.json())
    // Is not asked for again.
    .catch(() => null));
};

const look = async (link) => {
  for (const name of namesOf(link)) {
    const found = (await partOf(name))?.[name];
    if (typeof found === "string") return found;
  }
};

const isMeant = (link) => {
  const { plainTerms = "off" } = link.closest("[data-plain-terms]")?.dataset ?? {};
  return plainTerms !== "off" && namesOf(link).length > 0;
};

const termAt = (node) => {
  if (root.contains(node)) return open;
  const link = node.closest?.("a[href]");
  if (!link || !isMeant(link)) return null;
  // By the time it is shown, it is there.
  look(link);
  return link;
};

// Titles of the page's author, away while a card shows.
const held = new Map();
const hold = (link) => {
  if (!link.title) return;
  held.set(link, link.title);
  link.removeAttribute("title");
};

const giveTitlesBack = () => {
  for (const [link, title] of held) {
    if (link === open || link === over || link === document.activeElement) continue;
    held.delete(link);
    link.title = title;
  }
};

/* A page is dark where its text is light, whatever made it so. */
const isDark = (link) => {
  const { color } = getComputedStyle(link.parentElement);
  if (!color.startsWith("rgb")) return matchMedia("(prefers-color-scheme: dark)").matches;
  const [red, green, blue] = color.match(/[\d.]+/g);
  return red * 3 + green * 6 + +blue > 1275;
};

const show = async (link, tapped) => {
  if (link === open) return;
  hide();
  const mine = (wanted = { link });
  const found = await Promise.race([
    look(link),
    new Promise((resolve) => tapped && setTimeout(resolve, PATIENCE)),
  ]);
  if (mine !== wanted || !link.isConnected) return;
  if (found) {
    root.classList.toggle("dark", isDark(link));
    more.target = link.target;
    present(link, found);
  // The way to the page is never lost.
  } else if (tapped) link.click();
};

/* The definition of the link that Tab may reach next, so that it is there when a screen reader speaks of it. */
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(":focus-visible")) return;
  const next = [...document.links].find((link) => target.compareDocumentPosition(link) & 4 && isMeant(link));
  if (next) look(next);
});
