/* A question beside the text is answered by one press; what is being typed stays as it is. */

const page = document.getElementById("drafting");

page.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.answers");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok) return refuse(form, answer?.error || page.dataset.refused);
  const panel = form.closest("[data-understood]");
  const section = page.querySelector(`section[data-item="${panel.dataset.understood}"]`);
  document.activeElement.blur();
  section.dispatchEvent(new CustomEvent("drafting:take", { detail: answer }));
  section.dispatchEvent(new CustomEvent("drafting:understood", { bubbles: true, detail: answer }));
  (panel.querySelector(".answers button") || section.querySelector("textarea")).focus();
});

function refuse(form, words) {
  const said = form.querySelector("[role=alert]") || document.createElement("p");
  said.setAttribute("role", "alert");
  said.className = "errorlist";
  said.textContent = words;
  form.append(said);
}
