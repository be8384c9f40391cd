/* A vote follows by asking: what is only read is brought up to date, a form is told that it is old. */

const page = document.getElementById("ballot");
const SEEN = 3000, HIDDEN = 60000;
let tag = `"${page.dataset.tag}"`;

document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
setTimeout(function again() {
  ask().finally(() => setTimeout(again, document.hidden ? HIDDEN : SEEN));
}, SEEN);

async function ask() {
  const headers = { Accept: "application/json", "If-None-Match": tag };
  const response = await fetch(page.dataset.state, { headers }).catch(() => null);
  if (response?.status !== 200) return;
  tag = response.headers.get("ETag") || tag;
  const { is_open: isOpen } = await response.json();
  if (!isOpen && !document.getElementById("vote")) return location.reload();
  await bring();
  document.dispatchEvent(new Event("vote:changed"));
}

async function bring() {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of page.querySelectorAll("[data-watched]")) {
    const other = fresh.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML) part.innerHTML = other.innerHTML;
  }
}
