// Reading without leaving one's place: forms and links of the workspace are fetched, and the workspace is swapped.
// One key does what one button does. Everything here also works without it, by plain forms and links.
"use strict";

const workspace = () => document.getElementById("workspace");
const words = () => document.getElementById("words");
const told = () => document.getElementById("said");
let busy = false;
let pending = []; // keys pressed while the server answers
let chosen = null; // {start, end} in code points of the paragraph

// Where a point of the selection lies in the paragraph, in code points; a picture of a control character is one sign.
function offset(node, place) {
  const before = document.createRange();
  before.setStart(words(), 0);
  before.setEnd(node, place);
  const piece = before.cloneContents();
  for (const control of piece.querySelectorAll(".control")) control.replaceWith("\u00b7");
  return Array.from(piece.textContent).length;
}

function rangeOf(start, end) {
  const walker = document.createTreeWalker(words(), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let passed = 0;
  let last = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const signs = node.parentElement.closest(".control") ? ["\u00b7"] : Array.from(node.data);
    const place = (wanted) => signs.slice(0, wanted - passed).join("").length;
    if (start >= passed && start <= passed + signs.length) range.setStart(node, place(start));
    if (end >= passed && end <= passed + signs.length) {
      range.setEnd(node, place(end));
      return range;
    }
    passed += signs.length;
    last = node;
  }
  if (last) range.setEnd(last, last.data.length);
  return range;
}

function choose(range) {
  chosen = range && range.end > range.start ? range : null;
  const form = document.getElementById("flag");
  if (!form) return;
  form.elements.start.value = chosen ? chosen.start : "";
  form.elements.end.value = chosen ? chosen.end : "";
  const hint = document.getElementById("chosen");
  const text = chosen ? Array.from(signsOf()).slice(chosen.start, chosen.end).join("").trim() : "";
  const short = text.length > 90 ? `${text.slice(0, 45)} … ${text.slice(-40)}` : text;
  hint.textContent = `${workspace().dataset.chosen} ${short || workspace().dataset.whole}`;
}

function signsOf() {
  const copy = words().cloneNode(true);
  for (const control of copy.querySelectorAll(".control")) control.replaceWith("\u00b7");
  return copy.textContent;
}

function look() {
  const selection = getSelection();
  const home = words();
  if (!home || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!home.contains(range.startContainer) && !home.contains(range.endContainer)) return; // a button was pressed
  if (selection.isCollapsed) {
    if (home.contains(range.startContainer)) choose(null);
    return;
  }
  const inside = (node) => home.contains(node);
  const start = inside(range.startContainer) ? offset(range.startContainer, range.startOffset) : 0;
  const end = inside(range.endContainer)
    ? offset(range.endContainer, range.endOffset)
    : Array.from(signsOf()).length;
  choose({ start, end });
}

document.addEventListener("selectionchange", look);

function select(range) {
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(rangeOf(range.start, range.end));
  choose(range);
}

// The words, by keyboard: up and down choose a sentence, left and right move an edge by a word.
function sentences() {
  return words()
    .dataset.sentences.trim()
    .split(/\s+/)
    .map((one) => one.split("-").map(Number))
    .filter((one) => one.length === 2)
    .map(([start, end]) => ({ start, end }));
}

function edges() {
  const text = signsOf();
  const language = words().closest("[lang]").lang;
  const found = [0];
  const cut = new Intl.Segmenter(language === "und" ? undefined : language, { granularity: "word" });
  for (const one of cut.segment(text)) {
    if (one.isWordLike) found.push(Array.from(text.slice(0, one.index)).length, Array.from(text.slice(0, one.index + one.segment.length)).length);
  }
  return [...new Set([...found, Array.from(text).length])];
}

function byKeyboard(event) {
  const forward = getComputedStyle(words()).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const every = sentences();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const here = every.findIndex((one) => chosen && one.start <= chosen.start && chosen.start < one.end);
    const next = event.key === "ArrowDown" ? here + 1 : Math.max(0, here - 1);
    if (every.length) select(every[Math.min(next, every.length - 1)]);
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const onward = event.key === forward;
    const range = chosen || every[0] || { start: 0, end: 0 };
    const edge = event.shiftKey ? "start" : "end";
    const places = edges();
    const moved = onward ? places.find((one) => one > range[edge]) : places.findLast((one) => one < range[edge]);
    const now = { ...range, [edge]: moved ?? range[edge] };
    if (now.end > now.start) select(now);
  } else return false;
  event.preventDefault();
  return true;
}

// Fetch a page of the workspace and set it in place.
async function go(address, options, { from, push = true } = {}) {
  if (busy) return;
  busy = true;
  workspace().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { ...options, headers: { "X-Reading": "1" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("workspace");
    if (!fresh) {
      location.assign(options.method === "POST" ? location.href : address);
      return;
    }
    const shown = answer.headers.get("X-Address") || answer.url;
    swap(fresh, from);
    document.title = page.title;
    if (push && new URL(shown, location).href !== location.href) history.pushState(null, "", shown);
  } catch {
    told().textContent = workspace().dataset.lost;
  } finally {
    busy = false;
    workspace().removeAttribute("aria-busy");
  }
  const key = pending.shift();
  if (key) press(key);
}

function paragraphShown() {
  return document.querySelector(".flag-form")?.action;
}

function swap(fresh, from) {
  const before = paragraphShown();
  const open = [...workspace().querySelectorAll("details[data-stays][open], details#keys[open]")].map((one) => one.id);
  const listening = workspace().querySelector("details.listening[data-stays]")?.id;
  const message = fresh.querySelector("#said").textContent;
  fresh.querySelector("#said").textContent = "";
  workspace().replaceWith(fresh);
  chosen = null;
  begin();
  const moved = before !== paragraphShown();
  for (const id of open) if (!moved || id === "keys") document.getElementById(id)?.setAttribute("open", "");
  if (!moved && listening) document.getElementById(listening)?.classList.add("listening");
  const error = fresh.querySelector(".error-summary");
  const again = !moved && from && document.getElementById(from);
  (error || again || words() || fresh).focus({ preventScroll: true });
  if (moved || error) (error || fresh).scrollIntoView({ block: "start", behavior: "instant" });
  told().textContent = message; // after the swap, so that it is read out
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!workspace()?.contains(form) || form.method !== "post" || form.action.endsWith("/keys/")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  go(form.action, { method: "POST", body }, { from: event.submitter?.id });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#workspace a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href);
  if (!/\/reading\/(\d+\/)?$/.test(address.pathname) || address.hash) return;
  event.preventDefault();
  go(link.href, { method: "GET" });
});

addEventListener("popstate", () => go(location.href, { method: "GET" }, { push: false }));

// A choice survives a press on a button.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#workspace button, #workspace summary")) event.preventDefault();
});

// Keys ------------------------------------------------------------------------------------------------------------
function letter(event) {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const place = /^(?:Key|Digit)(.)$/.exec(event.code); // on a keyboard of another script
  return place ? place[1].toLowerCase() : event.key;
}

function openMenu() {
  return workspace().querySelector("details.menu.listening[open]");
}

function listen(menu) {
  for (const one of workspace().querySelectorAll("details.menu")) {
    one.classList.toggle("listening", one === menu);
    if (one !== menu && one.dataset.key !== "g") one.open = false;
  }
  if (menu) menu.open = true;
}

function press(key) {
  if (busy) {
    pending.push(key);
    return true;
  }
  look(); // a quick key comes before the browser has told of the choice
  const menu = openMenu();
  const line = menu?.querySelector(`[data-sub="${CSS.escape(key)}"]`);
  if (line) {
    line.click();
    return true;
  }
  if (key === "Escape") {
    if (menu) menu.querySelector("summary").focus();
    listen(null);
    return Boolean(menu);
  }
  if (key === "k") {
    history.back();
    return true;
  }
  if (key === "w") {
    words()?.focus();
    return Boolean(words());
  }
  const target = workspace().querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.matches("details.menu")) {
    listen(target.classList.contains("listening") ? null : target);
    if (target.open) target.scrollIntoView({ block: "nearest" });
  } else if (target.matches("details")) {
    target.open = !target.open;
    target.scrollIntoView({ block: "nearest" });
  } else if (target.matches("input")) {
    listen(target.closest("details.menu")); // what is closed cannot be written in
    target.focus();
  } else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!workspace() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === words() && byKeyboard(event)) return;
  if (workspace().dataset.keys !== "on") return;
  if (event.target.closest?.("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (press(event.key === "Escape" ? "Escape" : letter(event))) event.preventDefault();
});

function begin() {
  workspace().classList.toggle("with-keys", workspace().dataset.keys === "on");
  for (const menu of workspace().querySelectorAll("details.menu")) {
    menu.querySelector("summary").addEventListener("click", () => setTimeout(() => listen(menu.open ? menu : null)));
  }
}

// What the server was still reckoning when it answered is asked for again, and set in where nobody is at work.
async function lookAgain() {
  if (workspace().dataset.ready === "yes" || !words()) return;
  const here = paragraphShown();
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  if (here !== paragraphShown() || busy) return;
  for (const part of [".alike", ".tally"]) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part)?.replaceWith(fresh);
  }
  workspace().dataset.ready = page.getElementById("workspace")?.dataset.ready ?? "yes";
}

if (workspace()) {
  setTimeout(lookAgain, 3000);
  history.scrollRestoration = "manual";
  begin();
  words()?.focus({ preventScroll: true });
}
