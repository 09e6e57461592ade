// What every page shares: one listener for the document, so that swapped pages need no set-up.
const ruche = {
  // Runs for the first page and again after each swap.
  ready(run) {
    ruche.runs.push(run);
    run(document);
  },
  runs: [],
  // True while a person is typing.
  typing(target) {
    return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
  },
};

document.addEventListener("htmx:after:swap", () => ruche.runs.forEach((run) => run(document)));
document.addEventListener("htmx:after:settle", () => ruche.runs.forEach((run) => run(document)));

// The current tab is in sight when the row of tabs scrolls. Where it stands is asked once the page is painted: asked
// before, the browser would have to lay the page out twice.
ruche.ready((root) => requestAnimationFrame(() => setTimeout(() => {
  for (const tab of root.querySelectorAll(".tabs [aria-current]")) {
    tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;
  }
})));

// The key has another name on a Mac.
ruche.ready((root) => {
  if (!/Mac|iP/.test(navigator.platform)) return;
  for (const key of root.querySelectorAll("kbd")) key.textContent = key.textContent.replace("Ctrl", "⌘");
});

// The pressed button breathes when the answer takes longer than a blink.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.classList.contains("btn")) return;
  const wait = setTimeout(() => button.setAttribute("aria-busy", "true"), 300);
  const rest = () => {
    clearTimeout(wait);
    button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", rest, { once: true });
  document.addEventListener("htmx:finally:request", rest, { once: true });
});

// A menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A menu that would leave the window on the right opens to the left.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details.menu") || !menu.open) return;
  menu.classList.remove("is-end");
  const panel = menu.lastElementChild.getBoundingClientRect();
  if (panel.right > innerWidth && innerWidth >= 640) menu.classList.add("is-end");
}, true);

// The page on paper.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (!button) return;
  button.closest("details")?.removeAttribute("open");
  print();
});

// Copies what a button names.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(button.dataset.copy);
  ruche.say?.(button.dataset.copied ?? "");
});
