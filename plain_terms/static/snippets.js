/* Ready-made references at the foot of a term's page: each gets a button that copies it, and those that need an
 * address which the site did not know when it was built get it from the browser. Without scripts, one click on a
 * line selects it, as its style says.
 */
for (const line of document.querySelectorAll(".plain-term-snippets li")) {
  const code = line.querySelector("code");
  const button = document.createElement("button");
  const said = document.createElement("output");
  if (line.hidden && location.protocol.startsWith("http")) {
    const page = location.origin + location.pathname;
    code.textContent = code.textContent.replace("#term-", (anchor) => page + anchor);
    line.hidden = false;
  }
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${line.firstChild.data}`);
  button.addEventListener("click", async () => {
    // Where neither way to copy is allowed, the line is at least selected.
    getSelection().selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // The answer to a question of the browser may take a while, and something else be selected by now.
      getSelection().selectAllChildren(code);
      if (!document.execCommand("copy")) return;
    }
    said.textContent = "Copied";
  });
  line.append(button, said);
}
