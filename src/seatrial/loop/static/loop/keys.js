// Single keys for who scores a lot. They do nothing while a text is typed in, and can be turned off (WCAG 2.1.4).
const OFF = "seatrial-keys-off";
const dialog = document.getElementById("keys");
const fields = [...document.querySelectorAll("[data-criterion]")];
let current = -1;

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
  const at = fields.indexOf(event.target.closest("[data-criterion]"));
  if (at >= 0) current = at;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || (dialog && dialog.open)) return;
  const writes = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
  if (writes) {
    if (event.key === "Escape" && event.target.closest("[data-criterion]")) event.target.closest("[data-criterion]").focus();
    return;
  }
  if (isOff()) return;
  const onRadio = event.target.matches("input[type=radio]");
  const act = {
    j: () => go(1), k: () => go(-1),
    ArrowDown: onRadio || current < 0 ? null : () => go(1), ArrowUp: onRadio || current < 0 ? null : () => go(-1),
    n: () => fields[current]?.querySelector("textarea[name$='-note']")?.focus(),
    f: () => document.querySelector("[data-key=f]")?.click(),
    "?": () => dialog?.showModal(),
  }[event.key] || (/^[1-9]$/.test(event.key) ? () => choose(Number(event.key)) : null);
  if (!act) return;
  event.preventDefault();
  act();
});

function isOff() { return localStorage.getItem(OFF) === "1"; }

function go(by) {
  if (!fields.length) return;
  current = Math.min(fields.length - 1, Math.max(0, current + by));
  fields[current].focus({ preventScroll: true });
  fields[current].scrollIntoView({ block: "start" });
}

function choose(number) {
  const radio = fields[current]?.querySelectorAll("input[type=radio]")[number - 1];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}
