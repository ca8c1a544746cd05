/* Definition cards: a link to a term shows its definition on hover, on keyboard focus and on the first tap.
 *
 * Reads `a.term[title]` and `a[data-definition]`; `data-read` on the script tag translates "Read the page".
 * Without scripts the title is a plain tooltip.
 *
 * The one card lives at the end of the body (or of the dialog around the link: all else is inert), not beside
 * its link, where it would take over the type of a heading and be copied with the sentence. Its order carries
 * nothing: the definition describes the link (aria-describedby), and the link in the card leads where the term
 * link leads, so it is no tab stop. With a link inside, the card is no role="tooltip".
 *
 * A title is away only while its link is pointed at, focused or open: it never shows twice, and screen readers
 * that read on without moving the focus still find it.
 *
 * What follows the line "Shared" is also the second half of terms.js, which gives cards to pages that are not made
 * with Sphinx (exports/anywhere.py); exports/anywhere.js is its first half.
 */
(() => {
  "use strict";
  const words = document.currentScript?.dataset.read || "Read the page";
  const card = document.createElement("div");
  const definition = card.appendChild(document.createElement("p"));
  const more = card.appendChild(document.createElement("a"));
  // What is put on the page.
  const root = card;
  card.className = "plain-term-card";
  // The top layer: above sticky headers, never clipped.
  card.popover = "manual";
  definition.id = "plain-term-definition";
  more.textContent = words;
  more.tabIndex = -1;

  // Links whose title is in data-definition for now.
  const held = new Set();

  const termAt = (node) => {
    if (card.contains(node)) return open;
    const link = node.closest?.("a.term[title], a[data-definition]");
    return link?.title || link?.dataset.definition ? link : null;
  };

  const hold = (link) => {
    if (!link.title) return;
    held.add(link);
    link.dataset.definition = link.title;
    link.removeAttribute("title");
  };

  const giveTitlesBack = () => {
    for (const link of held) {
      if (link === open || link === over || link === document.activeElement) continue;
      held.delete(link);
      link.title = link.dataset.definition;
      delete link.dataset.definition;
    }
  };

  const show = (link) => present(link, link.title || link.dataset.definition);

  // Shared.
  // A pointer passing by opens nothing (ms).
  const OPEN_AFTER = 120;
  // A pointer may miss the card on its way (ms).
  const CLOSE_AFTER = 200;
  // Between link, card and edge of the window (px).
  const GAP = 8;

  // The link whose card is open.
  let open = null;
  // The link the pointer is on; while it is on the card, the open one.
  let over = null;
  // Holds the link whose card opens once its definition is there; another one each time.
  let wanted = null;
  // The last press was a finger or a pen.
  let touch = false;
  // The click of that press opens a card and does not follow the link.
  let wait = false;
  // The open link has been in sight.
  let seen = false;
  // What else describes the open link.
  let described = null;
  let timer = 0;

  const place = () => {
    if (!open) return;
    const { clientWidth, clientHeight } = document.documentElement;
    const target = open.closest(".plain-term-tiles > li") || open;
    const link = target.getBoundingClientRect();
    card.style.maxHeight = "";
    const { width, height } = card.getBoundingClientRect();
    const below = clientHeight - link.bottom - 2 * GAP;
    const above = link.top - 2 * GAP;
    const under = height <= below || below >= above;
    const room = under ? below : above;
    // Over a link that is broken over two lines, the card starts where its first line starts.
    const line = (!under && target.getClientRects()[0]) || link;
    const start = card.dir === "rtl" ? line.right - width : line.left;
    card.style.maxHeight = `${room}px`;
    card.style.left = `${scrollX + Math.max(GAP, Math.min(start, clientWidth - width - GAP))}px`;
    card.style.top = `${scrollY + (under ? link.bottom + GAP : link.top - GAP - Math.min(height, room))}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    wanted = null;
    if (!open) return;
    if (described) open.setAttribute("aria-describedby", described);
    else open.removeAttribute("aria-describedby");
    watch.disconnect();
    open = null;
    card.hidden = true;
    card.hidePopover?.();
    giveTitlesBack();
  };

  // A link removed, hidden or scrolled out of sight takes its card along; one that a smooth scroll is still
  // bringing into sight keeps it.
  const watch = new IntersectionObserver((entries) => {
    const { target, isIntersecting } = entries.at(-1);
    if (target !== open) return;
    if (isIntersecting) seen = true;
    else if (seen || !open.getClientRects().length) hide();
  });

  const present = (link, text) => {
    if (link === open || !link.isConnected) return;
    hide();
    open = link;
    hold(link);
    definition.textContent = text;
    more.href = link.href;
    more.setAttribute("aria-label", `${words}: ${link.textContent.trim()}`);
    card.dir = getComputedStyle(link).direction;
    (link.closest("dialog") || document.body).append(root);
    // For browsers without popovers.
    card.hidden = false;
    card.showPopover?.();
    described = link.getAttribute("aria-describedby");
    link.setAttribute("aria-describedby", `${described || ""} ${definition.id}`.trim());
    seen = false;
    watch.observe(link);
    place();
  };

  // Not pointerover: a link that scrolls under a resting pointer, or lay under a closed card, is not meant.
  const move = (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    const now = termAt(event.target);
    if (now === over) return;
    over = now;
    clearTimeout(timer);
    if (!over) timer = setTimeout(() => (open ?? wanted?.link)?.matches(":focus-visible") || hide(), CLOSE_AFTER);
    else if (over !== open) timer = setTimeout(show, OPEN_AFTER, over);
    giveTitlesBack();
  };

  const on = (type, listener) => document.addEventListener(type, listener, true);
  on("pointermove", move);
  document.documentElement.addEventListener("pointerleave", move);

  on("pointerdown", (event) => {
    const link = termAt(event.target);
    touch = event.pointerType !== "mouse";
    wait = touch && link !== open;
    // The focus that moves before the click must not close the card.
    if (touch) over = link;
    if (!link || link !== open) hide();
  });

  // The finger scrolls or zooms: no click will come.
  on("pointercancel", () => {
    wait = false;
    over = null;
  });

  on("click", (event) => {
    const link = event.target.closest?.("a") && termAt(event.target);
    if (touch) over = null;
    if (link && wait) {
      event.preventDefault();
      show(link, true);
    } else if (link) {
      // Who comes back to the page, or stays on it, finds it without a card.
      hide();
    }
    wait = false;
  });

  on("keydown", (event) => {
    // Enter follows the link at once.
    wait = false;
    if (event.key !== "Escape") return;
    if (open) {
      // A dialog around the link stays open.
      event.preventDefault();
      event.stopPropagation();
    }
    hide();
  });

  on("focusin", (event) => {
    const link = termAt(event.target);
    if (link?.matches(":focus-visible")) show(link);
  });

  on("focusout", () => {
    if (!open || open !== over) hide();
    giveTitlesBack();
  });

  on("scroll", (event) => card.contains(event.target) || place());
  addEventListener("resize", place);
})();
