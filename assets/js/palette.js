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
    const found = box.querySelector(".found");
    const words = box.querySelector("[role=combobox]").value;
    const turn = ++asked;
    const near = await answerTo(box.dataset.source, words);
    // A slower answer to an older question is not shown.
    if (near === null || turn !== asked) return;
    found.innerHTML = near;
    choose(box, options(box)[0]);
    if (!words.trim()) return;
    const far = await answerTo(`${box.dataset.source}/more`, words);
    if (!far || turn !== asked) return;
    found.querySelector(".none")?.remove();
    found.insertAdjacentHTML("beforeend", far);
    if (!options(box).some((option) => option.getAttribute("aria-selected") === "true")) choose(box, options(box)[0]);
  }

  async function answerTo(source, words) {
    const headers = { Accept: "text/html", "HX-Request": "true" };
    const answer = await fetch(`${source}?q=${encodeURIComponent(words)}`, { headers }).catch(() => null);
    return answer?.ok ? answer.text() : null;
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
