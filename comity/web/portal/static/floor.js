// The page of a session in the portal shows by itself what the moderator does: one's own place, one's own questions.
// Without this script it is read anew by hand.
"use strict";

const yours = () => document.getElementById("yours");
const OFTEN = 3000;
const SPEAKING = 1000;
const ANEW = 30000; // the estimate of the time changes by itself
let readAt = performance.now();

// What has the focus is found again by what it leads to. ------------------------------------------------------------
const target = (one) => one && (one.getAttribute("href") || one.closest("form")?.getAttribute("action"));

function show(fresh) {
  const focused = yours().contains(document.activeElement) && target(document.activeElement);
  const told = fresh.dataset.told;
  const news = told !== yours().dataset.told;
  yours().replaceWith(fresh);
  readAt = performance.now();
  if (focused) {
    const again = [...fresh.querySelectorAll("a, button")].find((one) => target(one) === focused);
    (again || document.querySelector("h1")).focus({ preventScroll: true });
  }
  if (news) document.getElementById("said").textContent = told;
}

async function read() {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("yours");
  if (found) show(found);
  else location.reload();
}

function lost(now) {
  const place = document.getElementById("lost");
  if (place.hidden !== now) return;
  place.hidden = !now;
  place.textContent = now ? yours().dataset.lost : "";
  document.getElementById("said").textContent = now ? yours().dataset.lost : yours().dataset.found;
}

async function follow() {
  try {
    const answer = await fetch(yours().dataset.follow);
    if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
    const { number } = await answer.json();
    const speaks = "speaks" in yours().dataset;
    if (speaks || String(number) !== yours().dataset.number || performance.now() - readAt > ANEW) await read();
    lost(false);
  } catch {
    lost(true);
  }
  setTimeout(follow, "speaks" in yours().dataset ? SPEAKING : document.hidden ? 3 * OFTEN : OFTEN);
}

if (yours()) setTimeout(follow, OFTEN);
