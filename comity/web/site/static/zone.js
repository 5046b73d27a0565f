// The reader's own time beside that of the venue and UTC, where it is another. Without this script nothing is missing.
const place = document.querySelector("[data-own-time]");
if (place) {
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short" });
  document.querySelectorAll(".when").forEach((when) => {
    const times = [...when.querySelectorAll("time")];
    const utc = when.querySelector(".utc");
    if (times.length < 2 || !utc) return;
    const [starts, ends] = times.map((one) => new Date(one.dateTime));
    const own = `${clock.format(starts)}–${clock.format(ends)}`;
    if (own === times.map((one) => one.textContent).join("–")) return;
    const two = (number) => String(number).padStart(2, "0");
    const here = `${starts.getFullYear()}-${two(starts.getMonth() + 1)}-${two(starts.getDate())}`;
    const shown = document.createElement("span");
    shown.className = "utc";
    const time = document.createElement("bdi");
    time.className = "clock";
    time.textContent = here === when.dataset.day ? own : `${day.format(starts)}, ${own}`;
    shown.append(`${place.dataset.ownTime} `, time);
    utc.after(" ", shown);
  });
}
