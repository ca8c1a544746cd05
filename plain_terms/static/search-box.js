/* Search in the page: an ARIA combobox in every search form, the results page, and the public interface.
 *
 * window.plainTerms.search(query, limit = 10) gives a promise of [{slug, headword, matched, summary, url, score}],
 * best first. `matched` is the name that was found: the headword, an alias, or the headword again where a hidden
 * variant or the page's text was. This is stable: fields may be added, none renamed or taken away.
 *
 * Nothing is fetched before a box has the focus. Index and engine then arrive as scripts, each of which calls
 * plainTerms.take(name, content): so it works from disk and under script-src 'self'. All that comes from the
 * index or the reader is set as text.
 */
(() => {
  "use strict";
  const ROWS = 8;
  const GROUP = 100; // summaries to a piece in a large glossary
  const folder = new URL("plain-terms-search/", document.currentScript.src);
  const root = new URL("..", document.currentScript.src);
  const taken = new Map();
  const api_ = (window.plainTerms ||= {});
  api_.take = (name, content) => taken.set(name, content);

  // --- loading ---

  const script = (file) =>
    new Promise((done, fail) => {
      const tag = document.createElement("script");
      tag.src = new URL(file, folder).href;
      tag.onerror = () => fail(new Error(`could not load ${file}`));
      document.head.append(tag);
      tag.onload = () => done(tag.remove());
    });

  let pending = new Map();
  const piece = (name) => {
    if (!pending.has(name)) {
      const [loaded, mine] = [script(taken.get("manifest").pieces[name]).then(() => taken.get(name)), pending];
      mine.set(name, loaded);
      loaded.catch(() => mine.delete(name)); // one that was lost on the way is asked for again
    }
    return pending.get(name);
  };

  const assemble = async () => {
    const [names, stemmer, { engine }] = await Promise.all(["names", "stemmer", "engine"].map(piece));
    const { stop, filler, pieces, term } = taken.get("manifest");
    const make = (names) => engine(names, { stem: (word) => stemmer.stemWord(word), stop, filler });
    if (pieces.text) piece("text").catch(() => {});
    return { names, make, term, engine: make(names) };
  };

  // A manifest kept by a browser or a proxy may name pieces that a later build removed: ask once past them.
  const fresh = (work) =>
    script("manifest.js")
      .then(work)
      .catch(() => {
        pending = new Map();
        return script(`manifest.js?${Date.now()}`).then(work);
      })
      .catch((error) => {
        pending = new Map();
        throw error;
      });

  let core = null;
  const start = () =>
    (core ||= fresh(assemble).catch((error) => {
      core = null;
      throw error;
    }));

  // --- answering ---

  const crc32 = (text) => {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let i = 0; i < 8; i++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };

  const postings = async (stems) => {
    const { pieces } = taken.get("manifest");
    if (pieces.text) return taken.get("map") || taken.set("map", new Map(Object.entries(await piece("text")))).get("map");
    const parts = await Promise.all(stems.map((stem) => piece(`text-${crc32(stem) % 64}`)));
    return new Map(stems.map((stem, i) => [stem, parts[i][stem] || ""]));
  };

  const address = (slug) => new URL(taken.get("manifest").term.join(slug), root).href;

  const summary = async (names, document) => {
    const some = names.summaries || (await piece(`summaries-${Math.floor(document / GROUP)}`));
    return some[names.summaries ? document : document % GROUP] || "";
  };

  // For filter.js, and nobody else.
  api_.index = { load: (...names) => fresh(() => Promise.all(names.map(piece))), address, summary };

  const result = ({ terms, pages }, { document, name, score, found }, summary) => {
    const page = pages[document - terms.length];
    const [slug, headword] = page ? ["", page[1]] : terms[document];
    const url = page ? new URL(page[0], root).href : address(slug);
    return { slug, headword, matched: name || headword, summary, url, score, found };
  };

  const describe = (names, hits) =>
    Promise.all(hits.map(async (hit) => result(names, hit, await summary(names, hit.document))));

  /* Terms, and where `kinds` is "all", other pages too; comparisons of two terms always. */
  const find = async (query, limit, kinds, text = true) => {
    const { names, engine } = await start();
    const hits = engine.rank(query, text ? await postings(engine.stems(query)) : null);
    const term = ({ document, score }) => document < names.terms.length || kinds === "all" || (kinds && score > 900);
    return describe(names, hits.filter(term).slice(0, limit));
  };

  // For not-found.js; no promise is made about these two.
  Object.assign(api_, { start, describe });

  api_.search = async (query, limit = 10) =>
    (await find(String(query), limit, "")).map(({ found, ...rest }) => rest);

  // --- the box ---

  const make = (tag, name, text = "") => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.textContent = text;
    return element;
  };

  const row = ({ headword, matched, summary }) => {
    const name = make("span", "plain-term-search-name");
    if (matched !== headword) name.append(`${matched}: `);
    name.append(make("strong", "", headword));
    return [name, make("span", "plain-term-search-summary", summary)];
  };

  const combobox = (form, number) => {
    const input = form.elements.q;
    const list = make("ul", "plain-term-options");
    const said = make("span", "plain-term-said");
    let asked = 0;
    let active = -1;
    list.id = `plain-term-options-${number}`;
    list.role = "listbox";
    list.setAttribute("aria-label", input.getAttribute("aria-label"));
    list.popover = "manual";
    list.hidden = true;
    said.role = "status";
    form.append(said, list);
    form.action = new URL(form.dataset.results || "search.html", root);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox" })) {
      input.setAttribute(name, value);
    }

    const choose = (index) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = list.children[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    const close = () => {
      asked++;
      choose(-1);
      input.setAttribute("aria-expanded", "false");
      list.hidden = true;
      if (list.matches(":popover-open")) list.hidePopover();
    };

    const place = () => {
      if (list.hidden) return;
      const box = input.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.documentElement;
      const width = Math.min(Math.max(box.width, 480), clientWidth - 16);
      list.style.width = `${width}px`;
      list.style.left = `${Math.max(8, Math.min(box.left, clientWidth - width - 8))}px`;
      list.style.top = `${box.bottom + 4}px`;
      list.style.maxHeight = `${Math.max(160, clientHeight - box.bottom - 12)}px`;
    };

    // A choice made before the text of pages arrived stays made.
    const show = (results) => {
      const chosen = results.findIndex(({ url }) => url === list.children[active]?.dataset.url);
      list.replaceChildren(
        ...results.map((found, i) => {
          const option = make("li");
          option.id = `${list.id}-${i}`;
          option.role = "option";
          option.setAttribute("aria-selected", "false");
          option.dataset.url = found.url;
          option.append(...row(found));
          return option;
        }),
      );
      said.textContent = results.length === 1 ? "1 term found" : `${results.length || "No"} terms found`;
      if (!results.length) return close();
      input.setAttribute("aria-expanded", "true");
      list.hidden = false;
      choose(chosen);
      if (!list.matches(":popover-open")) list.showPopover?.();
      place();
    };

    const ask = async () => {
      const query = input.value;
      const mine = ++asked;
      if (!query.trim()) return close();
      try {
        if (!taken.has("map")) {
          const early = await find(query, ROWS, "some", false);
          if (mine === asked && early.length) show(early);
        }
        const results = await find(query, ROWS, "some");
        if (mine === asked) show(results);
      } catch {
        if (mine === asked) said.textContent = "Search could not be loaded; press Enter to try again.";
      }
    };

    const go = (option, event) => {
      if (event.ctrlKey || event.metaKey) open(option.dataset.url, "_blank", "noopener");
      else location.assign(option.dataset.url);
      close();
    };

    const keys = {
      ArrowDown: () => (list.hidden ? ask() : choose(active + 1 < list.children.length ? active + 1 : -1)),
      ArrowUp: () => (list.hidden ? ask() : choose(active < 0 ? list.children.length - 1 : active - 1)),
      Escape: () => {
        if (list.hidden) input.value = "";
        close();
      },
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const option = list.children[active];
      if (event.key === "Enter" && option && !list.hidden) go(option, event);
      else if (keys[event.key]) keys[event.key]();
      else return;
      event.preventDefault();
    });
    input.addEventListener("focus", () => start().catch(() => {}));
    input.addEventListener("input", ask);
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(option, event);
    });
    addEventListener("scroll", place, true);
    addEventListener("resize", place);
    // Somebody was faster than this script.
    if (document.activeElement === input) {
      start().catch(() => {});
      ask();
    }
  };

  // --- the results page ---

  const why = ({ headword, matched, found }, query, api) => {
    if (matched !== headword) return `Also called: ${matched}`;
    const { engine } = api;
    const shared = api.words(query).filter((word) => engine.stems(word).some((stem) => found.includes(stem)));
    return shared.length ? `Found in the text: ${[...new Set(shared)].join(", ")}` : "";
  };

  const results = async (place, count, query) => {
    if (!query.trim()) return;
    document.head.append(Object.assign(make("meta"), { name: "robots", content: "noindex" })); // lists change with each word
    count.textContent = "Searching …";
    try {
      const { engine } = await start();
      const found = await find(query, 50, "all");
      const api = { engine, words: taken.get("engine").words };
      count.textContent = `${found.length === 1 ? "1 page" : `${found.length || "No"} pages`} for “${query.trim()}”`;
      place.replaceChildren(
        ...found.map((item) => {
          const entry = make("li");
          const link = make("a", "", item.headword);
          link.href = item.url;
          entry.append(link, make("p", "", item.summary));
          const reason = why(item, query, api);
          if (reason) entry.append(make("p", "plain-term-why", reason));
          return entry;
        }),
      );
    } catch {
      count.textContent = "Search could not be loaded. The A-Z list has every term.";
    }
  };

  // --- the path one came by ---

  // The style sheet knows it by the fragment in the address; it stays when the reader goes on to another one.
  const came = (way) => {
    if (way) for (const other of way.parentElement.children) other.classList.toggle("plain-term-came", other === way);
  };
  for (const type of ["load", "hashchange"]) addEventListener(type, () => came(document.querySelector(".plain-term-way:target")));

  // --- the page ---

  const forms = [...document.querySelectorAll("form[data-plain-terms-search]")];
  forms.forEach(combobox);
  const place = document.querySelector("[data-plain-terms-results]");
  if (place) {
    const query = new URLSearchParams(location.search).get("q") || "";
    for (const form of forms) form.elements.q.value ||= query;
    if (!query) forms.at(-1)?.elements.q.focus();
    results(place, document.querySelector("[data-plain-terms-count]"), query);
  }

  addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!(k || (slash && !typing)) || !forms.length || event.defaultPrevented) return;
    event.preventDefault();
    const input = forms.at(-1).elements.q;
    const { left, right, width } = input.getBoundingClientRect();
    if (!width || right <= 0 || left >= innerWidth) location.assign(new URL("search.html", root)); // in a closed drawer
    else {
      input.focus();
      input.select();
    }
  });
})();
