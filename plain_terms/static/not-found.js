/* Which page was meant: reads the address that was asked for, and offers up to three pages with a name like it.
 *
 * Names are those that the search knows, and the last parts of addresses. All that is shown comes from the index,
 * and is set as text; of the address nothing is shown.
 */
(() => {
  "use strict";
  const MOST = 3;
  const NEAR = 150; // points of score that others may have less than the best
  const SURE = 900; // the least score of a whole name
  const CLOSE = 820; // of a misspelt one
  const PART = 700; // of one that begins like this, or has a word that does
  const LONGEST = 100; // characters of an address that are read
  const root = new URL("..", document.currentScript.src).pathname;
  const place = document.querySelector("[data-plain-terms-meant]");

  /* A part of an address as text; bytes that are no text, and signs that nobody sees, part words. */
  const readable = (part) =>
    part
      .slice(0, LONGEST)
      .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
        try {
          return decodeURIComponent(bytes);
        } catch {
          return " ";
        }
      })
      .replace(/[\p{C}\p{Z}]+/gu, " ")
      .replace(/\.[a-z]{2,5}$/i, "");

  const first = (text, n) => text.split(/[^\p{L}\p{N}]+/u).slice(0, n).join(" ");

  /* Texts that may name the page and the score that each must reach, the likeliest first: the place on a page, the
   * parts of the path from its end; the same with two letters swapped, as search trusts the first; their beginnings. */
  const guesses = (folders) => {
    const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : location.pathname;
    const parts = path.split("/").slice(-4).reverse().map(readable);
    const anchor = location.hash.startsWith("#term-") ? readable(location.hash.slice(6)) : "";
    const likely = [anchor, ...parts.filter((part) => !folders.has(part.toLowerCase()))];
    const swapped = likely.map((part) => part.replace(/(.)(.)/u, "$2$1"));
    const begun = likely.flatMap((part) => [4, 3, 2, 1].map((n) => first(part, n)));
    return [
      ...[...likely, ...swapped].map((text) => [text, text.length < 3 ? SURE : PART]),
      ...begun.map((text) => [text, text.length < 3 ? SURE : CLOSE]),
    ];
  };

  const last = (url) => readable(url.replace(/\/$/, "").split("/").at(-1));

  /* All pages by name and by the last part of their address; then the others once more, as what they compare. */
  const everything = ({ terms, pages }) => ({
    terms: [
      ...terms.map(([slug, headword, aliases, variants]) => [slug, headword, aliases, [...variants, slug]]),
      ...pages.map(([url, title]) => ["", title, [], [last(url)]]),
    ],
    pages,
  });

  /* The best hits, numbered as in the index. */
  const best = (hits, least, { terms, pages }) => {
    least = Math.max(least, (hits[0]?.score || 0) - NEAR);
    const found = new Map();
    for (const hit of hits) {
      const document = hit.document < terms.length + pages.length ? hit.document : hit.document - pages.length;
      if (hit.score > least && !found.has(document)) found.set(document, { ...hit, document });
    }
    return [...found.values()].slice(0, MOST);
  };

  const meant = async () => {
    const { names, make, term } = await window.plainTerms.start();
    const urls = [term[0], ...names.pages.map(([url]) => url)];
    const folders = new Set(["index", ...urls.flatMap((url) => url.toLowerCase().split("/").slice(0, -1))]);
    const engine = make(everything(names));
    for (const [text, least] of guesses(folders)) {
      const found = best(engine.rank(text), least, names);
      if (found.length) return window.plainTerms.describe(names, found);
    }
    return [];
  };

  const make = (tag, text, name = "") => {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  };

  const item = ({ headword, matched, url, summary }) => {
    const line = make("li", "");
    const link = make("a", headword);
    link.href = url;
    line.append(link, make("p", summary));
    if (matched !== headword) line.append(make("p", `Also called: ${matched}`, "plain-term-why"));
    return line;
  };

  const show = (found) => {
    if (!found.length) return;
    const list = make("ol", "", "plain-term-results");
    list.append(...found.map(item));
    place.append(make("h2", found.length > 1 ? "Did you mean one of these?" : "Did you mean this?"), list);
  };

  if (place) meant().then(show, () => {}); // without the index, the page is what it is without scripts
})();
