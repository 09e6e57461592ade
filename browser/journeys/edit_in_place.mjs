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
  const job = staff.field("field-Contact-job_title", work);
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
  const taken = `number-${house.run}`;
  await house.contact({ first_name: "Taken", last_name: "Number", external_identifier: taken });
  await house.api("Contact", "update", { where: [["id", "=", id]], values: { source: "a fair" } });
  await staff.visit(`/contacts/${id}`);
  staff.foresee(422);
  const rest = page.locator("#block-other");
  await rest.locator("[data-edit]").click();
  const number = staff.field("field-Contact-external_identifier", rest);
  await number.fill(taken);
  await page.keyboard.press("Control+Enter");
  await rest.locator(".error").first().waitFor();
  assert.equal(await number.inputValue(), taken);
  await staff.look();
}
