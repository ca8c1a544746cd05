/* A term worth knowing today: one of the terms that the page links to, another each day.
 *
 * The reader's date chooses, so nothing is asked of a server and a site built once stays fresh. Without scripts
 * the term that the author set stands there.
 */
(() => {
  "use strict";
  const STEP = 37; // neighbours in the alphabet do not follow each other

  const entry = document.querySelector(".plain-term-today");
  const link = entry?.querySelector("a.term");
  const definition = link?.closest("p")?.nextElementSibling;
  if (!definition) return; // a box that only has the name
  const terms = new Map();
  for (const other of document.querySelectorAll("a.reference.internal.term[title]")) terms.set(other.href, other);
  const now = new Date();
  const day = Math.floor(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5);
  const today = [...terms.values()][(day * STEP) % terms.size];
  link.replaceChildren(today.textContent);
  link.href = today.href;
  link.title = today.title;
  definition.textContent = today.title;
})();
