/* The filter of a list of terms: by any name of a term, by topic, by kind.
 *
 * What is chosen stands in the address (q, topic, kind), so it can be kept, sent, reloaded and gone back to.
 * Where the whole list is on the page, its rows are hidden and shown. Where it is split by letter, rows are made
 * from the index of the search, which also tells the names, topics and kinds; it is loaded at the first use.
 */
(() => {
  "use strict";
  const FIRST = 20; // rows made at once of a split list,
  const MORE = 100; // and by the button
  const PAUSE = 300; // ms without typing before the address is changed and definitions are fetched
  const SLICE = 500; // terms made ready at a time, so that keys are never kept waiting

  const form = document.querySelector("[data-plain-terms-filter]");
  if (!form || !window.plainTerms?.index) return;
  const place = form.parentElement;
  const tiles = place.querySelector(".plain-term-parts");
  const bar = place.querySelector(".plain-term-letters");
  const status = form.querySelector("[role=status]");
  const all = status.textContent;
  const clear = form.querySelector("button");
  const only = form.dataset.plainTermsFilter; // the topic of a list that has one
  const fields = [...form.querySelectorAll("[name]")];
  const [q] = fields;
  const number = (n) => n.toLocaleString(document.documentElement.lang);

  const make = (tag, name, text = "") => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.textContent = text;
    return element;
  };

  const list = make("ul", "plain-term-list");
  const more = make("button", "plain-term-further");
  const none = make("p", "plain-term-none");
  more.type = "button";
  list.hidden = more.hidden = none.hidden = true;
  form.after(none);
  if (tiles) tiles.after(list, more);

  const sections = [...place.querySelectorAll(":scope > section > .plain-term-list")].map((list) => ({
    section: list.parentElement,
    link: bar?.querySelector(`a[href="#${list.parentElement.id}"]`),
    rows: [...list.children],
  }));
  const rows = new Map(sections.flatMap((one) => one.rows).map((row) => [row.querySelector("a").href, row]));

  // --- the terms ---

  const rest = () => new Promise((done) => setTimeout(done));

  /* All beginnings of words of a name, a line each: words are joined, as people split them differently. */
  const lines = (parts) => `\n${parts.map((_, i) => parts.slice(i).join("")).join("\n")}\n`;

  const prepare = async ([names, kinds, engine]) => {
    const terms = [];
    let document = 0;
    for (const [i, step] of kinds.order.entries()) {
      const [slug, headword, aliases, variants] = names.terms[(document += step)];
      const topic = kinds.topics[kinds.topic[i]];
      const url = plainTerms.index.address(slug);
      if (only ? topic === only : tiles || rows.has(url)) {
        const all = [headword, ...aliases, ...variants].map((name) => lines(engine.words(name)));
        const kind = kinds.kinds[kinds.kind[i]];
        terms.push({ document, headword, url, topic, kind, all, text: all.join(""), row: rows.get(url) });
      }
      if (i % SLICE === SLICE - 1) await rest();
    }
    return { names, terms, ...engine };
  };

  let data = null;
  const load = () =>
    (data ||= plainTerms.index
      .load("names", "kinds", "engine")
      .then(prepare)
      .catch((error) => {
        data = null;
        throw error;
      }));

  /* A plural counts where it is a whole name; else each word is the beginning of one, all in the same name. */
  const matching = ({ terms, words, inflections }, { q, topic = only, kind }) => {
    const parts = words(q).map((part) => `\n${part}`);
    const key = words(q).join("");
    const whole = [...inflections(key)].map((form) => `\n${form}\n`);
    const called = ({ text, all }) =>
      !key ||
      whole.some((form) => text.includes(form)) ||
      (text.includes(parts[0]) &&
        all.some((name) => name.includes(`\n${key}`) || parts.every((part) => name.includes(part))));
    return terms.filter((term) => (!topic || term.topic === topic) && (!kind || term.kind === kind) && called(term));
  };

  // --- showing them ---

  const made = ({ headword, url }) => {
    const row = make("li");
    const link = make("a", "reference internal", headword);
    link.href = url;
    row.append(make("p"), make("p"));
    row.firstChild.append(link);
    return row;
  };

  let found = [];
  let asked = 0;

  /* Definitions come in pieces: they are fetched once the reader has stopped typing. */
  const define = async ({ names }, terms, mine, wait) => {
    if (!names.summaries) await new Promise((done) => setTimeout(done, wait));
    if (mine !== asked) return;
    for (const term of terms.filter(({ row }) => !row.lastChild.textContent)) {
      plainTerms.index.summary(names, term.document).then(
        (text) => (term.row.lastChild.textContent = text),
        () => {},
      );
    }
  };

  const extend = (known, most, wait) => {
    const next = found.slice(list.children.length, list.children.length + most);
    for (const term of next) term.row ||= made(term);
    list.append(...next.map((term) => term.row));
    define(known, next, asked, wait);
    const left = found.length - list.children.length;
    more.textContent = `Show ${number(Math.min(left, MORE))} more`;
    more.hidden = !left;
    return next[0]?.row.querySelector("a");
  };

  const sift = () => {
    const wanted = new Set(found.map((term) => term.row));
    for (const { section, link, rows } of sections) {
      for (const row of rows) row.hidden = !wanted.has(row);
      section.hidden = rows.every((row) => row.hidden);
      if (link) link.hidden = section.hidden;
    }
    if (bar) bar.hidden = !found.length;
  };

  const show = (known, query) => {
    if (tiles) {
      list.replaceChildren();
      extend(known, FIRST, PAUSE);
    } else sift();
    const shown = `${number(found.length)} of ${all}`;
    const first = tiles && !more.hidden ? `, the first ${FIRST} shown` : "";
    status.textContent = found.length ? shown + first : "No terms";
    none.replaceChildren();
    if (found.length) return;
    const search = make("a", "", query.q.trim() ? `Search for “${query.q.trim()}”` : "Search by description");
    search.href = `${form.dataset.plainTermsSearchPage}?${new URLSearchParams({ q: query.q })}`;
    const why = query.q.trim() ? "Nothing here is called that. " : "No term here is of that kind. ";
    none.append(why, search, " in the text of all pages: you can also describe what you mean.");
  };

  const values = () => Object.fromEntries(fields.map(({ name, value }) => [name, value]));

  const reset = () => {
    status.textContent = all;
    for (const { section, link, rows } of sections) {
      for (const part of [section, link, bar, ...rows]) if (part) part.hidden = false;
    }
    list.replaceChildren();
  };

  const layOut = (active) => {
    clear.hidden = !active;
    if (tiles) tiles.hidden = active;
    list.hidden = !active || !tiles;
    more.hidden &&= !active || !tiles;
    none.hidden = !active || found.length > 0;
  };

  /* Lay out what the fields ask for; tells whether that was done, and not given up for a later one. */
  const apply = async () => {
    const mine = ++asked;
    const query = values();
    const active = Object.values(query).some((value) => value.trim());
    if (!active) {
      reset();
      more.hidden = true;
      layOut(false);
      return true;
    }
    try {
      const known = await load();
      if (mine !== asked) return false;
      found = matching(known, query);
      show(known, query);
      layOut(true);
      return true;
    } catch {
      if (mine === asked) status.textContent = "The filter could not be loaded; the list is whole.";
      return false;
    }
  };

  // --- the address ---

  let timer = 0;
  const keep = (how, kept = fields) => {
    clearTimeout(timer);
    const url = new URL(location.href);
    for (const { name, value } of kept) {
      if (value.trim()) url.searchParams.set(name, value.trim());
      else url.searchParams.delete(name);
    }
    if (url.href === location.href) return;
    try {
      history[how](null, "", url);
    } catch {
      // A browser may allow only so many changes; the list is right all the same.
    }
  };

  const restore = () => {
    const kept = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = (kept.get(field.name) || "").slice(0, 300);
      if (field.selectedIndex < 0) field.selectedIndex = 0;
    }
    apply();
  };

  // --- what a reader does ---

  const go = () => (none.hidden ? links()[0]?.focus() : none.querySelector("a").click());
  const links = () => [...place.querySelectorAll(".plain-term-list > li:not([hidden]) a")].filter((a) => a.offsetParent);

  form.addEventListener("focusin", () => load().catch(() => {}));
  form.addEventListener("focusout", () => keep("replaceState"));
  q.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE, "replaceState");
    apply();
  });
  for (const select of fields.slice(1)) {
    select.addEventListener("change", () => {
      keep("replaceState", [q]); // what was typed before the choice belongs to the step before it
      keep("pushState");
      apply();
    });
  }
  clear.addEventListener("click", () => {
    for (const field of fields) field.value = "";
    keep("pushState");
    apply();
    q.focus();
  });
  q.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && q.value) {
      q.value = "";
      q.dispatchEvent(new Event("input"));
    } else if (event.key === "Enter") apply().then((done) => done && go());
    else if (event.key === "ArrowDown") links()[0]?.focus();
    else return;
    event.preventDefault();
  });
  more.addEventListener("click", () => load().then((known) => extend(known, MORE, 0)?.focus()));
  addEventListener("popstate", restore);

  form.classList.add("ready");
  restore();
})();
