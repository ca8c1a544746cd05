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
 */
(() => {
  "use strict";
  const OPEN_AFTER = 120; // ms: a pointer passing by opens nothing
  const CLOSE_AFTER = 200; // ms: a pointer may miss the card on its way
  const GAP = 8; // px between link, card and edge of the window

  const words = document.currentScript?.dataset.read || "Read the page";
  const card = document.createElement("div");
  const definition = card.appendChild(document.createElement("p"));
  const more = card.appendChild(document.createElement("a"));
  card.className = "plain-term-card";
  card.popover = "manual"; // the top layer: above sticky headers, never clipped
  definition.id = "plain-term-definition";
  more.textContent = words;
  more.tabIndex = -1;

  let open = null; // the link whose card is open
  let over = null; // the link the pointer is on; while it is on the card, the open one
  let touch = false; // the last press was a finger or a pen
  let wait = false; // the click of that press opens a card and does not follow the link
  let seen = false; // the open link has been in sight
  let described = null; // what else describes the open link
  let timer = 0;
  const held = new Set(); // links whose title is in data-definition for now

  const termAt = (node) => {
    if (card.contains(node)) return open;
    const link = node.closest?.("a.term[title], a[data-definition]");
    return link?.title || link?.dataset.definition ? link : null;
  };

  const giveTitlesBack = () => {
    for (const link of held) {
      if (link === open || link === over || link === document.activeElement) continue;
      held.delete(link);
      link.title = link.dataset.definition;
      delete link.dataset.definition;
    }
  };

  const place = () => {
    if (!open) return;
    const { clientWidth, clientHeight } = document.documentElement;
    const link = open.getBoundingClientRect();
    card.style.maxHeight = "";
    const { width, height } = card.getBoundingClientRect();
    const below = clientHeight - link.bottom - 2 * GAP;
    const above = link.top - 2 * GAP;
    const under = height <= below || below >= above;
    const room = under ? below : above;
    // Over a link that is broken over two lines, the card starts where its first line starts.
    const line = (!under && open.getClientRects()[0]) || link;
    const start = card.dir === "rtl" ? line.right - width : line.left;
    card.style.maxHeight = `${room}px`;
    card.style.left = `${scrollX + Math.max(GAP, Math.min(start, clientWidth - width - GAP))}px`;
    card.style.top = `${scrollY + (under ? link.bottom + GAP : link.top - GAP - Math.min(height, room))}px`;
  };

  const hide = () => {
    clearTimeout(timer);
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
    if (entries.at(-1).isIntersecting) seen = true;
    else if (seen) hide();
  });

  const show = (link) => {
    if (link === open || !link.isConnected) return;
    hide();
    open = link;
    if (link.title) {
      held.add(link);
      link.dataset.definition = link.title;
      link.removeAttribute("title");
    }
    definition.textContent = link.dataset.definition;
    more.href = link.href;
    more.setAttribute("aria-label", `${words}: ${link.textContent.trim()}`);
    card.dir = getComputedStyle(link).direction;
    (link.closest("dialog") || document.body).append(card);
    card.hidden = false; // for browsers without popovers
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
    if (!over) timer = setTimeout(() => open?.matches(":focus-visible") || hide(), CLOSE_AFTER);
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
    if (touch) over = link; // the focus that moves before the click must not close the card
    if (link !== open) hide();
  });

  on("click", (event) => {
    const link = event.target.closest?.("a") && termAt(event.target);
    if (touch) over = null;
    if (link && wait) {
      event.preventDefault();
      show(link);
    } else if (link) hide(); // who comes back to the page, or stays on it, finds it without a card
    wait = false;
  });

  on("keydown", (event) => {
    wait = false; // Enter follows the link at once
    if (event.key !== "Escape") return;
    if (open) {
      event.preventDefault(); // a dialog around the link stays open
      event.stopPropagation();
    }
    hide();
  });

  on("focusin", (event) => {
    const link = termAt(event.target);
    if (link?.matches(":focus-visible")) show(link);
  });

  on("focusout", () => {
    if (open !== over) hide();
    giveTitlesBack();
  });

  on("scroll", (event) => card.contains(event.target) || place());
  addEventListener("resize", place);
})();
