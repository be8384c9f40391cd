/* Names complete while typing: after ACTION, after @, and where a line begins. Nothing is taken over
   unless Tab says so, or Enter once a name was chosen with the arrows. */

const page = document.getElementById("drafting");
const list = document.getElementById("names");
const AFTER_ACTION = /^\s*(?:[-*•]\s+)?(?:ACTION|AI)\s+(?:[^:\n]*[,&]\s*)?([^\W\d_][^:,&\n]*)$/u;
const AT_START = /^\s*(?:[-*•]\s+)?(\p{Lu}[\p{L}'’-]+(?: \p{L}*)?)$/u;
const AFTER_AT = /@([\p{L}'’-]*(?: \p{Lu}\p{L}*)?)$/u;
const MOST = 6;
let people = [], shown = [], chosen = -1, area, wanted, isMoved = false;

/* Heard on the page: items may be added while it is open. */
const here = (act) => (event) => { if (event.target.matches?.("form.notes-form textarea")) act(event); };
page.addEventListener("input", here((event) => offer(event.target)));
page.addEventListener("keydown", here((event) => press(event)));
page.addEventListener("blur", here(() => close()), true);
page.addEventListener("scroll", here(() => close()), true);

addEventListener("resize", () => { if (!list.hidden) place(); });

function typedBefore(field) {
  const before = field.value.slice(0, field.selectionStart);
  return before.slice(before.lastIndexOf("\n") + 1);
}

function offer(field) {
  const line = typedBefore(field);
  const match = line.match(AFTER_ACTION) || line.match(AFTER_AT) || line.match(AT_START);
  if (!match || field.selectionStart !== field.selectionEnd) return close();
  const kind = AFTER_ACTION.test(line) ? "action" : AFTER_AT.test(line) ? "at" : "start";
  const typed = match[1].toLowerCase();
  shown = people.filter((one) => fits(one, typed)).slice(0, MOST);
  if (!shown.length || (shown.length === 1 && spelled(shown[0], kind).toLowerCase() === typed)) return close();
  [area, wanted, chosen, isMoved] = [field, { kind, length: match[1].length }, 0, false];
  draw();
}

function fits(one, typed) {
  const names = [one.name, ...one.others, one.name.split(" ").at(-1)];
  return names.some((name) => name.toLowerCase().startsWith(typed));
}

/* A given name where nobody else here has it, the full name elsewhere. */
function spelled(one, kind) {
  const given = one.name.split(" ")[0];
  const isAlone = people.filter((other) => other.name.split(" ")[0] === given).length === 1;
  return kind === "at" || !isAlone ? one.name : given;
}

function draw() {
  list.replaceChildren(...shown.map((one, index) => {
    const option = document.createElement("li");
    const name = document.createElement("strong"), firm = document.createElement("span");
    [name.textContent, firm.textContent, firm.className] = [one.name, ` ${one.organisation}`, "muted"];
    option.append(name, firm);
    option.setAttribute("role", "option");
    option.id = `name-${index}`;
    option.setAttribute("aria-selected", String(index === chosen));
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); chosen = index; accept(); });
    return option;
  }));
  list.hidden = false;
  area.setAttribute("aria-activedescendant", `name-${chosen}`);
  place();
}

/* Under the caret: a copy of the field, as wide, with a mark where the caret is. */
function place() {
  const copy = document.createElement("div"), mark = document.createElement("span");
  copy.className = "notation copy";
  copy.textContent = area.value.slice(0, area.selectionStart);
  copy.append(mark);
  area.parentElement.append(copy);
  copy.style.width = `${area.clientWidth}px`;
  const line = parseFloat(getComputedStyle(copy).lineHeight);
  const left = Math.min(area.offsetLeft + mark.offsetLeft, area.offsetLeft + area.clientWidth - 240);
  list.style.left = `${Math.max(left, area.offsetLeft)}px`;
  list.style.top = `${area.offsetTop + mark.offsetTop - area.scrollTop + line * 1.2}px`;
  area.parentElement.append(list);
  copy.remove();
}

function press(event) {
  if (list.hidden) return;
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves && !event.ctrlKey) {
    chosen = (chosen + moves[event.key] + shown.length) % shown.length;
    isMoved = true;
    draw();
  } else if (event.key === "Tab" || (event.key === "Enter" && isMoved && !event.ctrlKey)) {
    accept();
  } else if (event.key === "Escape") {
    close();
  } else {
    return;
  }
  event.preventDefault();
}

function accept() {
  const name = spelled(shown[chosen], wanted.kind);
  const start = area.selectionStart - wanted.length - (wanted.kind === "at" ? 1 : 0);
  const isLast = !area.value.slice(area.selectionStart).match(/^[^\n]*:/);
  const ending = wanted.kind === "at" || !isLast ? "" : ": ";
  area.setRangeText(name + ending, start, area.selectionStart, "end");
  close();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  list.hidden = true;
  area?.removeAttribute("aria-activedescendant");
}

/* Whoever was quicker than the list of names is offered them now. */
const found = await fetch(`${page.dataset.meeting}names/`, { headers: { Accept: "application/json" } }).catch(() => null);
if (found?.ok) people = (await found.json()).names;
const typedIn = document.activeElement;
if (typedIn?.form?.matches("form.notes-form") && typedIn.value) offer(typedIn);
