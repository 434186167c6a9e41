// Code book: the count is said after half a second of rest, arrows walk the codes found, another
// code set searches again, and a code can be copied.

const REST = 500;
const field = document.getElementById("code-search");
const list = document.getElementById("code-results");
const status = document.querySelector("[data-results-status]");
let waiting = 0;

const links = () => [...(list?.querySelectorAll("a.result-link") ?? [])];

document.addEventListener("htmx:after:swap", () => {
  if (!list || !status) return;
  document.querySelector(".bookstart").hidden = field.value.trim() !== "";
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    status.textContent = list.querySelector("[data-found]")?.dataset.found ?? "";
  }, REST);
});

document.addEventListener("change", (event) => {
  if (event.target.matches('.codesearch [name="system"]') && field.value.trim()) {
    field.dispatchEvent(new Event("search", { bubbles: true }));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const all = links();
  const at = all.indexOf(event.target);
  if (event.target !== field && at < 0) return;
  if (event.key === "ArrowDown" && all[at + 1]) {
    event.preventDefault();
    all[at + 1].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (all[at - 1] ?? field).focus();
  }
});

if (navigator.clipboard) {
  for (const box of document.querySelectorAll("[data-copy-box]")) box.hidden = false;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.parentElement.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = "Copied";
  } catch {
    said.textContent = "The browser did not allow it. Select the code and copy it.";
  }
});
