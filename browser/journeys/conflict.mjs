// Two people change the same contact: the slower one sees both versions and loses nothing.
import assert from "node:assert/strict";

export const title = "the slower of two people sees both versions";

export async function journey(house) {
  const id = await house.contact({ first_name: "Casimir", last_name: "Conflict", job_title: "Baker" });
  const quick = await house.person();
  const slow = await house.person();
  await quick.visit(`/contacts/${id}/edit`);
  await slow.visit(`/contacts/${id}/edit`);

  await quick.field("field-Contact-job_title").fill("Miller");
  await quick.press("save");
  await quick.told("said-contact-saved");

  slow.foresee(409);
  await slow.field("field-Contact-job_title").fill("Pastry cook");
  await slow.field("field-Contact-nick_name").fill("Cas");
  await slow.press("save");
  await slow.heading(slow.says("conflict-title"));
  const choice = (value) => slow.page.getByRole("radio", { name: value });
  await choice("Miller").waitFor();
  await slow.look();
  assert.equal(await choice("Pastry cook").isChecked(), true, "what one typed oneself is proposed");
  await choice("Miller").check();
  await slow.press("conflict-keep-choice");
  await slow.told("said-contact-saved");
  const [both] = await house.api("Contact", "get", { select: ["job_title", "nick_name", "first_name"], where: [["id", "=", id]] });
  assert.deepEqual([both.job_title, both.nick_name, both.first_name], ["Miller", "Cas", "Casimir"]);

  // The same in a block that is edited in place.
  for (const person of [quick, slow]) {
    await person.visit(`/contacts/${id}`);
    await person.page.locator("#block-work [data-edit]").click();
    await person.field("field-Contact-job_title", person.page.locator("#block-work")).waitFor();
  }
  const work = slow.page.locator("#block-work");
  await quick.field("field-Contact-job_title", quick.page.locator("#block-work")).fill("Farmer");
  await quick.press("save", quick.page.locator("#block-work"));
  await quick.told("said-contact-saved");
  await slow.field("field-Contact-job_title", work).fill("Sailor");
  await slow.press("save", work);
  await work.getByRole("radio", { name: "Farmer" }).waitFor();
  assert.equal(await work.getByRole("radio", { name: "Sailor" }).isChecked(), true, "nothing that was typed is lost");
  await slow.look();
  await slow.press("conflict-keep-choice", work);
  await slow.told("said-contact-saved");
  const [last] = await house.api("Contact", "get", { select: ["job_title"], where: [["id", "=", id]] });
  assert.equal(last.job_title, "Sailor");
}
