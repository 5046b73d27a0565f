// The console without loading: acts are fetched, the page is mended in place so that focus and half-written words
// stay, and what others do appears within a second or two. Everything here also works without it, by plain forms.
"use strict";

const page = () => document.getElementById("console");
const said = () => document.getElementById("said");
let acting = false; // an act is on its way: a second press does nothing
let reading = false;
let turn = 0; // raised by every act: what was asked for before it is old when it comes
let lost = false;
let shownAt = performance.now();
let undoUntil = 0;
let warned = "";

// Mend `old` until it is like `fresh`; what has the same id is the same thing. --------------------------------------
const keyOf = (node) => (node.nodeType === 1 && node.id) || null;

function mend(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || keyOf(old) !== keyOf(fresh)) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType !== 1) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.id === "said") return;
  const written = old.matches("input:not([type=hidden]), textarea, select");
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (written && old === document.activeElement) return;
  if (old.nodeName === "SELECT" && old.dataset.touched) return;
  children(old, fresh);
}

function children(old, fresh) {
  const known = new Map([...old.childNodes].filter(keyOf).map((node) => [node.id, node]));
  let here = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = keyOf(wanted);
    let found = key ? known.get(key) : null;
    if (!found && !key && here && !keyOf(here) && here.nodeName === wanted.nodeName) found = here;
    if (!found) {
      old.insertBefore(wanted, here);
      continue;
    }
    if (found === here) here = here.nextSibling;
    else old.insertBefore(found, here);
    mend(found, wanted);
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

// Fetching --------------------------------------------------------------------------------------------------------
async function fetched(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-Console": "1" } });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = found.getElementById("console");
  if (!fresh) {
    if (answer.redirected || answer.status === 403 || answer.status === 404) location.reload();
    throw new Error(`status ${answer.status}`);
  }
  return { fresh, title: found.title };
}

function show({ fresh, title }, { form = null, by = null } = {}) {
  const refused = fresh.querySelector("#said").classList.contains("refused");
  const words = fresh.querySelector("#said").textContent.trim();
  const wrong = fresh.querySelector("#wrong");
  const focused = document.activeElement?.id;
  const others = fresh.dataset.number !== page().dataset.number ? fresh.dataset.latest : "";
  if (form && !refused && !wrong) {
    form.reset();
    for (const select of form.querySelectorAll("select")) delete select.dataset.touched;
    const around = form.closest("details");
    if (around) {
      around.open = false;
      if (around.contains(document.activeElement)) around.querySelector("summary").focus();
    }
  }
  mend(page(), fresh);
  document.title = title;
  shownAt = performance.now();
  begin();
  keepFocus(by || focused);
  if (wrong) document.getElementById("wrong")?.focus();
  tell(words || (form || by ? "" : others), refused);
}

function keepFocus(id) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const again = id && document.getElementById(id);
  if (again) again.focus({ preventScroll: true });
  else (document.getElementById("decision") || document.querySelector(".primary") || document.getElementById("now-heading"))?.focus();
}

function tell(words, refused = false) {
  if (!words) return;
  said().classList.toggle("refused", refused);
  said().textContent = "";
  setTimeout(() => (said().textContent = words));
  if (refused) said().scrollIntoView({ block: "nearest" });
}

function hear(words) {
  const place = document.getElementById("heard");
  place.textContent = "";
  setTimeout(() => (place.textContent = words));
}

function disconnected(now) {
  if (now === lost) return;
  lost = now;
  tell(now ? page().dataset.lost : page().dataset.found, now);
}

async function send(form, submitter) {
  if (acting) return;
  acting = true;
  turn += 1;
  page().setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    const address = new URL(form.action);
    const open = new URLSearchParams(location.search).get("row");
    if (open) address.searchParams.set("row", open);
    show(await fetched(address, { method: "POST", body }), { form, by: submitter?.id });
    lost = false;
  } catch {
    tell(page().dataset.lost, true);
    lost = true;
  } finally {
    acting = false;
    page().removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!page().contains(form) || !form.action.includes("/act/")) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.("select")) event.target.dataset.touched = "1";
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-row]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, "", link.href);
  await refresh(link.id);
});

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("a[data-row]");
  if (!link || event.key !== " ") return;
  event.preventDefault();
  link.click();
});

async function refresh(by = null) {
  if (acting || (reading && !by)) return;
  if (by) turn += 1;
  const mine = turn;
  reading = true;
  try {
    const address = new URL(location.href);
    address.hash = "";
    const found = await fetched(address);
    if (mine === turn) show(found, { by });
    disconnected(false);
  } catch {
    disconnected(true);
  } finally {
    reading = false;
  }
}

// What others do: the stream of what everybody sees rings, where there is one; else the number is asked for ----------
let rungAt = -Infinity;

function listen() {
  if (!page().dataset.stream) return;
  const bells = new EventSource(page().dataset.stream);
  bells.addEventListener("beat", () => (rungAt = performance.now()));
  bells.addEventListener("floor", (event) => {
    if (event.lastEventId !== page().dataset.number) soon();
  });
  bells.addEventListener("error", () => {
    rungAt = -Infinity;
    later(300);
    if (bells.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
}

// What rings while an act is on its way is looked at once that is done.
function soon() {
  if (acting || reading) setTimeout(soon, 100);
  else refresh();
}

let following = 0;

function later(milliseconds) {
  clearTimeout(following);
  following = setTimeout(follow, milliseconds);
}

async function follow() {
  const rings = () => !lost && performance.now() - rungAt < 4500;
  try {
    const answer = await fetch(page().dataset.follow);
    if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
    const { number } = await answer.json();
    if (String(number) !== page().dataset.number) await refresh();
    else disconnected(false);
  } catch {
    disconnected(true);
  }
  later(document.hidden || rings() ? 5000 : 1000);
}

// The clock: counted on from what the server said ------------------------------------------------------------------
function left() {
  const clock = document.getElementById("clock");
  if (!clock) return null;
  const running = clock.dataset.running === "1" ? performance.now() - shownAt : 0;
  return { clock, running: clock.dataset.running === "1", ms: clock.dataset.allowed - clock.dataset.spent - running };
}

function written(ms) {
  const seconds = Math.ceil(ms / 1000);
  const all = Math.abs(seconds);
  return `${seconds < 0 ? "+" : ""}${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
}

function tick() {
  const bar = document.getElementById("undo-bar");
  if (bar) {
    bar.hidden = performance.now() > undoUntil;
    const seconds = Math.max(0, Math.ceil((undoUntil - performance.now()) / 1000));
    document.getElementById("undo-seconds").textContent = `(${seconds})`;
  }
  awake();
  const now = left();
  if (!now) return;
  const { clock, running, ms } = now;
  const time = written(ms);
  const over = Math.ceil(ms / 1000) < 0;
  const line = clock.querySelector(".clock-time");
  if (line.textContent !== time) line.textContent = time;
  const note = over ? clock.dataset.over : running ? clock.dataset.left : clock.dataset.stands;
  const words = clock.querySelector(".clock-note");
  if (words.textContent.trim() !== note) words.textContent = note;
  const band = clock.closest(".now-band");
  band.classList.toggle("is-over", over);
  band.classList.toggle("is-soon", !over && ms <= 60000 && clock.dataset.allowed > 60000);
  warn(ms, running, clock.dataset.allowed);
}

// A clock that jumped against the counter tells that the machine slept or was set: ask the server anew.
let drift = Date.now() - performance.now();

function awake() {
  const apart = Date.now() - performance.now();
  if (Math.abs(apart - drift) < 1000) return;
  drift = apart;
  refresh();
}

function warn(ms, running, allowed) {
  const stage = ms <= 0 ? "out" : ms <= 60000 ? "soon" : "";
  if (stage === warned) return;
  if (running && stage === "out") hear(page().dataset.out);
  if (running && stage === "soon" && warned === "" && allowed > 90000) hear(page().dataset.soon);
  warned = stage;
}

function aloud() {
  const clock = document.getElementById("clock");
  const parts = [document.getElementById("now-heading").textContent];
  if (clock) parts.push(clock.textContent);
  parts.push(document.querySelector(".now-next")?.textContent || "");
  hear(parts.map((one) => one.replace(/\s+/g, " ").trim()).filter(Boolean).join(". "));
}

// Keys ------------------------------------------------------------------------------------------------------------
function letter(event) {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const place = /^(?:Key|Digit)(.)$/.exec(event.code); // on a keyboard of another script
  return place ? place[1].toLowerCase() : event.key;
}

function press(key) {
  if (key === "r") {
    aloud();
    return true;
  }
  const target = [...page().querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.checkVisibility());
  if (!target) return false;
  if (target.matches("summary")) {
    const details = target.parentElement;
    details.open = !details.open;
    const field = details.open && details.querySelector("select, input:not([type=hidden]), button");
    (field || target).focus();
    details.scrollIntoView({ block: "nearest" });
  } else if (target.matches("button")) target.click();
  else {
    target.focus();
    target.scrollIntoView({ block: "start" });
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const writing = event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea");
  if (event.key === "Escape") {
    const around = event.target.closest?.("details[open]");
    if (around && page().contains(around)) {
      around.open = false;
      around.querySelector("summary").focus();
    }
    return;
  }
  if (writing || page().dataset.keys !== "on" || !/^.$/u.test(event.key) || event.key === " ") return;
  if (press(event.key === "=" ? "+" : letter(event))) event.preventDefault();
});

function begin() {
  page().classList.toggle("with-keys", page().dataset.keys === "on");
  const bar = document.getElementById("undo-bar");
  undoUntil = bar ? performance.now() + Number(bar.dataset.left) : 0;
  tick();
}

if (page()) {
  const refusal = document.querySelector("#wrong, .console-said.refused");
  begin();
  refusal?.focus();
  setInterval(tick, 200);
  later(1000);
  listen();
}
