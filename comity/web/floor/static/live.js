// Follows a session: the server's events fill the page, and its clock is counted on from them. Without a stream the page
// asks for the state itself; without either it says that it is stale. Everything shown also comes without this script.
"use strict";

(() => {
  const root = document.getElementById("live");
  if (!root) return;
  const STALE = 4500; // milliseconds without a word of the server
  const POLL = 2000;
  const AGAIN = [1000, 2000, 4000, 8000]; // until the stream is tried anew
  const part = (name) => root.querySelector(`[data-live="${name}"]`);
  const byId = (id) => document.getElementById(id);
  let state = null;
  let heardAt = performance.now();
  let stale = false;
  let source = null;
  let tries = 0;
  let streaming = false;
  let polling = 0;
  let warned = "";
  let first = true;

  // The server's clock: what it said last is at most as old as its way to us; the least delayed of late ones counts. --
  let samples = [];
  const offset = () => Math.max(...samples);
  const serverNow = () => performance.now() + offset();

  function took(serverTime) {
    const sample = serverTime - performance.now();
    // Twice a second behind: the server's clock was set back, or ours ran on through a sleep. Begin anew.
    if (samples.length && offset() - Math.max(sample, samples.at(-1)) > 1000) samples = [];
    samples.push(sample);
    if (samples.length > 8) samples.shift();
  }

  // What is shown ---------------------------------------------------------------------------------------------------
  function write(name, words) {
    const place = part(name);
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }

  function show(fresh) {
    const before = state;
    state = fresh;
    for (const name of ["state", "segment", "label", "name", "group", "person", "language", "note", "waiting", "list"]) write(name, fresh[name]);
    part("state").className = `tag tag-${fresh.proceedings}`;
    const length = [...fresh.name].length;
    root.querySelector(".live-who").className = `live-who${length > 42 ? " is-longest" : length > 18 ? " is-long" : ""}`;
    byId("live-now").classList.toggle("is-free", !fresh.name && !fresh.clock);
    byId("live-clock").hidden = !fresh.clock;
    question(fresh.question);
    list(fresh.next);
    byId("live-next").hidden = !fresh.next.length && !fresh.waiting;
    root.dataset.number = fresh.number;
    if (before === null || before.said !== fresh.said) {
      warned = "";
      if (!first) hear(fresh.said);
      document.title = [fresh.name, root.dataset.title].filter(Boolean).join(" · ");
    }
    first = false;
    tick();
  }

  function question(one) {
    byId("live-question").hidden = !one;
    if (!one) return;
    write("question", one.text);
    part("question").lang = one.language;
    write("asker", one.name);
  }

  function list(names) {
    const line = (one) => {
      const row = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = one.name;
      row.append(name);
      const further = [one.group, one.kind].filter(Boolean).join(root.dataset.comma);
      if (further) {
        const more = document.createElement("span");
        more.className = "quiet";
        more.textContent = further;
        row.append(" ", more);
      }
      return row;
    };
    const fresh = names.map(line);
    const place = byId("live-list");
    if (fresh.map((row) => row.outerHTML).join("") !== place.innerHTML) place.replaceChildren(...fresh);
  }

  function hear(words) {
    const place = byId("live-heard");
    place.textContent = "";
    setTimeout(() => (place.textContent = words), 50);
  }

  // The clock -------------------------------------------------------------------------------------------------------
  function left() {
    const { clock, at } = state;
    return clock.allowed - clock.spent - (clock.running ? serverNow() - at : 0);
  }

  function written(ms) {
    const seconds = Math.ceil(ms / 1000);
    const all = Math.abs(seconds);
    return `${seconds < 0 ? "+" : ""}${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
  }

  let timer = 0;
  function tick() {
    clearTimeout(timer);
    asOf();
    if (!state?.clock || !samples.length) return;
    const ms = left();
    const over = Math.ceil(ms / 1000) < 0;
    const time = root.querySelector(".live-time bdi");
    const words = written(ms);
    if (time.textContent !== words) time.textContent = words;
    time.parentElement.classList.toggle("is-long", words.length > 4);
    const note = root.querySelector(".live-time-note");
    const said = over ? root.dataset.over : state.clock.running ? root.dataset.left : root.dataset.stands;
    if (note.textContent !== said) note.textContent = said;
    byId("live-now").classList.toggle("is-over", over);
    byId("live-now").classList.toggle("is-soon", !over && ms <= 60000 && state.clock.allowed > 60000);
    if (!state.clock.running) return;
    warn(ms);
    // Exactly when the figure changes, so that all screens change together.
    timer = setTimeout(tick, Math.max(15, (((ms % 1000) + 1000) % 1000) + 5));
  }

  function warn(ms) {
    const stage = ms <= 0 ? "out" : ms <= 60000 ? "soon" : "";
    if (stage === warned) return;
    if (stage === "out" && ms > -5000) hear(root.dataset.out);
    if (stage === "soon" && state.clock.allowed > 90000 && ms > 55000) hear(root.dataset.soon);
    warned = stage;
  }

  function asOf() {
    if (stale || !samples.length) return;
    const place = byId("live-as-of");
    const now = new Date(serverNow());
    place.textContent = new Intl.DateTimeFormat("en-GB", { timeZone: place.dataset.zone, timeStyle: "medium" }).format(now);
    place.dateTime = now.toISOString();
  }

  // Whether the server is heard -------------------------------------------------------------------------------------
  function heard() {
    heardAt = performance.now();
    if (!stale) return;
    stale = false;
    root.classList.remove("is-stale");
    byId("live-stale").hidden = true;
    hear(root.dataset.back);
  }

  function watch() {
    asOf();
    const silent = performance.now() - heardAt;
    if (silent > STALE && !stale) {
      stale = true;
      root.classList.add("is-stale");
      byId("live-stale").hidden = false;
    }
    if (silent > STALE && streaming) {
      streaming = false; // a connection that nobody ended, and that carries nothing any more
      source?.close();
      again();
    }
  }

  // The stream, and the state itself where there is none ---------------------------------------------------------------
  let next = 0;
  function again() {
    clearTimeout(next);
    const wait = AGAIN[Math.min(tries, AGAIN.length - 1)] * (0.5 + Math.random());
    tries += 1;
    next = setTimeout(open, wait);
    poll();
  }

  function open() {
    clearTimeout(next);
    source?.close();
    if (!root.dataset.stream) return poll();
    const opened = new EventSource(root.dataset.stream);
    source = opened;
    opened.addEventListener("open", () => {
      tries = 0;
      streaming = true;
      clearTimeout(polling);
      polling = 0;
      heardAt = Math.max(heardAt, performance.now() - STALE + 2500);
    });
    opened.addEventListener("floor", (event) => {
      if (opened === source) show(JSON.parse(event.data));
    });
    opened.addEventListener("beat", (event) => {
      if (opened !== source) return;
      took(Number(event.data));
      heard();
      if (state?.clock) tick();
    });
    opened.addEventListener("gone", () => location.reload());
    opened.addEventListener("error", () => {
      if (opened !== source) return;
      streaming = false;
      // A refusal ends the source for good; a lost connection it takes up again by itself.
      if (opened.readyState === EventSource.CLOSED) again();
      else poll();
    });
  }

  function poll() {
    if (!polling) polling = setTimeout(ask, 300 + 700 * Math.random());
  }

  async function ask() {
    const began = performance.now();
    try {
      const answer = await fetch(root.dataset.poll, { signal: AbortSignal.timeout(3500) });
      if (answer.status === 404) return location.reload();
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const fresh = await answer.json();
      if (streaming) return;
      took(Number(answer.headers.get("Comity-Now")));
      heard();
      show(fresh);
    } catch {
      // The next one may succeed.
    } finally {
      polling = 0;
    }
    if (!streaming) polling = setTimeout(ask, Math.max(200, POLL * (0.85 + 0.3 * Math.random()) - (performance.now() - began)));
  }

  // A page that was hidden or slept looks at once.
  function awake() {
    if (document.hidden) return;
    watch();
    tick();
    if (!streaming) open();
  }

  document.addEventListener("visibilitychange", awake);
  window.addEventListener("pageshow", awake);
  window.addEventListener("online", () => open());
  setInterval(watch, 100);
  open();
})();
