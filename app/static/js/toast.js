// Toasts leave after 20 s without hover or focus, or when dismissed; undo is their own button.

const REST = 20_000;
const timers = new WeakMap();

function held(toast) {
  return toast.matches(":hover") || toast.contains(document.activeElement);
}

function rest(toast) {
  clearTimeout(timers.get(toast));
  timers.set(
    toast,
    setTimeout(() => (held(toast) ? rest(toast) : toast.remove()), REST),
  );
}

function startAll() {
  for (const toast of document.querySelectorAll("[data-toast]")) if (!timers.has(toast)) rest(toast);
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]")?.remove();
});
document.addEventListener("pointerout", (event) => {
  const toast = event.target.closest?.("[data-toast]");
  if (toast) rest(toast);
});

const area = document.querySelector("[data-toasts]");
if (area) new MutationObserver(startAll).observe(area, { childList: true });
startAll();
