// Fields that are shown, or must be filled in, by what others hold. The server reads the same conditions; a field that
// is not shown is not sent, and keeps its value.
(() => {
  ruche.ready((root) => {
    for (const field of root.querySelectorAll("[data-when]")) {
      const all = field.closest("form, .as-seen");
      if (!all || all.dataset.followed === "1") continue;
      all.dataset.followed = "1";
      for (const kind of ["input", "change"]) all.addEventListener(kind, () => settle(all));
    }
    for (const all of document.querySelectorAll("[data-followed]")) settle(all);
  });

  function settle(all) {
    for (const field of all.querySelectorAll("[data-when]")) {
      const { show, require, always, known } = JSON.parse(field.dataset.when);
      const held = (name) => values(all, name) ?? known?.[name] ?? [];
      const shown = !show || show.every((one) => holds(held, one));
      field.hidden = !shown;
      for (const input of field.querySelectorAll("input, select, textarea")) input.disabled = !shown;
      if (require || always) need(field, shown && (always || require.every((one) => holds(held, one))));
    }
  }

  // The star beside the label, and the browser's own check where one input asks.
  function need(field, needed) {
    const label = field.querySelector("legend, label");
    const star = label?.querySelector(".req");
    if (needed && label && !star) {
      const mark = document.createElement("span");
      mark.className = "req";
      mark.ariaHidden = "true";
      mark.textContent = "*";
      label.append(mark);
    } else if (!needed) star?.remove();
    const input = field.querySelector("input:not([type=hidden], [type=checkbox]), select, textarea");
    if (input) input.required = needed;
  }

  // What a field of the form holds; nothing where the form has no such field. The hidden input beside a tick speaks where nothing is ticked.
  function values(all, name) {
    const found = [...all.querySelectorAll("input, select, textarea")].filter((one) => one.name === name || one.name.startsWith(`${name}.`));
    if (!found.length) return undefined;
    const said = (one) => {
      if (one.type === "checkbox" || one.type === "radio") return one.checked ? [one.value] : [];
      return one.multiple ? [...one.selectedOptions].map((option) => option.value) : [one.value];
    };
    const seen = found.filter((one) => one.type !== "hidden").flatMap(said).filter((text) => text.trim() !== "");
    return seen.length ? seen : found.filter((one) => one.type === "hidden").map((one) => one.value).filter(Boolean);
  }

  const fold = (text) => String(text).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const number = (text) => Number(String(text).replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));

  function compare(a, b) {
    const [x, y] = [number(a), number(b)];
    if (a !== "" && b !== "" && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return fold(a) < fold(b) ? -1 : Number(fold(a) > fold(b));
  }

  function holds(held, [name, operator, right]) {
    if (name === "AND") return operator.every((one) => holds(held, one));
    if (name === "OR") return operator.some((one) => holds(held, one));
    if (name === "NOT") return !operator.every((one) => holds(held, one));
    const own = held(name);
    const several = Array.isArray(right) ? right : [right];
    const is = () => own.some((one) => several.some((other) => compare(one, other) === 0));
    switch (operator) {
      case "=":
      case "IN":
      case "CONTAINS":
        return is();
      case "!=":
      case "NOT IN":
      case "NOT CONTAINS":
        return !is();
      case ">":
        return own.some((one) => compare(one, right) > 0);
      case ">=":
        return own.some((one) => compare(one, right) >= 0);
      case "<":
        return own.some((one) => compare(one, right) < 0);
      case "<=":
        return own.some((one) => compare(one, right) <= 0);
      case "IS EMPTY":
        return own.length === 0;
      default:
        return own.length > 0;
    }
  }
})();
