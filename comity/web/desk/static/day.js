// A day of the programme on one scale of hours. Without this script each session has its form; with it the form is
// filled in and sent by dragging a session, dragging its lower edge, or with the arrow keys.
const view = document.querySelector(".day-view");
const STEP = 5;
const PER_MINUTE = 1.2;

function two(number) { return String(number).padStart(2, "0"); }
function clock(minutes) { return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`; }

if (view && window.matchMedia("(min-width: 48rem)").matches) {
  const columns = [...view.querySelectorAll(".day-column")];
  const blocks = [...view.querySelectorAll(".day-block")];
  const told = view.querySelector("[data-told]");
  const first = Math.min(9 * 60, ...blocks.map((one) => Number(one.dataset.begins)));
  const last = Math.max(18 * 60, ...blocks.map((one) => Number(one.dataset.ends)));
  const begin = Math.floor(first / 60) * 60;
  const end = Math.min(24 * 60, Math.ceil(last / 60) * 60 + 60);

  view.classList.add("day-grid");
  columns.forEach((column) => {
    const track = column.querySelector(".day-track");
    track.style.blockSize = `${(end - begin) * PER_MINUTE}px`;
    track.style.backgroundSize = `100% ${60 * PER_MINUTE}px`;
    for (let hour = begin; hour < end; hour += 60) {
      const mark = document.createElement("li");
      mark.className = "day-hour";
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = clock(hour);
      mark.style.insetBlockStart = `${(hour - begin) * PER_MINUTE}px`;
      track.append(mark);
    }
  });
  blocks.forEach((block) => { place(block); if ("movable" in block.dataset) enable(block); });

  function state(block) {
    return { begins: Number(block.dataset.begins), ends: Number(block.dataset.ends), column: block.closest(".day-column") };
  }

  function place(block) {
    const { begins, ends } = state(block);
    block.style.insetBlockStart = `${(begins - begin) * PER_MINUTE}px`;
    block.style.blockSize = `${Math.max(ends - begins, 15) * PER_MINUTE}px`;
    const shown = block.querySelector("[data-clock]");
    const now = `${clock(begins)}–${clock(ends)}`;
    if (shown.textContent !== now) shown.textContent = now;
    block.querySelectorAll(".utc").forEach((one) => { one.hidden = now !== shown.dataset.clock; }); // UTC of what is kept
  }

  function change(block, to) {
    const length = to.ends - to.begins;
    if (to.begins < 0 || to.ends > 24 * 60 || length < STEP) return;
    block.dataset.begins = to.begins;
    block.dataset.ends = to.ends;
    if (to.column !== block.closest(".day-column")) {
      const focused = document.activeElement === block;
      to.column.querySelector(".day-track").append(block);
      if (focused) block.focus();
    }
    place(block);
  }

  function room(column) { return column.dataset.room ? column.querySelector("h2").textContent : view.dataset.none; }
  function tell(block) {
    const { begins, ends, column } = state(block);
    told.textContent = `${clock(begins)}–${clock(ends)}, ${room(column)}`;
  }

  function keep(block, before) {
    const now = state(block);
    if (now.begins === before.begins && now.ends === before.ends && now.column === before.column) return;
    const form = block.querySelector("form");
    const set = (name, value) => { form.querySelector(`[name$="${name}"]`).value = value; };
    const at = (minutes) => {
      const day = new Date(`${view.dataset.day}T00:00:00Z`);
      day.setUTCMinutes(minutes);
      return day.toISOString().slice(0, 16);
    };
    set("starts_at", at(now.begins));
    set("ends_at", at(now.ends));
    set("-room", now.column.dataset.room);
    form.submit();
  }

  function enable(block) {
    block.tabIndex = 0;
    block.setAttribute("aria-describedby", view.dataset.help);
    const grip = document.createElement("span");
    grip.className = "day-grip";
    grip.setAttribute("aria-hidden", "true");
    block.append(grip);
    let before = null;

    block.addEventListener("keydown", (event) => {
      if (event.target !== block) return;
      const now = state(block);
      const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const updown = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
      if (sideways === undefined && updown === undefined) {
        if (before && event.key === "Escape") { change(block, before); before = null; block.classList.remove("day-moving"); tell(block); }
        if (before && event.key === "Enter") { event.preventDefault(); keep(block, before); }
        return;
      }
      event.preventDefault();
      before ??= now;
      block.classList.add("day-moving");
      if (updown !== undefined) {
        change(block, { ...now, begins: now.begins + (event.shiftKey ? 0 : updown), ends: now.ends + updown });
      } else {
        const way = getComputedStyle(view).direction === "rtl" ? -sideways : sideways;
        const to = columns[columns.indexOf(now.column) + way];
        if (to) change(block, { ...now, column: to });
      }
      tell(block);
    });
    block.addEventListener("blur", () => {
      if (before && !block.isConnected) return;
      requestAnimationFrame(() => {
        if (before && !block.contains(document.activeElement)) { change(block, before); before = null; block.classList.remove("day-moving"); }
      });
    });

    block.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest("a, summary, form, details[open]")) return;
      const resizing = event.target === grip;
      const start = state(block);
      const from = event.clientY;
      let moved = false;
      const move = (now) => {
        const minutes = Math.round((now.clientY - from) / PER_MINUTE / STEP) * STEP;
        moved ||= Math.abs(now.clientY - from) > 3 || now.clientX !== event.clientX;
        if (!moved) return;
        block.classList.add("day-moving");
        const over = columns.find((one) => { const box = one.getBoundingClientRect(); return now.clientX >= box.left && now.clientX < box.right; });
        change(block, { begins: start.begins + (resizing ? 0 : minutes), ends: start.ends + minutes, column: (!resizing && over) || start.column });
        tell(block);
      };
      const stop = (now) => {
        block.removeEventListener("pointermove", move);
        block.classList.remove("day-moving");
        if (now.type === "pointercancel") change(block, start); else if (moved) keep(block, start);
      };
      block.setPointerCapture(event.pointerId);
      block.addEventListener("pointermove", move);
      block.addEventListener("pointerup", stop, { once: true });
      block.addEventListener("pointercancel", stop, { once: true });
    });
  }
}
