/* The four searches behind one function each: a query in, slugs of terms out. Evaluated in the page of each. */
(() => {
  const slug = (url) => (url.match(/glossary\/([a-z0-9-]+)(?:\.html|$|#)/) || [])[1];
  const terms = (all) => [...new Set(all.filter((name) => name && name !== "index"))].slice(0, 10);
  const gzipped = async (text) => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    return (await new Response(stream).arrayBuffer()).byteLength;
  };
  const sizes = (pattern) =>
    Promise.all(
      performance.getEntriesByType("resource").filter(({ name }) => pattern.test(name))
        .map(async ({ name }) => gzipped(await (await fetch(name, { cache: "force-cache" })).text())),
    ).then((all) => all.reduce((sum, size) => sum + size, 0));

  const engines = {
    "this search": async () => {
      window.alreadyLoaded = await sizes(/search-box\.js/);
      return async (query) => terms((await plainTerms.search(query, 10)).map((found) => found.slug));
    },
    Sphinx: async () => {
      window.alreadyLoaded = await sizes(/searchindex|searchtools|language_data|-stemmer/);
      return async (query) =>
        terms(Search._performSearch(...Search._parseQuery(query)).reverse().map((found) => slug(found[0])));
    },
    Pagefind: async () => {
      const pagefind = await import(new URL("pagefind/pagefind.js", location.href).href);
      await pagefind.init();
      return async (query) => {
        const { results } = await pagefind.search(query);
        const data = await Promise.all(results.slice(0, 14).map((found) => found.data()));
        return terms(data.map((found) => slug(found.url)));
      };
    },
    MiniSearch: async () => {
      const processTerm = (term) => {
        const word = term.toLowerCase().replace(/['’]/g, "");
        return stop.has(word) ? null : stemmer.stemWord(word);
      };
      const fields = ["headword", "aliases", "asked", "definition", "prose"];
      const mini = new MiniSearch({ fields, processTerm });
      mini.addAll(documents);
      window.alreadyLoaded = (await sizes(/minisearch\.js|stop\.js|stemmer\.js/)) + (await gzipped(JSON.stringify(mini)));
      const boost = { headword: 6, aliases: 4, asked: 2, definition: 2 };
      const options = { boost, prefix: (term) => term.length > 2, fuzzy: (term) => (term.length > 3 ? 0.25 : 0) };
      return async (query) => terms(mini.search(query, options).map((found) => found.id));
    },
  };

  let answer = null;
  window.alreadyLoaded = 0;
  window.start = async (name) => {
    answer = await engines[name]();
  };
  window.ask = (query) => answer(query);
  window.askAll = async (queries) => {
    const found = [];
    const times = [];
    for (const query of queries) {
      const start = performance.now();
      found.push(await answer(query));
      times.push(performance.now() - start);
    }
    return { found, times };
  };
})();
