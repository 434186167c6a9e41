// Single keys press the visible control that carries data-key, and nothing else. They are dead in
// text fields, with modifiers, during composition and in dialogs; `?` lists them and turns them off.

const STORE = "chartroom-keys";
const root = document.documentElement;

const isOff = () => root.dataset.keys === "off";

function setOff(off) {
  if (off) root.dataset.keys = "off";
  else delete root.dataset.keys;
  try {
    window.localStorage.setItem(STORE, off ? "off" : "on");
  } catch {
    // Storage may be blocked; the choice then lasts for this page.
  }
  window.dispatchEvent(new CustomEvent("chartroom:keys", { detail: { off } }));
}

function typing(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return element.matches("input") && !["radio", "checkbox", "button", "submit"].includes(element.type);
}

function usable(element) {
  return (
    element.checkVisibility?.() !== false &&
    !element.disabled &&
    element.getAttribute("aria-disabled") !== "true" &&
    !element.closest("[inert]")
  );
}

// Options answer to their letter and to their number (1 for A).
function findControl(key) {
  const wanted = key.length === 1 ? key.toUpperCase() : key;
  const controls = [...document.querySelectorAll("[data-key]")].filter(usable);
  const exact = controls.find((control) => control.dataset.key.toUpperCase() === wanted.toUpperCase());
  if (exact || !/^[1-6]$/.test(key)) return exact;
  return controls.find(
    (control) => control.matches("input") && control.dataset.key === "ABCDEF"[Number(key) - 1],
  );
}

function press(control) {
  if (control.matches('input[type="search"], input[type="text"]')) {
    control.focus();
    control.select();
  } else {
    if (control.matches("input")) control.focus();
    control.click();
  }
}

const EVERYWHERE = [
  ["?", "List of keys"],
  ["Esc", "Close"],
];

function nameOf(control) {
  const said = control.getAttribute("aria-label") || control.textContent;
  const name = said.replace(/\s+/g, " ").trim();
  const cap = control.querySelector?.(".keycap")?.textContent;
  return cap && name.endsWith(cap) ? name.slice(0, -cap.length).trim() : name;
}

function listed() {
  const rows = new Map();
  const search = document.querySelector("[data-search]");
  if (search) rows.set("/", "Go to the search");
  const controls = [...document.querySelectorAll("[data-key]")].filter(usable);
  const answers = controls.filter((control) => control.matches("input")).map(({ dataset }) => dataset.key);
  if (answers.length) rows.set(`A–${answers.sort().at(-1)}`, `Choose an answer, also 1 to ${new Set(answers).size}`);
  for (const control of controls) {
    if (!control.matches("input") && !rows.has(control.dataset.key)) rows.set(control.dataset.key, nameOf(control));
  }
  return [...rows, ...EVERYWHERE];
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function showList() {
  const dialog = element("dialog", "keys");
  dialog.setAttribute("aria-label", "Keys of this page");
  const list = element("dl", "keys-list");
  for (const [key, name] of listed()) {
    const term = element("dt", "");
    term.append(element("kbd", "keycap", key));
    list.append(term, element("dd", "", name.slice(0, 80)));
  }
  const toggle = element("button", "btn btn--quiet");
  const label = () => (toggle.textContent = isOff() ? "Turn single keys on" : "Turn single keys off");
  label();
  toggle.addEventListener("click", () => {
    setOff(!isOff());
    label();
  });
  const close = element("button", "btn btn--primary", "Close");
  close.addEventListener("click", () => dialog.close());
  const row = element("div", "btnrow");
  row.append(close, toggle);
  dialog.append(element("h2", "", "Keys of this page"), list, row);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    showList();
    return;
  }
  if (isOff() || event.shiftKey || event.key === " " || event.key === "Enter" || event.key === "Tab") return;
  const search = event.key === "/" ? document.querySelector("[data-search]") : null;
  const control = search && usable(search) ? search : findControl(event.key);
  if (!control) return;
  event.preventDefault();
  press(control);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-list]")) showList();
  if (event.target.closest("[data-keys-toggle]")) setOff(!isOff());
});

// The account's choice (data-keys from the server) wins; else what this device remembers.
try {
  if (!isOff() && window.localStorage.getItem(STORE) === "off") root.dataset.keys = "off";
} catch {
  // Storage may be blocked; keys stay on.
}
