// Dropping files on the form, and the progress of their way. Without this script the form works as it is.
const size = (form) => Number(form.dataset.limit);

function refusal(form, files) {
  if (files.length > Number(form.dataset.files)) return form.dataset.tooMany;
  const large = [...files].find((file) => file.size > size(form));
  return large ? form.dataset.tooLarge.replace("%s", large.name) : "";
}

function tell(form, sentence) {
  let place = form.querySelector("[data-problem]");
  if (!place) {
    place = document.createElement("p");
    place.dataset.problem = "";
    place.className = "error-summary";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  place.textContent = sentence;
  place.hidden = !sentence;
}

function send(form) {
  const busy = form.querySelector("[data-busy]");
  const bar = busy.querySelector("progress");
  const button = form.querySelector("button[type=submit]");
  const told = form.querySelector("[data-told]");
  const done = (sentence) => { busy.hidden = true; button.disabled = false; tell(form, sentence); };
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round((100 * event.loaded) / event.total);
    if (event.loaded === event.total) bar.removeAttribute("value"); // sent; now it is being read
  });
  request.addEventListener("error", () => done(form.dataset.lost));
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main || !main.querySelector("form[data-drop]")) {
      const sentence = main && main.querySelector(".lead");
      done(sentence ? sentence.textContent : form.dataset.lost);
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    prepare();
    const first = main.querySelector(".error-summary") || main.querySelector(".messages");
    if (first) { first.tabIndex = -1; first.focus(); }
  });
  const body = new FormData(form);
  tell(form, "");
  busy.hidden = false;
  button.disabled = true;
  told.textContent = busy.textContent.trim();
  request.send(body);
}

function prepare() {
  document.querySelectorAll("form[data-drop]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    const over = (on) => (event) => { event.preventDefault(); form.classList.toggle("over", on); };
    form.addEventListener("dragover", over(true));
    form.addEventListener("dragleave", over(false));
    form.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      if (!input.files.length) return; // the server says what is missing
      event.preventDefault();
      const problem = refusal(form, input.files);
      if (problem) tell(form, problem); else send(form);
    });
  });
}

prepare();
