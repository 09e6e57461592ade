// Boards: tiles dragged from place to place with mouse or finger, and shown on the whole screen. Without a script the
// buttons of each tile do the same.
(() => {
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".board .grip");
    if (!grip || event.button > 0) return;
    event.preventDefault();
    const tile = grip.closest(".board-tile");
    const board = tile.closest(".board");
    tile.classList.add("is-moving");
    // The board holds the pointer: a tile that is moved about would lose it.
    board.setPointerCapture(event.pointerId);
    const move = (at) => {
      const under = document.elementsFromPoint(at.clientX, at.clientY);
      const other = under.map((one) => one.closest(".board-tile")).find((one) => one && one !== tile);
      const column = under.map((one) => one.closest(".board-column")).find(Boolean);
      if (other) {
        const box = other.getBoundingClientRect();
        if (at.clientY < box.top + box.height / 2) other.before(tile);
        else other.after(tile);
      } else if (column && column !== tile.parentElement) column.append(tile);
    };
    const drop = () => {
      tile.classList.remove("is-moving");
      board.removeEventListener("pointermove", move);
      const form = document.getElementById("board-order");
      form.querySelectorAll("[name=spot]").forEach((one) => one.remove());
      [...board.querySelectorAll(".board-column")].forEach((column, number) => {
        for (const one of column.querySelectorAll(".board-tile")) {
          const input = document.createElement("input");
          [input.type, input.name, input.value] = ["hidden", "spot", `${one.dataset.row}:${number}`];
          form.append(input);
        }
      });
      form.requestSubmit();
    };
    board.addEventListener("pointermove", move);
    board.addEventListener("lostpointercapture", drop, { once: true });
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-full]");
    if (!button) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.getElementById(button.dataset.full)?.requestFullscreen?.();
  });
})();
