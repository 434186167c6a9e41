// The workspace at the keyboard and on phones: arrows walk the codes found, Shift+Enter adds one in
// the first place, and the three tabs at the foot show one pane at a time and keep its scroll.

const field = document.getElementById("code-search");
const adds = () => [...document.querySelectorAll("#code-results [data-add]")];

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const list = adds();
  const at = list.indexOf(event.target);
  if (event.target !== field && at < 0) return;
  if (event.key === "ArrowDown" && list[at + 1]) {
    event.preventDefault();
    list[at + 1].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (list[at - 1] ?? field).focus();
  } else if (event.key === "Enter" && event.target === field && list.length) {
    event.preventDefault();
    list[0].focus();
  } else if (event.key === "Enter" && event.shiftKey && at >= 0) {
    event.preventDefault();
    addFirst(event.target);
  }
});

function addFirst(button) {
  const usual = button.value;
  button.value = usual.replace(/^add:/, "first:");
  button.form.requestSubmit(button);
  button.value = usual;
}

// Choosing another code system searches again.
document.addEventListener("change", (event) => {
  if (event.target.matches('.codesearch [name="system"]') && field.value) {
    field.dispatchEvent(new Event("search", { bubbles: true }));
  }
});

// A heading's "Below" searches for the codes under it.
document.addEventListener("click", (event) => {
  const below = event.target.closest("[data-search-for]");
  if (!below || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  field.value = below.dataset.searchFor;
  field.dispatchEvent(new Event("search", { bubbles: true }));
  field.focus();
});

const desk = document.querySelector("[data-desk]");
const scrolls = {};
document.addEventListener("click", (event) => {
  const jump = event.target.closest("a.sheet-jump");
  if (jump) {
    event.preventDefault();
    pane(jump.hash === "#record" ? "record" : "sheet");
    document.querySelector(jump.hash === "#record" ? "#record" : "#sheet-title")?.focus();
  }
  const tab = event.target.closest("[data-pane-tab]");
  if (!tab || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  pane(tab.dataset.paneTab);
});

function pane(name) {
  if (desk.dataset.pane === name) return;
  scrolls[desk.dataset.pane] = window.scrollY;
  desk.dataset.pane = name;
  for (const tab of document.querySelectorAll("[data-pane-tab]")) {
    if (tab.dataset.paneTab === name) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  window.scrollTo({ top: scrolls[name] ?? 0, behavior: "instant" });
}
