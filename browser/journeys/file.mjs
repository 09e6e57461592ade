// Papers: a file is sent to a record, read, taken away and brought back; a photo is chosen, its square moved, and undone.
import assert from "node:assert/strict";

export const title = "files and a photo";

// A picture of two colours, drawn by the browser itself.
const picture = (page, width, height) =>
  page.evaluate(
    async ([width, height]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#e2a010";
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = "#22587f";
      pen.fillRect(width / 2, 0, width / 2, height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
      return Array.from(new Uint8Array(await blob.arrayBuffer()));
    },
    [width, height],
  );

export async function journey(house) {
  const id = await house.contact({ first_name: "Fanny", last_name: "Dossier" });
  const staff = await house.person();
  const { page } = staff;
  const undo = () => page.getByRole("status").getByRole("button", { name: staff.says("undo") });

  await staff.visit(`/contacts/${id}`);
  await page.getByRole("link", { name: /^Files/ }).click();
  await page.waitForURL(`**/contacts/${id}/files`);
  await staff.look();
  await page.locator("input[type=file]").setInputFiles([
    { name: "Adhésion 2026.txt", mimeType: "text/plain", buffer: Buffer.from("Je souhaite adhérer.") },
    { name: "plan.png", mimeType: "image/png", buffer: Buffer.from(await picture(page, 300, 200)) },
  ]);
  await page.locator(".chosen-files li").nth(1).waitFor();
  await page.locator("#f-description").fill("Signed at the fair");
  await staff.press("files-add-button");
  await staff.told("said-files-added");
  const link = page.getByRole("link", { name: "Adhésion 2026.txt", exact: true });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.equal(download.suggestedFilename(), "Adhésion 2026.txt");
  assert.equal(await page.getByText("Signed at the fair").count(), 2);
  await page.locator(".tile img").first().evaluate((image) => image.decode());
  await staff.look();

  await page.getByRole("button", { name: /Adhésion 2026/ }).click();
  await staff.told("said-file-removed");
  assert.equal(await page.getByRole("link", { name: "Adhésion 2026.txt", exact: true }).count(), 0);
  await undo().click();
  await staff.told("said-undone");
  await page.getByRole("link", { name: "Adhésion 2026.txt", exact: true }).waitFor();

  // What is not what it says is refused beside the field.
  staff.foresee(422);
  await page.locator("input[type=file]").setInputFiles({ name: "fake.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") });
  await staff.press("files-add-button");
  await page.locator(".error").getByText("fake.png").waitFor();
  await staff.look();

  // A large one shows how far it is, and arrives.
  await page.locator("input[type=file]").setInputFiles({ name: "large.txt", mimeType: "text/plain", buffer: Buffer.alloc(3_000_000, "a") });
  await staff.press("files-add-button");
  await staff.told("said-file-added");
  await page.getByRole("link", { name: "large.txt", exact: true }).waitFor();

  await staff.visit(`/contacts/${id}/photo`);
  await page.locator("input[type=file]").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from(await picture(page, 600, 300)) });
  await page.locator("canvas").focus();
  for (let step = 0; step < 40; step += 1) await page.keyboard.press("ArrowRight");
  await staff.look();
  await staff.press("photo-keep");
  await staff.told("said-photo-kept");
  const photo = page.locator(".id-head .avatar img");
  const corner = await photo.evaluate(async (image) => {
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    canvas.getContext("2d").drawImage(image, 0, 0, 8, 8, 0, 0, 1, 1);
    return Array.from(canvas.getContext("2d").getImageData(0, 0, 1, 1).data);
  });
  assert.ok(corner[2] > corner[0], `the right half was chosen: ${corner}`);
  await undo().click();
  await staff.told("said-undone");
  assert.equal(await page.locator(".id-head .avatar img").count(), 0);
}
