// Two tags that mean the same become one; whoever bore the first bears the second, and undo parts them again.
import assert from "node:assert/strict";

export const title = "two tags are merged";

export async function journey(house) {
  const tag = async (label) => (await house.api("Tag", "create", { values: { name: label, label, used_for: ["civicrm_contact"] } }))[0].id;
  const [from, into] = [await tag(`Benevole-${house.run}`), await tag(`Volontaire-${house.run}`)];
  const contact = await house.contact({ first_name: "Odile", last_name: `Tags-${house.run}` });
  await house.api("EntityTag", "create", { values: { entity_table: "civicrm_contact", entity_id: contact, tag_id: from } });
  const staff = await house.person();
  const { page } = staff;
  await staff.visit("/tags");
  await staff.visit(`/tags/${from}/merge`);
  await staff.look();
  await page.locator("select[name=target]").selectOption(String(into));
  await staff.press("tag-merge");
  await staff.told("said-tags-merged");
  const borne = async () => (await house.api("EntityTag", "get", { select: ["tag_id"], where: [["entity_table", "=", "civicrm_contact"], ["entity_id", "=", contact]] })).map((one) => one.tag_id);
  assert.deepEqual(await borne(), [into]);
  await page.getByRole("status").getByRole("button", { name: staff.says("undo") }).click();
  await staff.told("said-undone");
  assert.deepEqual(await borne(), [from]);
}
