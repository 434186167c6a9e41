// Small behaviours every page has: CSRF header for htmx, busy regions, focus after a swap,
// password reveal, menus that close, selects that go, code hints that Esc closes.

const token = () => document.querySelector('meta[name="csrf-token"]')?.content;

document.addEventListener("htmx:config:request", (event) => {
  const value = token();
  if (value) event.detail.ctx.request.headers["X-CSRFToken"] = value;
});

document.addEventListener("htmx:before:request", (event) => {
  const { target } = event.detail.ctx;
  if (target instanceof Element) target.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", (event) => {
  const { target } = event.detail.ctx;
  if (target instanceof Element) target.removeAttribute("aria-busy");
});

function focusMarked(root) {
  const marked = root.querySelector?.("[data-focus]");
  if (marked && !marked.contains(document.activeElement)) marked.focus();
}

document.addEventListener("htmx:after:swap", (event) => {
  const { target } = event.detail.ctx;
  focusMarked(target instanceof Element && target.isConnected ? target : document);
  prepare(document);
});

// Controls that only work with script are written hidden and shown here.
function prepare(root) {
  for (const button of root.querySelectorAll("[data-reveal][hidden]")) button.hidden = false;
  for (const select of root.querySelectorAll("select[data-go]")) {
    const send = select.form?.querySelector("button");
    if (send) send.hidden = true;
  }
}

document.addEventListener("click", (event) => {
  const reveal = event.target.closest("[data-reveal]");
  if (reveal) {
    const input = document.getElementById(reveal.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    reveal.textContent = shown ? "Hide" : "Show";
    reveal.setAttribute("aria-pressed", String(shown));
  }
  const disabled = event.target.closest('.btn[aria-disabled="true"]');
  if (disabled) event.preventDefault();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A form is sent once: its button turns busy; the server ignores what slips through.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.target.method !== "post" || event.defaultPrevented) return;
  if (button.closest("[data-hx-post]")) return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  else setTimeout(() => button.setAttribute("aria-busy", "true"));
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

// Answers that an exam kept for sending are the person's who signs out: none stays on the device.
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action).pathname === "/sign-out") indexedDB.deleteDatabase("chartroom-saves");
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("select[data-go]")) return;
  const href = event.target.selectedOptions[0]?.dataset.href;
  if (href) window.location.assign(href);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  for (const code of document.querySelectorAll("a.code[data-tip]:is(:hover, :focus)")) {
    code.dataset.tipClosed = "";
    code.addEventListener("pointerleave", () => delete code.dataset.tipClosed, { once: true });
    code.addEventListener("blur", () => delete code.dataset.tipClosed, { once: true });
  }
});

// A hint in the right half of the window opens to the left, so that it is never cut off.
function placeHint(event) {
  const code = event.target.closest?.("a.code[data-tip]");
  if (code) code.toggleAttribute("data-tip-left", code.getBoundingClientRect().left > window.innerWidth / 2);
}
document.addEventListener("pointerover", placeHint);
document.addEventListener("focusin", placeHint);

prepare(document);
focusMarked(document);
