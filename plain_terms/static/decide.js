/* The questions of a comparison as a form: what is picked is added up, in words, below the last one.
 *
 * All that it says stands in the page and is read from there, so without scripts nothing is missing. The reason
 * of an answer, and the side it speaks for, show once it is picked: who sees them before picks a side and not an
 * answer. Nothing is kept or sent.
 */
(() => {
  "use strict";
  const questions = [...document.querySelectorAll(".plain-term-decide > li")];
  const links = new Map();
  for (const link of document.querySelectorAll(".plain-term-decide a")) links.set(link.textContent, link);
  if (links.size !== 2) return;
  const heaviest = 1 + questions.findIndex((question) => question.querySelector(".plain-term-weighs"));

  const make = (name, properties, ...inner) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inner);
    return element;
  };

  const choice = (item, number, place) => {
    const why = item.firstElementChild;
    const words = why.querySelector("strong");
    const input = make("input", { type: "radio", name: `decide-${number}` });
    const reason = why.querySelector(".plain-term-reason").textContent;
    why.id = `decide-${number}-${place}`;
    why.hidden = true;
    input.setAttribute("aria-describedby", why.id);
    input.addEventListener("change", add);
    item.prepend(make("label", {}, input, words));
    const side = why.querySelector("a")?.textContent;
    return { number, input, why, side, text: `${words.textContent}: ${reason}` };
  };

  const form = (question, place) => {
    const [words, list] = [question.firstElementChild, question.lastElementChild];
    const group = make("div", { role: "radiogroup" });
    words.id = `decide-${place + 1}`;
    group.setAttribute("aria-labelledby", words.id);
    list.replaceWith(group);
    group.append(list);
    return [...list.children].map((item, at) => choice(item, place + 1, at + 1));
  };

  /* The suggestion, and what else to say about it. Sides come with their answers, the stronger one first. */
  const conclude = ([[side, most], [, least]], heavy, done) => {
    const lead = done ? "Suggestion:" : "So far:";
    const weighs = `Question ${heaviest} weighs most`;
    const score = `${most.length} to ${least.length}`;
    if (!most.length) return [`${lead} either.`, "Your answers leave it open."];
    if (most.length > least.length) {
      const other = heavy && heavy !== side;
      return [`${lead} ${side}, by ${score}.`, other ? `${weighs} and speaks for ${heavy}: look at it again.` : ""];
    }
    if (heavy) return [`${lead} ${side}.`, `It is a tie, ${score}. ${weighs} and tips it.`];
    return [`${lead} a tie, ${score}.`, heaviest ? `${weighs}${done ? ", and you left it open" : ""}.` : ""];
  };

  const part = (title, answers) => {
    const lines = answers.map(({ text }) => make("li", { textContent: text }));
    return lines.length ? [make("p", {}, ...title), make("ul", {}, ...lines)] : [];
  };

  function add() {
    for (const { why, input } of choices) why.hidden = !input.checked;
    const picked = choices.filter(({ input }) => input.checked);
    const heavy = picked.find(({ number }) => number === heaviest)?.side;
    const sides = [...links.keys()].map((side) => [side, picked.filter((one) => one.side === side)]);
    sides.sort((a, b) => b[1].length - a[1].length || (b[0] === heavy) - (a[0] === heavy));
    const [suggestion, remark] = conclude(sides, heavy, picked.length === questions.length);
    said.replaceChildren(make("strong", { textContent: suggestion }), ` ${remark}`);
    reasons.replaceChildren(
      ...sides.flatMap(([side, answers]) => part(["For ", links.get(side).cloneNode(true)], answers)),
      ...part(["For either"], picked.filter(({ side }) => !side)),
    );
  }

  const choices = questions.flatMap(form);
  const sum = document.querySelector(".plain-term-sum");
  const said = make("p", { role: "status" }, "Pick your answers. They are added up here.");
  const reasons = make("div");
  for (const element of [...sum.children].slice(0, -1)) element.hidden = true;
  sum.prepend(said, reasons);
})();
