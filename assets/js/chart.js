// Charts as pictures: the drawing that the server sends is painted in the browser and saved, nothing leaves the site.
(() => {
  // Twice as fine as on screen: sharp on paper.
  const SCALE = 2;

  async function picture(href) {
    const answer = await fetch(href, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.statusText);
    const text = await answer.text();
    const [, , width, height] = text.match(/viewBox="([^"]*)"/)[1].split(" ").map(Number);
    const sized = text.replace("<svg ", `<svg width="${width * SCALE}" height="${height * SCALE}" `);
    const drawing = new Image();
    drawing.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sized)}`;
    await drawing.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(drawing, 0, 0);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-png]");
    if (!button) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await picture(button.dataset.png));
    link.download = `${button.dataset.name || "chart"}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
    button.closest("details")?.removeAttribute("open");
  });
})();
