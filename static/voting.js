/* Votes by keyboard: up and down go from seat to seat, F, A and N choose and go on, Enter reviews.
   Keys work inside the vote alone and never where somebody types. All reckoning is the server's. */

const page = document.getElementById("ballot"), form = document.getElementById("vote");
const hands = document.getElementById("hands"), standing = document.getElementById("standing");
const review = document.getElementById("review"), said = document.getElementById("said");
const rows = [...page.querySelectorAll("tr[data-seat]")];
const CHOICES = { f: "for", a: "against", n: "abstain" }, PAUSE = 250;
let here = 0, timer, asked = 0;

document.documentElement.classList.add("scripted");
rows.forEach((row, place) => row.addEventListener("focusin", () => { here = place; }));
page.addEventListener("change", (event) => { if (event.target.form === form) ask(form); });
page.addEventListener("input", (event) => { if (event.target.form === hands) ask(hands); });
document.addEventListener("vote:changed", () => { document.getElementById("changed").hidden = false; ask(form); });
for (const button of form.querySelectorAll("[data-fills]")) button.addEventListener("click", fill);
if (!page.querySelector("details[open]") && !document.querySelector("[role=alert]")) go(0);

page.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select");
  if (event.ctrlKey || event.altKey || event.metaKey || (field && field.type !== "radio") || !rows.length) return;
  const act = acts(event);
  if (!act) return;
  event.preventDefault();
  act();
});

function acts({ key, shiftKey, repeat }) {
  if (key === "ArrowDown") return () => go(here + 1);
  if (key === "ArrowUp") return () => go(document.activeElement === review ? rows.length - 1 : here - 1);
  if (repeat) return null; /* a key held down chooses once */
  if (key === "Backspace" || key === "Delete") return () => choose(null);
  if (shiftKey && key.toLowerCase() === "f") return () => form.querySelector("[data-fills=for]").click();
  const choice = CHOICES[key.toLowerCase()];
  return choice && (() => { choose(choice); go(here + 1); });
}

function go(place) {
  if (place >= rows.length) return review.focus();
  const row = rows[Math.max(0, place)];
  row?.querySelector("input:checked, input").focus();
}

function choose(choice) {
  for (const radio of rows[here].querySelectorAll("input")) radio.checked = radio.value === choice;
  ask(form);
}

function fill(event) {
  event.preventDefault();
  const wanted = event.currentTarget.dataset.fills;
  for (const row of rows) {
    const radios = [...row.querySelectorAll("input")];
    if (wanted && radios.some((radio) => radio.checked)) continue;
    for (const radio of radios) radio.checked = radio.value === wanted;
  }
  said.textContent = wanted ? page.dataset.filled : page.dataset.emptied;
  ask(form);
  go(0);
}

/* How it would stand: the newest answer wins, the form is left as it is. */
function ask(sent) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const number = ++asked, body = new URLSearchParams(new FormData(sent));
    const response = await fetch(page.dataset.preview, { method: "POST", body, headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (response && [200, 422].includes(response.status) && number === asked) standing.innerHTML = await response.text();
  }, PAUSE);
}
