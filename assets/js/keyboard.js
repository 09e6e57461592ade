// Single keys: asleep while one types, off for those who asked; the page says which exist (data-key).
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || ruche.typing(event.target)) return;
  if (document.body.dataset.keys === "off" || document.querySelector("dialog:modal")) return;
  const key = event.key.toLowerCase();
  if (key === "?") {
    document.getElementById("shortcuts")?.showModal();
    return event.preventDefault();
  }
  if (key === "x") {
    const box = document.activeElement?.closest("tr")?.querySelector("td:first-child input[type=checkbox]");
    if (box) box.click();
    return;
  }
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && one.getClientRects().length);
  if (target) {
    event.preventDefault();
    target.click();
    if (target.matches("input")) target.focus();
    return;
  }
  // In a list, J and K walk the rows.
  const step = { j: 1, k: -1 }[key];
  const links = step ? [...document.querySelectorAll(".grid.is-list tbody .m-main a")] : [];
  if (links.length) {
    event.preventDefault();
    const at = links.indexOf(document.activeElement?.closest("tr")?.querySelector(".m-main a"));
    links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  }
});
