// Single keys for who scores a lot. They do nothing while a text is typed in, and can be turned off (WCAG 2.1.4).
const OFF = "seatrial-keys-off";
const dialog = document.getElementById("keys");
const STOPS = "[data-criterion], [data-stop]";
let current = null;

for (const button of document.querySelectorAll("[data-keys-open]")) {
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}
if (dialog) {
  dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());
  const toggle = dialog.querySelector("[data-keys-toggle]");
  const show = () => { toggle.textContent = isOff() ? "Turn keys on" : "Turn keys off"; };
  toggle.addEventListener("click", () => { localStorage.setItem(OFF, isOff() ? "" : "1"); show(); });
  show();
}

document.addEventListener("focusin", (event) => {
  current = event.target.closest(STOPS) || current;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const writes = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
  if (writes) {
    if (event.key === "Escape") event.target.closest(STOPS)?.focus();
    return;
  }
  if (isOff()) return;
  const onRadio = event.target.matches("input[type=radio]");
  const act = {
    j: () => go(1), k: () => go(-1),
    ArrowDown: onRadio || !current ? null : () => go(1), ArrowUp: onRadio || !current ? null : () => go(-1),
    n: () => current?.querySelector("textarea[name$='-note']")?.focus(),
    Enter: event.target.matches("[data-stop]") ? () => press("Enter") : null,
    c: () => press("c"),
    f: () => document.querySelector("[data-key=f]")?.click(),
    "?": () => dialog?.showModal(),
  }[event.key] || (/^[1-9]$/.test(event.key) ? () => choose(event.key) : null);
  if (!act) return;
  event.preventDefault();
  act();
});

function isOff() { return localStorage.getItem(OFF) === "1"; }

// The stops are looked up each time: parts of a page come and go.
function go(by) {
  const stops = [...document.querySelectorAll(STOPS)].filter((one) => one.checkVisibility());
  if (!stops.length) return;
  const at = stops.indexOf(current);
  current = stops[Math.min(stops.length - 1, Math.max(0, at + by))];
  current.focus({ preventScroll: true });
  current.scrollIntoView({ block: "start" });
}

// Presses what answers to a key where the reader is: in the innermost stop that has something for it.
function press(key) {
  for (let stop = current; stop; stop = stop.parentElement?.closest(STOPS)) {
    const found = [...stop.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.closest(STOPS) === stop);
    if (found) { found.click(); return true; }
  }
  return false;
}

function choose(number) {
  if (press(number)) return;
  const radio = current?.querySelectorAll("input[type=radio]")[Number(number) - 1];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}
