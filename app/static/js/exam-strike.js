// Strike out an option and restore it; it stays choosable. Tells `chartroom:struck` with its value.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-strike]");
  if (!button) return;
  event.preventDefault();
  const option = button.closest(".option");
  const text = option.querySelector(".option-text");
  const struck = option.classList.toggle("option--struck");
  option.classList.toggle("option--open", !struck);
  if (struck) {
    const line = document.createElement("s");
    line.append(...text.childNodes);
    text.append(line);
  } else {
    text.querySelector("s")?.replaceWith(...text.querySelector("s").childNodes);
  }
  button.textContent = struck ? "restore" : "strike";
  button.setAttribute("aria-label", `${struck ? "Restore" : "Strike out"} ${option.querySelector("input").dataset.key}`);
  option.dispatchEvent(new CustomEvent("chartroom:struck", { bubbles: true, detail: { value: button.value } }));
});
