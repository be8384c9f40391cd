/* The review of open actions by keyboard, saved as it goes. Keys work outside text fields alone;
   what is written where, the server decides. Without this script the form is sent as a whole. */

const form = document.getElementById("review"), state = document.getElementById("review-state");
const rows = form ? [...form.querySelectorAll("[data-action]")] : [];
const VERDICTS = { d: "done", p: "in_progress", n: "not_done", l: "deferred" }, PAUSE = 800;
let here = 0, timer, saving = false, again = false;

rows.forEach((row, place) => row.addEventListener("focusin", () => { here = place; }));
if (rows.length && !document.querySelector("[role=alert]")) go(0);
form?.addEventListener("input", later);

form?.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, button, a");
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.type === "text") {
    if (event.key === "Escape" || event.key === "Enter") { event.preventDefault(); go(here + (event.key === "Enter" ? 1 : 0)); }
    return;
  }
  const verdict = VERDICTS[event.key.toLowerCase()];
  if (event.key === "ArrowDown") go(here + 1);
  else if (event.key === "ArrowUp") go(here - 1);
  else if (verdict && !event.repeat && field) { choose(verdict); go(here + 1); }
  else if (event.key.toLowerCase() === "r") rows[here].querySelector("input[type=text]").focus();
  else if (event.key === "Backspace" || event.key === "Delete") choose("");
  else return;
  event.preventDefault();
});

function go(place) {
  const row = rows[Math.min(Math.max(place, 0), rows.length - 1)];
  row.querySelector("input[type=radio]:checked").focus();
}

function choose(verdict) {
  rows[here].querySelector(`input[type=radio][value="${verdict}"]`).checked = true;
  later();
}

function later() {
  clearTimeout(timer);
  state.textContent = "";
  timer = setTimeout(save, PAUSE);
}

async function save() {
  if (saving) { again = true; return; }
  saving = true;
  state.textContent = form.dataset.saving;
  try {
    const answer = await fetch(location.pathname, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    });
    const told = await answer.json();
    if (answer.ok) for (const [number, mark] of Object.entries(told.seen)) form.elements[`seen-${number}`].value = mark;
    state.textContent = answer.ok ? form.dataset.saved : `${form.dataset.unsaved}: ${told.error}`;
  } catch {
    state.textContent = form.dataset.unsaved;
  }
  saving = false;
  if (again) { again = false; save(); }
}
