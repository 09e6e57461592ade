// Dialogs: a link that names one opens it instead of leaving; without script the link is followed.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  dialog.showModal();
  dialog.querySelector("[autofocus], .body input:not([type=hidden]), .body select, .body textarea, .body a[aria-current], .body a")?.focus();
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes]")) {
    const dialog = event.target.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  } else if (event.target.matches("dialog:modal:not([data-keep])")) {
    // A click on the veil, beside the dialog.
    event.target.close();
  }
});

// A dialog that the server sent open becomes a modal one.
ruche.ready((root) => {
  for (const dialog of root.querySelectorAll("dialog[data-modal][open]:not(:modal)")) {
    dialog.close();
    dialog.showModal();
    // Fetched into the page: it leaves with its closing, so that it can be fetched afresh.
    if (dialog.parentElement === document.body) dialog.dataset.once = "";
  }
});

document.addEventListener("close", (event) => {
  if (event.target.matches?.("dialog[data-once]") && !event.target.open) event.target.remove();
}, true);
