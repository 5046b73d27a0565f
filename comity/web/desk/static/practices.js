// A button at each source puts its number where one writes; what is not saved is not left by accident.
// Without this script the numbers are typed and everything else is the same.
(() => {
  const editor = document.querySelector("form.editor");
  if (!editor) return;
  let field = null;
  let written = false;
  editor.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea")) field = event.target;
  });
  editor.addEventListener("input", () => { written = true; });
  editor.addEventListener("submit", () => { written = false; });
  window.addEventListener("beforeunload", (event) => {
    if (written) event.preventDefault();
  });
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  editor.append(spoken);
  document.querySelectorAll("[data-number]").forEach((source) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button secondary small";
    button.textContent = source.dataset.cite;
    button.addEventListener("click", () => {
      const target = field || editor.querySelector("textarea[name=what]");
      const mark = `[${source.dataset.number}]`;
      const start = target.selectionStart;
      const before = target.value.slice(0, start);
      const blank = before === "" || /\s$/.test(before) ? "" : " ";
      target.setRangeText(blank + mark, start, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.focus();
      spoken.textContent = mark;
    });
    source.querySelector(".rests").append(" ", button);
  });
})();
