// The palette: asks the server as one types, walks the answers with the arrows.
(() => {
  const palette = () => document.getElementById("palette");
  const options = (box) => [...box.querySelectorAll("[role=option]")];
  let asked = 0;
  let wait;

  function choose(box, option) {
    for (const other of options(box)) other.setAttribute("aria-selected", String(other === option));
    const input = box.querySelector("[role=combobox]");
    if (option) {
      option.id ||= `palette-${options(box).indexOf(option)}`;
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function ask(box) {
    const input = box.querySelector("[role=combobox]");
    const found = box.querySelector(".found");
    const turn = ++asked;
    const answer = await fetch(`${box.dataset.source}?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "text/html", "HX-Request": "true" } }).catch(() => null);
    // A slower answer to an older question is not shown.
    if (!answer?.ok || turn !== asked) return;
    found.innerHTML = await answer.text();
    choose(box, options(box)[0]);
  }

  ruche.openPalette = () => {
    const box = palette();
    if (!box || box.open) return;
    box.showModal();
    const input = box.querySelector("[role=combobox]");
    input.focus();
    input.select();
    ask(box);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && palette()) {
      event.preventDefault();
      event.stopPropagation();
      ruche.openPalette();
    }
    const option = event.target.closest("dialog.palette [role=option]");
    if (option?.dataset.href) go(option, event);
  }, true);

  function go(option, event) {
    if (event.ctrlKey || event.metaKey) return void open(option.dataset.href, "_blank", "noopener");
    palette().close();
    location.assign(option.dataset.href);
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest("dialog.palette");
    if (!box) return;
    clearTimeout(wait);
    wait = setTimeout(() => ask(box), 60);
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && palette()) {
      event.preventDefault();
      return ruche.openPalette();
    }
    const box = event.target.closest?.("dialog.palette");
    if (!box) return;
    const list = options(box);
    const at = list.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.length) {
      event.preventDefault();
      choose(box, list[(at + step + list.length) % list.length]);
    } else if (event.key === "Enter" && list[at]) {
      event.preventDefault();
      go(list[at], event);
    }
  });
})();
