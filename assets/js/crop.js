// The square of a photo: moved with the mouse, a finger or the arrow keys. Without it the middle is taken.
(() => {
  const WIDEST = 320;

  document.addEventListener("change", async (event) => {
    const field = event.target.closest?.("[data-crop]");
    if (!field || event.target.type !== "file") return;
    const box = field.querySelector(".cropper");
    const [file] = event.target.files;
    box.hidden = true;
    for (const part of field.querySelectorAll("[data-part]")) part.value = "";
    if (!file) return;
    try {
      start(field, box, await createImageBitmap(file, { imageOrientation: "from-image" }));
    } catch {
      // No picture that the browser can read: the server will say so.
    }
  });

  function start(field, box, picture) {
    const canvas = box.querySelector("canvas");
    const range = box.querySelector("input[type=range]");
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const shorter = Math.min(canvas.width, canvas.height);
    const square = { side: shorter, x: (canvas.width - shorter) / 2, y: (canvas.height - shorter) / 2 };
    const within = (at, most) => Math.min(Math.max(at, 0), most);
    const part = (name) => field.querySelector(`[data-part=${name}]`);

    function draw() {
      square.x = within(square.x, canvas.width - square.side);
      square.y = within(square.y, canvas.height - square.side);
      const pen = canvas.getContext("2d");
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.globalAlpha = 0.35;
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      pen.globalAlpha = 1;
      const { x, y, side } = square;
      pen.clearRect(x, y, side, side);
      pen.drawImage(picture, x / scale, y / scale, side / scale, side / scale, x, y, side, side);
      pen.strokeStyle = getComputedStyle(canvas).color;
      pen.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
      part("left").value = (x / canvas.width).toFixed(4);
      part("top").value = (y / canvas.height).toFixed(4);
      part("side").value = (side / shorter).toFixed(4);
    }

    let grip = null;
    canvas.onpointerdown = (event) => {
      grip = { x: event.offsetX - square.x, y: event.offsetY - square.y };
      canvas.setPointerCapture(event.pointerId);
    };
    canvas.onpointermove = (event) => {
      if (!grip) return;
      square.x = event.offsetX - grip.x;
      square.y = event.offsetY - grip.y;
      draw();
    };
    canvas.onpointerup = canvas.onpointercancel = () => {
      grip = null;
    };
    canvas.onkeydown = (event) => {
      const step = { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] }[event.key];
      if (!step) return;
      event.preventDefault();
      square.x += step[0];
      square.y += step[1];
      draw();
    };
    range.value = 1;
    range.oninput = () => {
      const side = Math.round(shorter * Number(range.value));
      square.x += (square.side - side) / 2;
      square.y += (square.side - side) / 2;
      square.side = side;
      draw();
    };
    box.hidden = false;
    draw();
  }
})();
