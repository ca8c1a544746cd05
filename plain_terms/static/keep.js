/* The page where a reader asks for a copy of the site: one button, and what there is to say about it.
 *
 * Nothing is stored or registered before the button is pressed. plain-terms-worker.js, which the page loads
 * too, does the copying; here, in the open page, because browsers give a worker only minutes for it.
 */
(() => {
  "use strict";
  const copy = window.plainTermsCopy;
  const [status, progress, button] = ["status", "progress", "button"].map((name) =>
    document.querySelector(`[data-plain-terms-keep="${name}"]`),
  );
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };

  if (!/^https?:$/.test(location.protocol)) {
    return say("These pages were opened as files, so they are on this device already. Keeping a copy works at the site’s web address.");
  }
  if (!window.isSecureContext) return say("Keeping needs a secure address, one that starts with https.");
  if (!("serviceWorker" in navigator && "caches" in window && "locks" in navigator)) {
    return say("This browser does not let sites keep pages here. Private windows often do not.");
  }
  if (!copy) return say("Part of this page could not be loaded. Please load it again.");

  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`);
  const amount = ({ pages, bytes }) => `${pages} pages and the search, ${size(bytes)}`;
  const lock = `plain-terms ${copy.root}`;
  let stop = null; // while copying
  let busy = false; // from a press until what it asked for is done
  let made = null; // the worker of a copy that was just made
  let kept = false;

  const registration = async () => {
    const found = await navigator.serviceWorker.getRegistration(copy.root);
    return found?.scope === copy.root ? found : null; // not that of another site above this one
  };

  const show = (text) => {
    say(text);
    progress.hidden = !stop;
    button.textContent = stop ? "Stop" : kept ? "Remove it from this device" : `Keep it on this device (${size(copy.bytes)})`;
    button.hidden = false;
  };

  /* What is there now, in words. */
  const state = async () => {
    const [found, held] = [await registration(), await copy.held()];
    kept = Boolean(found?.active && held);
    if (!kept) return `Not kept on this device. The copy takes about ${size(copy.bytes)}; less is sent, as pages travel compressed.`;
    const text = `Kept on this device: ${amount(held)}.`;
    if (found.waiting) return `${text} A newer copy is complete too; it takes over once all pages of this site are closed.`;
    return found.installing ? `${text} A newer copy is being made.` : text;
  };

  const failed = (error) => {
    if (error.name === "AbortError") return "Stopped. Nothing was kept.";
    if (error.name === "QuotaExceededError") return `There is not enough room: about ${size(copy.bytes)} are needed. Nothing was kept.`;
    if (error.kind === "changed") return "The site was published anew while it was copied. Nothing was kept; please try again.";
    if (error.kind === "missing") return `The site did not give out ${error.address}. Nothing was kept; please try again later.`;
    if (navigator.onLine === false || error.name === "TypeError") return "The connection was lost. Nothing was kept; please try again when you have one.";
    return `It did not work (${error.message}). Nothing was kept.`;
  };

  const activated = (worker) =>
    new Promise((done, fail) => {
      const look = () => {
        if (worker.state === "activated") done();
        if (worker.state === "redundant") fail(new Error("the browser would not use it"));
      };
      worker.addEventListener("statechange", look);
      look();
    });

  const room = async () => {
    const { quota, usage } = (await navigator.storage?.estimate?.()) || {};
    if (quota - usage < copy.bytes) throw new DOMException("too little room", "QuotaExceededError");
  };

  const keep = async () => {
    made = null;
    await room();
    await (await registration())?.unregister(); // one whose copy the browser has cleared away
    const tell = (done, all) => Object.assign(progress, { value: done, max: all });
    await copy.make({ signal: stop.signal, tell });
    made = await navigator.serviceWorker.register(copy.worker, { updateViaCache: "none" });
    await activated(made.installing || made.waiting || made.active);
    copy.settle();
    navigator.storage?.persist?.().catch(() => {}); // a wish: the browser may still clear it away
  };

  const remove = async () => {
    await (await registration())?.unregister();
    await copy.clear();
  };

  const press = async (free) => {
    if (!free) return show("Another page of this site is copying it now.");
    const removed = kept;
    try {
      if (kept) {
        say("Removing it."); // a browser that asks for a newer copy at this moment ends that first
        await remove();
      } else {
        stop = new AbortController();
        progress.value = 0;
        show(`Copying ${amount(copy)}. Please leave this page open.`);
        await keep();
      }
      stop = null;
      const text = await state();
      show(removed && !kept ? "Removed. Nothing is kept on this device." : text);
    } catch (error) {
      stop = null;
      await remove().catch(() => {});
      kept = false;
      show(failed(error));
    }
  };

  /* Tell how a newer copy comes along, which the browser may be making already. */
  const follow = (worker) =>
    worker?.addEventListener("statechange", async () => {
      const text = await state();
      if (!busy) show(text);
    });

  button.addEventListener("click", async ({ detail }) => {
    if (detail > 1) return; // the second half of a double click
    if (stop) return stop.abort();
    if (busy) return;
    busy = true;
    await navigator.locks.request(lock, { ifAvailable: true }, press).finally(() => (busy = false));
  });
  // Who leaves half way takes nothing along. What a crash left is cleared when somebody comes back here.
  addEventListener("pagehide", () => {
    if (stop) made?.unregister().catch(() => {});
    copy.drop();
    stop?.abort();
  });
  const tidy = async (free) => {
    if (free && !(await registration())) await copy.clear();
  };
  // The lock is given back before the button shows: a press while the browser still asks for news is no other page's.
  const begin = async () => {
    await navigator.locks.request(lock, { ifAvailable: true }, tidy);
    const found = await registration();
    found?.addEventListener("updatefound", () => follow(found.installing));
    follow(found?.installing);
    show(await state());
    await found?.update().catch(() => {}); // without a connection
  };
  begin().catch(() => say("This browser does not let sites keep pages here."));
})();
