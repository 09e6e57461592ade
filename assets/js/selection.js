// Ticks in lists: a tick for all, ranges with Shift, the count in the bar. The bar itself shows by CSS.
(() => {
  let anchor = null;
  const boxes = (form) => [...form.querySelectorAll("tbody td:first-child input[type=checkbox]")];

  function count(form) {
    const all = boxes(form);
    const on = all.filter((box) => box.checked).length;
    const head = form.querySelector("[data-all]");
    if (head) {
      head.checked = on > 0 && on === all.length;
      head.indeterminate = on > 0 && on < all.length;
    }
    const whole = form.querySelector("[data-whole]");
    // A list that nobody counted to its end has a word there.
    const taken = whole?.checked ? whole.dataset.whole : on;
    const said = Number.isNaN(Number(taken)) ? taken : new Intl.NumberFormat(document.documentElement.lang).format(taken);
    for (const place of form.querySelectorAll("[data-count]")) place.textContent = said;
    // The whole list can be taken once the page is.
    const offer = whole?.closest("label");
    if (offer) offer.hidden = on < all.length;
    if (whole && on < all.length) whole.checked = false;
  }

  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("form[data-selection]");
    if (!form) return;
    if (event.target.closest("[data-none]")) {
      for (const box of boxes(form)) box.checked = false;
      return count(form);
    }
    const box = event.target.closest("tbody td:first-child input[type=checkbox]");
    if (!box) return;
    const all = boxes(form);
    if (event.shiftKey && anchor && all.includes(anchor)) {
      const [from, to] = [all.indexOf(anchor), all.indexOf(box)].sort((a, b) => a - b);
      for (const other of all.slice(from, to + 1)) other.checked = box.checked;
    }
    anchor = box;
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-selection]");
    if (!form) return;
    if (event.target.matches("[data-all]")) for (const box of boxes(form)) box.checked = event.target.checked;
    count(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || ruche.typing(event.target)) return;
    const form = document.querySelector("form[data-selection]:has(tbody :checked)");
    if (form) form.querySelector("[data-none]")?.click();
  });
  ruche.ready((root) => root.querySelectorAll("form[data-selection]").forEach(count));
})();
