// Two people are related, one of them made on the way; the sentence stands on both pages, and undo takes it back.
import assert from "node:assert/strict";

export const title = "two people are related, one made on the way";

export async function journey(house) {
  const family = `Liens-${house.run}`;
  const mother = await house.contact({ first_name: "Jeanne", last_name: family });
  const staff = await house.person();
  const { page } = staff;
  await staff.visit(`/contacts/${mother}/relationships`);
  await staff.look();
  await staff.follow("relationship-add");
  const kind = page.locator("select[name=kind]");
  await kind.selectOption({ label: "Parent of" });
  await page.locator("input[name=who]").fill(`Lila ${family}`);
  // Nobody is called that yet: the form asks before it makes somebody.
  staff.foresee(422);
  await staff.press("save");
  await page.getByText(staff.says("relationship-make")).waitFor();
  await staff.look();
  await staff.press("save");
  await staff.told("said-relationship-added");
  const sentence = page.locator(".tied .say").first();
  assert.match(await sentence.innerText(), /Parent of\s+Lila/);
  await staff.look();
  const child = await house.api("Contact", "get", { select: ["id"], where: [["first_name", "=", "Lila"], ["last_name", "=", family]] });
  assert.equal(child.length, 1, "the other contact was made");
  await page.getByRole("status").getByRole("button", { name: staff.says("undo") }).click();
  await staff.told("said-undone");
  const left = await house.api("Contact", "get", { select: ["id"], where: [["last_name", "=", family]] });
  assert.equal(left.length, 1, "undo takes both back");
}
