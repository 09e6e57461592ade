// A live group is made of the filters of a list, and follows a contact that changes.
import assert from "node:assert/strict";

export const title = "a live group follows its contacts";

export async function journey(house) {
  const city = `Vivantville-${house.run}`;
  const family = `Vivant-${house.run}`;
  const ids = [];
  for (const name of ["Ada", "Bo"]) ids.push(await house.contact({ first_name: name, last_name: family }));
  await house.api("Address", "create", { values: { contact_id: ids[0], city, location_type_id: 1 } });
  const staff = await house.person();
  const { page } = staff;
  const rows = page.locator("tbody tr");
  await staff.visit(`/contacts?city=${city}`);
  assert.equal(await rows.count(), 1);
  await staff.look();
  await page.getByRole("link", { name: staff.says("group-live-make") }).click();
  await staff.field("group-title").fill(`Groupe ${house.run}`);
  await staff.look();
  await staff.press("group-create");
  await staff.told("said-saved");
  assert.equal(await rows.count(), 1);
  await staff.look();
  await house.api("Address", "create", { values: { contact_id: ids[1], city, location_type_id: 1 } });
  await page.reload();
  assert.equal(await rows.count(), 2, "the group follows at once");
  await page.getByRole("link", { name: staff.says("group-why") }).first().click();
  await page.locator("#why").waitFor();
  await staff.look();
  await staff.press("group-take-out-anyway");
  await staff.told("said-group-removed");
  assert.equal(await rows.count(), 1, "who was taken out by hand stays out");
}
