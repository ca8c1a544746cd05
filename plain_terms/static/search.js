/* The search engine: names and text of a glossary in, ranked documents out. It knows no page and no network.
 *
 * `engine(names, tools)` takes the layer of names that plain_terms/search.py made, and `tools`: the Snowball
 * `stem` function, the `stop` words of the language and the `filler` words of questions. `rank(query, postings)`
 * takes the postings of the query's stems (`stems(query)` names them; left out, only names are searched).
 *
 * Names come first, each way in with a band of scores of its own; what the text says fills up.
 */
(() => {
  "use strict";
  const EXACT = 1000;
  const PLURAL = 960;
  const QUESTION = 940; // names inside a question, and nothing else in it
  const MISSPELT = 860; // less 20 an edit
  const PREFIX = 800;
  const INSIDE = 740; // a later word of a name begins like this
  const BEGUN = 600; // the beginning of a name, misspelt
  const TEXT = 500; // most that text alone is worth
  const LONGEST = 7; // words in a name
  const LEVELS = 26; // of an impact, A to Z
  const MOST = 100; // documents that text alone brings
  const WORTH = 0.3; // of the best sum: what comes below is noise
  const SHORT = 5; // content words of a question
  const NOTHING = [[], []];

  // --- words: the twin of plain_terms/stemming.py and of fold() in plain_terms/model.py ---

  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .normalize("NFKC")
      .toLowerCase()
      .replace(/ß/g, "ss") // as Python's casefold
      .replace(/ς/g, "σ")
      .replace(/[\s_\u00ad\u2010-\u2015\u2212-]+/g, " ")
      .trim();

  const words = (text) =>
    fold(text)
      .replace(/['\u2018\u2019\u02bc`]/g, "")
      .replace(/(?<![a-z0-9])([a-z0-9])\.(?=[a-z0-9](?![a-z0-9]))/g, "$1")
      .match(/[\p{L}\p{N}]+[+#]*/gu) || [];

  const steady = (stem) => (word) =>
    word.startsWith("inter") && word.length > 5 ? `inter${stem(word.slice(5))}` : stem(word);

  function* inflections(key) {
    yield key;
    if (key.length < 3) return;
    if (key.endsWith("ies")) yield `${key.slice(0, -3)}y`;
    if (key.endsWith("es")) yield key.slice(0, -2);
    if (key.endsWith("s") && !key.endsWith("ss")) yield key.slice(0, -1);
    if (key.endsWith("y")) yield `${key.slice(0, -1)}ies`;
    yield `${key}s`;
    yield `${key}es`;
  }

  /* Edits (a letter more, less, other, or two swapped) from `a` to `b`, or to any beginning of `b`; more than
   * `most` counts as `most + 1`. */
  const edits = (a, b, most, beginning = false) => {
    const width = beginning ? Math.min(b.length, a.length + most) : b.length;
    if (Math.abs(a.length - width) > most) return most + 1;
    let before = [];
    let last = [];
    let row = Array.from({ length: width + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      [before, last, row] = [last, row, [i]];
      let least = i;
      for (let j = 1; j <= width; j++) {
        const same = a[i - 1] === b[j - 1];
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most && i > 1 && Math.min(...last) >= most) return most + 1;
    }
    const found = beginning ? Math.min(...row) : row[width];
    return Math.min(found, most + 1);
  };

  const holds = (sorted, document) => {
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < document) low = middle + 1;
      else high = middle;
    }
    return sorted[low] === document;
  };

  const allowed = (key) => (key.length < 3 ? 0 : key.length < 6 ? 1 : 2);

  // --- names ---

  /* Every name as {key, document, name, rank}: the key has no spaces, so joined, split and hyphenated names
   * are one; rank 0 for headwords, 1 for aliases, 2 for hidden variants. */
  const list = ({ terms, pages }) => {
    const all = [];
    const add = (document, name, rank, shown = name) => {
      const parts = words(name);
      if (parts.length) all.push({ key: parts.join(""), parts, document, name: shown, rank });
    };
    terms.forEach(([, headword, aliases, variants], document) => {
      add(document, headword, 0);
      for (const alias of aliases) add(document, alias, 1);
      for (const variant of variants) add(document, variant, 2, headword);
    });
    pages.forEach(([, title], i) => add(terms.length + i, title, 1));
    return all;
  };

  const engine = (names, { stem, stop = [], filler = [] }) => {
    const all = list(names);
    const byKey = new Map();
    const byLetter = new Map();
    const starts = []; // [ending of a key from one of its words on, name]
    for (const name of all) {
      const known = byKey.get(name.key);
      if (!known || known.rank > name.rank) byKey.set(name.key, name);
      const letter = name.key[0];
      if (!byLetter.has(letter)) byLetter.set(letter, []);
      byLetter.get(letter).push(name);
      for (let i = 0; i < name.parts.length; i++) starts.push([name.parts.slice(i).join(""), name, i]);
    }
    starts.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    const unsaid = new Set(stop.flatMap(words));
    const idle = new Set([...unsaid, ...filler.flatMap(words)]);
    const cut = steady(stem);
    const known = new Map(); // postings once they were decoded, by stem
    const sums = new Float64Array(names.terms.length + names.pages.length);
    const stems = (query) => [...new Set(words(query).filter((word) => !unsaid.has(word)).map(cut))];

    const named = (key) => {
      for (const form of inflections(key)) if (byKey.has(form)) return byKey.get(form);
      return null;
    };

    /* The names closest to a key, at the least number of edits that finds any. */
    const misspelt = (key) => {
      const found = [];
      let most = allowed(key);
      if (!most) return found;
      for (const name of byLetter.get(key[0]) || []) {
        const distance = edits(key, name.key, most);
        if (distance > most || !distance) continue;
        most = Math.min(most, distance + 1);
        found.push({ name, distance });
      }
      return found;
    };

    const begun = (key) => {
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts[middle][0] < key) low = middle + 1;
        else high = middle;
      }
      const found = [];
      while (low < starts.length && starts[low][0].startsWith(key)) found.push(starts[low++]);
      return found;
    };

    /* Names in a query from left to right, longest first, and the words that are left over. */
    const segment = (tokens) => {
      const found = [];
      const runs = [[]];
      for (let i = 0; i < tokens.length; ) {
        let name = null;
        let n = Math.min(LONGEST, tokens.length - i);
        for (; n > 0; n--) {
          if (n === 1 && idle.has(tokens[i])) continue;
          name = named(tokens.slice(i, i + n).join(""));
          if (name) break;
        }
        if (name) found.push(name);
        else if (!idle.has(tokens[i])) runs.at(-1).push(tokens[i]);
        if (name || idle.has(tokens[i])) runs.push([]);
        i += name ? n : 1;
      }
      return { found, left: runs.filter((run) => run.length) };
    };

    const rank = (query, postings = null) => {
      const tokens = words(query);
      const key = tokens.join("");
      const hits = new Map();
      const hit = (document, score, name = null) => {
        const known = hits.get(document);
        if (!known || known.score < score) hits.set(document, { document, score, name, found: known?.found || [] });
      };
      if (!key) return [];
      const close = (name) => -name.rank - name.key.length / 100;

      for (const form of inflections(key)) {
        const name = byKey.get(form);
        if (name) hit(name.document, (form === key ? EXACT : PLURAL) + close(name), name.name);
      }
      const { found, left } = segment(tokens);
      const mended = left.map((run) => misspelt(run.join("")));
      const whole = !left.length || mended.every((close) => close.length);
      if (whole && found.length + mended.length) {
        const meant = [...found.map((name) => ({ name, distance: 0 })), ...mended.flat()];
        meant.forEach(({ name, distance }, i) => {
          hit(name.document, QUESTION - 40 * distance - i / 10 + close(name) / 100, name.name);
        });
        const sure = [...found, ...mended.map(([best]) => best.name)];
        if (sure.length > 1) together(sure, hit);
      }
      for (const { name, distance } of misspelt(key)) hit(name.document, MISSPELT - 20 * distance + close(name), name.name);
      for (const [, name, place] of begun(key)) {
        hit(name.document, (place ? INSIDE : PREFIX) + 50 * (key.length / name.key.length) - name.rank, name.name);
      }
      if (key.length > 3 && !hits.size) {
        for (const name of byLetter.get(key[0]) || []) {
          const distance = edits(key, name.key, key.length < 6 ? 1 : 2, true);
          if (distance <= (key.length < 6 ? 1 : 2)) hit(name.document, BEGUN - 40 * distance + close(name), name.name);
        }
      }
      if (postings) read(query, postings, found, hit, hits);
      return [...hits.values()].sort((a, b) => b.score - a.score || a.document - b.document);
    };

    /* A page that compares all the names of a query comes with the first of them. */
    const together = (found, hit) => {
      const wanted = new Set(found.map((name) => name.document));
      names.pages.forEach(([, title, about], i) => {
        if (about.length && [...wanted].every((document) => about.includes(document))) hit(names.terms.length + i, QUESTION + 1, title);
      });
    };

    /* Adds up the levels of the query's stems; levels are whole numbers, so counting them finds the best. */
    const read = (query, postings, found, hit, hits) => {
      const wanted = stems(query);
      const lists = wanted.map((stem) => decoded(stem, postings.get(stem) || ""));
      const touched = [];
      for (const [documents, levels] of lists) {
        for (let i = 0; i < documents.length; i++) {
          if (!sums[documents[i]]) touched.push(documents[i]);
          sums[documents[i]] += levels[i];
        }
      }
      // A name in a short question is what it asks about; in a long description it is mostly in passing.
      const named = wanted.length > SHORT ? 1 : 8;
      for (const name of found) if (sums[name.document]) sums[name.document] += named / found.length;
      const least = floor(touched);
      for (const document of touched) {
        if (sums[document] >= least) {
          hit(document, (TEXT * sums[document]) / (LEVELS * Math.max(4, wanted.length)));
          hits.get(document).found = wanted.filter((_, i) => holds(lists[i][0], document));
        }
        sums[document] = 0;
      }
    };

    const decoded = (stem, text) => {
      if (!text || known.has(stem)) return known.get(stem) || NOTHING;
      const documents = [];
      const levels = [];
      let document = -1;
      let step = 0;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code > 64 && code < 91) {
          document += step || 1;
          step = 0;
          documents.push(document);
          levels.push(code - 64);
        } else step = step * 36 + (code < 58 ? code - 48 : code - 87);
      }
      known.set(stem, [documents, levels]);
      return known.get(stem);
    };

    /* The sum that the best MOST documents reach, or WORTH of the best. */
    const floor = (touched) => {
      const counts = [];
      for (const document of touched) {
        const sum = Math.floor(sums[document]);
        counts[sum] = (counts[sum] || 0) + 1;
      }
      let sum = counts.length;
      for (let enough = MOST; sum > 0 && enough > 0; ) enough -= counts[--sum] || 0;
      return Math.max(sum, WORTH * (counts.length - 1));
    };

    return { stems, rank };
  };

  const api = { engine, words, fold, edits, inflections };
  if (typeof module === "object") module.exports = api;
  else window.plainTerms.take("engine", api);
})();
