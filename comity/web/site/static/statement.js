// Citing without leaving one's place. Everything here also works without it, by plain links.
"use strict";

const text = document.querySelector(".statement-text");

// A link that leads to a paragraph which is not here says so.
function lookForParagraph() {
  const wanted = location.hash.slice(1); // anchors are plain letters and digits
  const warning = document.getElementById("missing-paragraph");
  if (warning) warning.hidden = !wanted.startsWith("p-") || document.getElementById(wanted) !== null;
}
lookForParagraph();
addEventListener("hashchange", lookForParagraph);

// Where a point of a selection lies in the words of its paragraph, in code points. Flags are no part of them, and a
// picture of a control character counts as one.
function offset(home, node, place) {
  const before = document.createRange();
  before.setStart(home, 0);
  before.setEnd(node, place);
  const piece = before.cloneContents();
  for (const flag of piece.querySelectorAll(".flag")) {
    const gap = flag.previousSibling;
    if (gap && gap.nodeType === Node.TEXT_NODE && gap.data === " ") gap.remove();
    flag.remove();
  }
  for (const control of piece.querySelectorAll(".control")) control.replaceWith("\u00b7");
  return Number(home.dataset.from) + Array.from(piece.textContent).length;
}

function homeOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element && element.closest("[data-from]");
}

// The selected words within the paragraph in which the selection begins: {link, start, end}.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const home = homeOf(range.startContainer);
  if (!home || !text.contains(home)) return null;
  const paragraph = home.closest(".paragraph");
  const last = homeOf(range.endContainer);
  const ends = last && last.closest(".paragraph") === paragraph ? last : null;
  const start = offset(home, range.startContainer, range.startOffset);
  const end = ends
    ? offset(ends, range.endContainer, range.endOffset)
    : offset(home, home, home.childNodes.length);
  const link = paragraph.querySelector("a.number");
  return end > start && link ? { link, start, end } : null;
}

const button = document.createElement("button");
button.type = "button";
button.className = "quote-words";
button.hidden = true;

function offer() {
  const words = selected();
  button.hidden = !words;
  if (!words) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  const across = Math.min(Math.max(8, box.left), innerWidth - button.offsetWidth - 8);
  button.style.top = `${scrollY + box.bottom + 8}px`;
  button.style.left = `${scrollX + across}px`;
}

// Fetch the page that shows the box for citing, and set the box under the paragraph.
async function open(link, range) {
  const address = new URL(link.href);
  if (range) {
    address.searchParams.set("start", range.start);
    address.searchParams.set("end", range.end);
  }
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const box = page.getElementById("reference");
  if (!box) {
    location.assign(address);
    return;
  }
  document.getElementById("reference")?.remove();
  link.closest(".paragraph").after(box);
  prepare(box);
  box.tabIndex = -1;
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

function prepare(box) {
  const row = box.querySelector(".copying");
  row.hidden = false;
  const told = row.querySelector("[role=status]");
  for (const one of row.querySelectorAll("[data-copy]")) {
    one.addEventListener("click", async () => {
      const source = document.getElementById(one.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent);
        told.textContent = told.dataset.copied;
      } catch {
        source.closest("details")?.setAttribute("open", "");
        getSelection().selectAllChildren(source);
        told.textContent = told.dataset.select;
      }
    });
  }
  const close = box.querySelector(".close");
  close.addEventListener("click", (event) => {
    event.preventDefault();
    const handle = box.previousElementSibling?.querySelector("a.number");
    box.remove();
    handle?.focus();
  });
}

if (text) {
  button.textContent = text.dataset.quote;
  document.body.append(button);
  document.addEventListener("selectionchange", offer);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const words = selected();
    if (words) {
      getSelection().removeAllRanges();
      open(words.link, words);
    }
  });
  text.addEventListener("click", (event) => {
    const link = event.target.closest("a.number");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link, null);
  });
  const box = document.getElementById("reference");
  if (box) prepare(box);
}
