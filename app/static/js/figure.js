// Figures: an organ lights up while its name has hover or focus; labels can be hidden for self-test.

const SVG = "http://www.w3.org/2000/svg";

function light(event, on) {
  const name = event.target.closest?.("[data-organ-ref], button[data-organ]");
  if (!name) return;
  const id = CSS.escape(name.dataset.organRef ?? name.dataset.organ);
  for (const organ of document.querySelectorAll(`svg [data-organ="${id}"]`)) {
    organ.classList.toggle("fig-lit", on);
  }
}

for (const type of ["pointerover", "focusin"]) document.addEventListener(type, (event) => light(event, true));
for (const type of ["pointerout", "focusout"]) document.addEventListener(type, (event) => light(event, false));

const drawn = (figure, id) => figure.querySelector(`svg [data-label="${CSS.escape(id)}"]`);

// A hidden label keeps its leader line and shows its number where the word began.
function number(group, index) {
  const text = group.querySelector("text");
  if (!text || group.querySelector(".fig-number")) return;
  const digit = document.createElementNS(SVG, "text");
  const first = text.hasAttribute("x") ? text : text.querySelector("tspan");
  for (const name of ["x", "y", "text-anchor", "font-size", "transform"]) {
    const value = text.getAttribute(name) ?? first?.getAttribute(name);
    if (value) digit.setAttribute(name, value);
  }
  digit.setAttribute("class", "fig-number");
  digit.textContent = String(index);
  group.append(digit);
}

function conceal(figure, row, index) {
  row.querySelector("[data-figure-show]").hidden = false;
  row.querySelector(".figure-name").hidden = true;
  row.querySelector(".figure-marks").hidden = true;
  delete row.dataset.mark;
  const group = drawn(figure, row.dataset.figureLabel);
  if (!group) return;
  number(group, index);
  group.classList.add("fig-label--numbered");
}

function uncover(figure, row) {
  row.querySelector("[data-figure-show]").hidden = true;
  row.querySelector(".figure-name").hidden = false;
  const group = drawn(figure, row.dataset.figureLabel);
  group?.classList.remove("fig-label--numbered");
  group?.querySelector(".fig-number")?.remove();
}

function score(figure) {
  const rows = [...figure.querySelectorAll("[data-figure-label]")];
  const known = rows.filter((row) => row.dataset.mark === "known").length;
  const marked = rows.filter((row) => row.dataset.mark).length;
  figure.querySelector("[data-figure-score]").textContent = marked
    ? `${known} of ${marked} known, ${rows.length - marked} to go`
    : "Name each number, then show it.";
}

function test(figure, on) {
  const button = figure.querySelector("[data-figure-labels]");
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? "Show labels" : "Hide labels";
  figure.querySelector("[data-figure-test]").hidden = !on;
  figure.querySelectorAll("[data-figure-label]").forEach((row, index) => {
    if (on) conceal(figure, row, index + 1);
    else uncover(figure, row);
  });
  if (on) score(figure);
}

document.addEventListener("click", (event) => {
  const figure = event.target.closest("[data-figure]");
  if (!figure) return;
  const row = event.target.closest("[data-figure-label]");
  if (event.target.closest("[data-figure-labels]")) {
    test(figure, figure.querySelector("[data-figure-test]").hidden);
  } else if (event.target.closest("[data-figure-show]")) {
    uncover(figure, row);
    row.querySelector(".figure-marks").hidden = false;
    row.querySelector("[data-figure-mark]").focus();
  } else if (event.target.closest("[data-figure-mark]")) {
    row.dataset.mark = event.target.closest("[data-figure-mark]").dataset.figureMark;
    row.querySelector(".figure-marks").hidden = true;
    score(figure);
    const next = figure.querySelector("[data-figure-show]:not([hidden])");
    (next ?? figure.querySelector("[data-figure-labels]")).focus();
  }
});

function prepare() {
  for (const button of document.querySelectorAll("[data-figure-labels][hidden]")) button.hidden = false;
}
document.addEventListener("htmx:after:swap", prepare);
prepare();
