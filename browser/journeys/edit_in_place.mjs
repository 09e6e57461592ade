// A block of a contact changed on its spot: nothing else moves, the keyboard stays where it was.
import assert from "node:assert/strict";

export const title = "a block is edited in place";

export async function journey(house) {
  const id = await house.contact({ first_name: "Ottilie", last_name: "Inplace", job_title: "Gardener" });
  const staff = await house.person();
  const { page } = staff;
  await staff.visit(`/contacts/${id}`);
  const work = page.locator("#block-work");
  const pencil = work.getByRole("link", { name: staff.says("block-edit", { block: "Work" }) });

  await pencil.click();
  const job = work.getByLabel(staff.says("field-Contact-job_title"));
  await job.waitFor();
  assert.equal(await job.evaluate((input) => input === document.activeElement), true, "the first field has the focus");
  assert.equal(new URL(page.url()).pathname, `/contacts/${id}`, "the address stays");
  await staff.look();
  await job.fill("Head gardener");
  await page.keyboard.press("Escape");
  await pencil.waitFor();
  assert.match(await work.innerText(), /Gardener/);
  assert.doesNotMatch(await work.innerText(), /Head gardener/, "Escape leaves everything as it was");

  await pencil.click();
  await job.fill("Head gardener");
  await page.keyboard.press("Control+Enter");
  await staff.told("said-contact-saved");
  await pencil.waitFor();
  assert.match(await work.innerText(), /Head gardener/);
  assert.equal(new URL(page.url()).pathname, `/contacts/${id}`);
  await staff.look();

  // What is wrong is said beside its field, and what was typed stays.
  staff.foresee(422);
  await page.locator("#block-about").getByRole("link", { name: staff.says("block-edit", { block: "About" }) }).click();
  const born = page.locator("#block-about").getByLabel(staff.says("field-Contact-birth_date"));
  await born.fill("2999-01-01");
  await page.keyboard.press("Control+Enter");
  const wrong = page.locator("#block-about .error").first();
  await wrong.waitFor();
  assert.equal(await born.inputValue(), "2999-01-01");
  await staff.look();
}
