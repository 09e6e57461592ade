// Tags moved by dragging: onto another tag they come below it, onto a set into it, onto the free space out of all.
(() => {
  let dragged = null;
  const place = (target) => target.closest?.("[data-tag], [data-tag-root]");

  document.addEventListener("dragstart", (event) => {
    const line = event.target.closest?.("[data-tag]");
    if (!line) return;
    dragged = line.dataset.tag;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });

  document.addEventListener("dragover", (event) => {
    const over = dragged && place(event.target);
    for (const one of document.querySelectorAll(".is-over")) if (one !== over) one.classList.remove("is-over");
    if (!over || over.dataset.tag === dragged) return;
    event.preventDefault();
    over.classList.add("is-over");
  });

  document.addEventListener("drop", (event) => {
    const over = dragged && place(event.target);
    const form = document.getElementById("tag-move");
    if (!over || !form || over.dataset.tag === dragged) return;
    event.preventDefault();
    form.action = `/tags/${dragged}/move`;
    form.elements.parent.value = over.dataset.tag ?? over.dataset.tagRoot;
    form.requestSubmit();
  });

  document.addEventListener("dragend", () => {
    dragged = null;
    document.querySelectorAll(".is-over").forEach((one) => one.classList.remove("is-over"));
  });
})();
