// Lists put in order: dragged by the handle with mouse or finger, or moved by the arrows, which keep the focus.
(() => {
  const lines = (list) => [...list.children].filter((line) => line.querySelector(".arrows"));

  function settle(list, line) {
    const all = lines(list);
    all.forEach((one, at) => {
      const set = (name, off) => { const button = one.querySelector(`[data-${name}]`); if (button) button.disabled = off; };
      set("up", at === 0);
      set("down", at === all.length - 1);
    });
    say(list, `${line.querySelector(".check, .name, .m-main")?.textContent.trim() ?? ""} ${all.indexOf(line) + 1}/${all.length}`);
    // A list that names a form is saved at once; one inside a form waits for its button.
    const form = list.dataset.sortable && document.getElementById(list.dataset.sortable);
    clearTimeout(list.saving);
    if (form) list.saving = setTimeout(() => form.requestSubmit(), 400);
    else list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Where the line has come to, for those who do not see it move.
  function say(list, words) {
    let place = list.parentElement.querySelector(":scope > [data-moved]");
    if (!place) {
      place = document.createElement("p");
      place.className = "sr";
      place.dataset.moved = "";
      place.setAttribute("role", "status");
      list.after(place);
    }
    place.textContent = words;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sortable] .arrows button");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li, tr");
    const list = line.parentElement;
    if ("up" in button.dataset) line.previousElementSibling?.before(line);
    else line.nextElementSibling?.after(line);
    settle(list, line);
    (button.disabled ? line.querySelector(".arrows button:not(:disabled)") : button)?.focus();
  });

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-sortable] .grip");
    if (!grip || event.button > 0) return;
    event.preventDefault();
    const line = grip.closest("li, tr");
    const list = line.parentElement;
    line.classList.add("is-moving");
    // The list holds the pointer: a line that is moved about would lose it.
    list.setPointerCapture(event.pointerId);
    const move = (at) => {
      for (const other of lines(list)) {
        const box = other.getBoundingClientRect();
        if (other === line || at.clientY < box.top || at.clientY > box.bottom) continue;
        if (at.clientY >= box.top + box.height / 2) other.after(line);
        else if (line.nextElementSibling !== other) other.before(line);
        return;
      }
    };
    const drop = () => {
      line.classList.remove("is-moving");
      list.removeEventListener("pointermove", move);
      settle(list, line);
    };
    list.addEventListener("pointermove", move);
    list.addEventListener("lostpointercapture", drop, { once: true });
  });
})();
