// One box that chooses all of the page. Without this script the boxes are ticked one by one.
document.querySelectorAll("form[data-many]").forEach((form) => {
  const boxes = [...form.querySelectorAll("input[name=chosen]")];
  const place = form.querySelector("[data-all-place]");
  if (!place || boxes.length < 2) return;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", form.dataset.all);
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  place.append(all);
});
