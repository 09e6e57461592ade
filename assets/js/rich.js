// Text areas that show bold words, lists and links. What leaves is checked again by the server.
(() => {
  ruche.ready((root) => {
    for (const box of root.querySelectorAll("[data-rich]:not([data-ready])")) open(box);
  });

  function open(box) {
    box.dataset.ready = "";
    const plain = box.querySelector("textarea");
    const format = box.querySelector("input[type=hidden]");
    const tools = box.querySelector(".rich-tools");
    const text = document.createElement("div");
    text.className = "input rich-text";
    text.contentEditable = "true";
    text.setAttribute("role", "textbox");
    text.setAttribute("aria-multiline", "true");
    const label = plain.labels[0];
    if (label) {
      label.id ||= `${plain.id}-label`;
      text.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => text.focus());
    }
    text.append(box.querySelector("template").content.cloneNode(true));
    plain.hidden = true;
    tools.hidden = false;
    plain.before(tools, text);
    document.execCommand("defaultParagraphSeparator", false, "p");

    const keep = () => {
      format.value = "html";
      plain.value = text.textContent.trim() === "" && !text.querySelector("li") ? "" : text.innerHTML;
    };
    text.addEventListener("input", keep);
    // Nothing but plain words comes in from other windows.
    text.addEventListener("paste", (event) => {
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    tools.addEventListener("mousedown", (event) => event.preventDefault());
    tools.addEventListener("click", (event) => {
      const act = event.target.closest("[data-act]")?.dataset.act;
      if (!act) return;
      text.focus();
      if (act === "createLink") {
        const address = prompt(box.dataset.link, "https://");
        if (address && /^(https?:|mailto:|tel:)/i.test(address)) document.execCommand(act, false, address);
      } else {
        document.execCommand(act, false);
        if (act === "removeFormat") document.execCommand("unlink", false);
      }
      keep();
    });
  }

  // The box above a thread grows with its words.
  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches?.("textarea[data-grows]")) return;
    area.rows = Math.min(12, Math.max(2, area.value.split("\n").length, Math.ceil(area.value.length / 70)));
  });

  // A private address is shown whole, as one copies it.
  ruche.ready((root) => {
    for (const link of root.querySelectorAll("a[data-absolute]")) link.textContent = link.href;
  });
})();
