/* A copy of this site on the reader's device.
 *
 * One file for two places. On the page where a reader asks for the copy it offers `plainTermsCopy`, which makes
 * and removes one. As service worker it answers from the copy where the network does not, and renews it. Only
 * that page registers it, and only when asked.
 *
 * A copy is a cache named by its version, which is the digest of the list of files. The list goes in last, so a
 * cache that holds it is whole. A newer version is put together beside the one in use, from what that one
 * has and what the network has; it takes over when no page of the site is open, so no page meets the scripts
 * of another version.
 *
 * Network first: who is online reads what is published. Files whose address names their content (?v=) are the
 * same in both places and come from the copy at once.
 */
(() => {
  "use strict";
  const MADE = {};
  const PATIENCE = 3000; // ms until the kept page is shown in place of one that does not come
  const AT_ONCE = 6; // files under way
  const inPage = typeof document === "object";
  const root = new URL(".", inPage ? document.currentScript.src : location.href).href;
  const at = (address) => new URL(address, root).href;
  const LIST = at("plain-terms-files.json");
  const WORKER = at("plain-terms-worker.js");
  const family = `plain-terms ${new URL(root).pathname} `; // other sites may share the host

  const fault = (kind, address = "") => Object.assign(new Error(`${kind} ${address}`), { kind, address });

  const copies = async () => (await caches.keys()).filter((name) => name.startsWith(family));
  const find = (address, cacheName) => caches.match(address, { cacheName });
  const isWhole = async (name) => Boolean(await find(LIST, name));

  const digest = async (bytes) => {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
  };

  const digests = (bytes) =>
    new Map(JSON.parse(new TextDecoder().decode(bytes)).files.map(([address, , sum]) => [at(address), sum]));

  /* A file as it is published now: its bytes, and a response of them that can be kept. A redirected one could
   * not answer for a page, and one that varies would be found for some requests only. */
  const get = async (address, signal) => {
    const answer = await fetch(address, { cache: "reload", signal });
    if (!answer.ok) throw fault("missing", address);
    const bytes = await answer.arrayBuffer();
    const headers = new Headers(answer.headers);
    for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
    return { bytes, response: new Response(bytes, { headers }) };
  };

  /* A script or a style sheet has to be what the list says. Not so a page: some hosts add a line to pages as
   * they send them. */
  const fetched = async (address, sum, signal) => {
    const { bytes, response } = await get(address, signal);
    const isPage = response.headers.get("content-type")?.startsWith("text/html");
    if (!isPage && (await digest(bytes)) !== sum) throw fault("changed", address);
    return response;
  };

  /* The digests of a whole copy that is there already, and its name. */
  const earlier = async (but) => {
    for (const name of await copies()) {
      const list = name === but ? null : await find(LIST, name);
      if (list) return { name, sums: digests(await list.arrayBuffer()) };
    }
    return { name: "", sums: new Map() };
  };

  const fill = async (name, list, signal, tell) => {
    const [cache, before, wanted] = [await caches.open(name), await earlier(name), digests(list.bytes)];
    const waiting = [...wanted];
    let done = 0;
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [address, sum] = next;
        signal?.throwIfAborted();
        // What a worker that was stopped half way has put here is right, as the name says which version it is.
        if (!(await cache.match(address))) {
          const same = before.sums.get(address) === sum && (await find(address, before.name));
          await cache.put(address, same || (await fetched(address, sum, signal)));
        }
        tell(++done, wanted.size);
      }
    };
    const workers = Array.from({ length: AT_ONCE }, () => work().catch((error) => [waiting.splice(0), error].at(-1)));
    const [failure] = (await Promise.all(workers)).filter(Boolean);
    if (failure) throw failure;
    await cache.put(WORKER, (await get(WORKER, signal)).response);
    if ((await digest((await get(LIST, signal)).bytes)) !== (await digest(list.bytes))) throw fault("changed");
    await cache.put(LIST, list.response);
  };

  let unfinished = ""; // the copy that is not in use yet

  /* Make a whole copy, or none. `wanted` is its version, where only one will do; `tell(done, all)` hears of
   * every file. */
  const make = async ({ wanted = "", signal, tell = () => {} } = {}) => {
    const list = await get(LIST, signal);
    const version = await digest(list.bytes);
    if (wanted && version !== wanted) throw fault("changed");
    const name = family + version;
    unfinished = name;
    if (await isWhole(name)) return;
    try {
      await fill(name, list, signal, tell);
      if (!(await isWhole(name))) throw fault("changed"); // somebody has cleared it away meanwhile
    } catch (error) {
      await caches.delete(name);
      settle();
      throw error;
    }
  };

  /* What was made last is in use. */
  const settle = () => (unfinished = "");

  /* For a page that is being closed, which has no time to wait for anything. */
  const drop = () => unfinished && caches.delete(unfinished);

  /* Remove all copies but one, or all. */
  const clear = async (but = "") => {
    for (const name of await copies()) if (name !== but) await caches.delete(name);
  };

  /* What the copy in use holds; nothing where there is none. */
  const held = async () => {
    for (const name of await copies()) {
      const list = await find(LIST, name);
      if (!list) continue;
      const { files } = await list.json();
      const pages = files.filter(([address]) => /\.x?html$/.test(address)).length;
      return { pages, bytes: files.reduce((sum, [, size]) => sum + size, 0) };
    }
    return null;
  };

  if (inPage) {
    window.plainTermsCopy = { ...MADE, root, worker: WORKER, make, settle, clear, drop, held };
    return;
  }

  // --- the worker ---

  const own = family + MADE.version;
  const fromCopy = new Set(); // open pages that came from the copy, so their other files shall too

  addEventListener("install", (event) => {
    const renew = async () => {
      const [inUse, ...unused] = await copies(); // in the order in which they were made
      if (!inUse && !registration.active) throw fault("stopped"); // who asked has left half way
      if (inUse && inUse !== own && !(await isWhole(inUse))) await caches.delete(inUse);
      await make({ wanted: MADE.version });
      // Not before: the version that waits may come to be used while this one is made, and clears this one away.
      for (const name of unused) if (name !== own) await caches.delete(name);
    };
    event.waitUntil(renew());
  });

  addEventListener("activate", (event) => event.waitUntil(clear(own)));

  const later = (ms) => new Promise((done) => setTimeout(done, ms));

  /* What the network says in time: an answer, or nothing. `late` is what it says in the end. */
  const ask = (request) => {
    const late = fetch(request).catch(() => null);
    const good = late.then((answer) => (answer && answer.status < 500 ? answer : null));
    return { late, soon: Promise.race([good, later(PATIENCE)]) };
  };

  /* A kept page, by any address that servers give it. */
  const page = async ({ origin, pathname }) => {
    const address = origin + pathname;
    if (address.endsWith("/")) return find(`${address}index.html`, own);
    if (await find(`${address}/index.html`, own)) return Response.redirect(`${address}/`);
    return (await find(address, own)) || find(`${address}.html`, own);
  };

  /* In a whole copy of the site, a page that is not there does not exist. */
  const noSuchPage = async ({ pathname }) => {
    const kept = /\.(?!html?$)\w+$/.test(pathname) ? null : await find(at("404.html"), own);
    return kept && new Response(kept.body, { status: 404, headers: kept.headers });
  };

  const answerPage = async ({ request, resultingClientId }) => {
    const url = new URL(request.url);
    const { soon, late } = ask(request);
    const fresh = await soon;
    if (fresh) return fresh;
    const kept = await page(url);
    if (kept) fromCopy.add(resultingClientId);
    return kept || (await late) || (await noSuchPage(url)) || Response.error();
  };

  const answerFile = async ({ request, clientId }) => {
    const kept = await find(request.url, own);
    if (!kept) return fetch(request);
    if (new URL(request.url).search || fromCopy.has(clientId)) return kept;
    return (await ask(request).soon) || kept;
  };

  addEventListener("fetch", (event) => {
    const { method, mode, url } = event.request;
    if (method !== "GET" || !url.startsWith(root)) return;
    event.respondWith(mode === "navigate" ? answerPage(event) : answerFile(event));
  });
})();
