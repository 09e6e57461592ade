// Files: dropped on their field, pasted into the page, and sent with a bar that shows how far. Without this the plain
// input does it all.
(() => {
  const zone = (target) => target instanceof Element && target.closest("[data-files]");
  const input = (field) => field.querySelector("input[type=file]");
  const carries = (transfer) => transfer && [...transfer.types].includes("Files");

  // What was chosen, by name, for more than one file; a single one the input names itself.
  function tell(field) {
    const list = field.querySelector(".chosen-files");
    if (!list) return;
    const files = [...input(field).files];
    list.replaceChildren(...(files.length > 1 ? files : []).map((file) => Object.assign(document.createElement("li"), { textContent: file.name })));
  }

  // Puts files into the input, beside those that are there where it takes several.
  function put(field, files) {
    const into = input(field);
    const all = new DataTransfer();
    if (into.multiple) for (const file of into.files) all.items.add(file);
    for (const file of into.multiple ? files : [...files].slice(0, 1)) all.items.add(file);
    into.files = all.files;
    into.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("change", (event) => {
    const field = zone(event.target);
    if (field && event.target.type === "file") tell(field);
  });

  for (const kind of ["dragover", "dragenter"]) {
    document.addEventListener(kind, (event) => {
      const field = zone(event.target);
      if (!field || !carries(event.dataTransfer)) return;
      event.preventDefault();
      field.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    const field = zone(event.target);
    if (field && !field.contains(event.relatedTarget)) field.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const field = zone(event.target);
    if (!field || !carries(event.dataTransfer)) return;
    event.preventDefault();
    field.classList.remove("is-over");
    put(field, event.dataTransfer.files);
  });

  // A picture from the clipboard goes to the only field there is.
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    const fields = document.querySelectorAll("[data-files]");
    if (files.length === 0 || (ruche.typing(event.target) && !zone(event.target))) return;
    const field = zone(event.target) || (fields.length === 1 && fields[0]);
    if (!field) return;
    event.preventDefault();
    put(field, files);
  });

  // Sent by hand, because nothing else tells how far it is. The answer is a page like any other.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const field = form.querySelector?.("[data-files]");
      if (!field || event.submitter?.formAction !== form.action && event.submitter?.hasAttribute("formaction")) return;
      if ([...input(field).files].reduce((sum, file) => sum + file.size, 0) < 500_000) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const bar = field.querySelector("progress");
      const request = new XMLHttpRequest();
      const button = event.submitter;
      const rest = () => {
        bar.hidden = true;
        if (button) button.disabled = false;
      };
      bar.hidden = false;
      bar.value = 0;
      if (button) button.disabled = true;
      request.upload.addEventListener("progress", (step) => {
        if (step.lengthComputable) bar.value = step.loaded / step.total;
      });
      request.addEventListener("load", () => {
        rest();
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        if (request.status < 300 && request.responseURL !== location.href.split("#")[0]) return location.assign(request.responseURL);
        // The same page again: what it says now takes the place of what it said.
        for (const id of ["main", "toasts"]) {
          const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
          if (old && fresh) old.replaceWith(document.adoptNode(fresh));
        }
        window.htmx?.process?.(document.body);
        ruche.runs.forEach((run) => run(document));
        scrollTo(0, 0);
      });
      request.addEventListener("error", () => {
        rest();
        // The browser's own words for a line that is down.
        form.submit();
      });
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "text/html");
      request.send(new FormData(form));
    },
    true,
  );
})();
