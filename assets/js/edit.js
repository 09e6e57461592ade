// Edit in place: saves with Ctrl/⌘ Enter, leaves with Escape, gives the focus back, keeps a draft.
(() => {
  const draft = (form) => `draft:${location.pathname}:${form.dataset.draft}`;

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form?.method === "post") {
      event.preventDefault();
      form.requestSubmit();
    }
    const block = event.target.closest?.(".block.is-editing");
    if (event.key === "Escape" && block && !event.target.closest("dialog")) block.querySelector("[data-cancel]")?.click();
  });

  // The first field of a block that has just been opened takes the focus; its pencil when it closes.
  let last = null;
  ruche.ready((root) => {
    const open = root.querySelector(".block.is-editing");
    if (open && open.id !== last) {
      last = open.id;
      open.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } else if (!open && last) {
      root.getElementById?.(last)?.querySelector("[data-edit]")?.focus();
      last = null;
    }
    for (const form of root.querySelectorAll("form[data-draft]:not([data-drafted])")) restore(form);
  });

  // Unsaved words survive leaving the page.
  function restore(form) {
    form.dataset.drafted = "";
    const kept = JSON.parse(sessionStorage.getItem(draft(form)) ?? "null");
    for (const [name, value] of Object.entries(kept ?? {})) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLElement && "value" in field) field.value = value;
    }
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    const kept = {};
    for (const field of form.elements) {
      if (field.name && ["text", "email", "tel", "url", "textarea", "date"].includes(field.type)) kept[field.name] = field.value;
    }
    sessionStorage.setItem(draft(form), JSON.stringify(kept));
  });
  for (const kind of ["submit", "click"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.closest?.("form[data-draft]");
      if (form && (kind === "submit" || event.target.closest("[data-cancel]"))) sessionStorage.removeItem(draft(form));
    });
  }
})();
