// A list narrowed until it holds the right people, and something done with all of them.
import assert from "node:assert/strict";

export const title = "a list is filtered and acted upon";

export async function journey(house) {
  const family = `Listing-${house.run}`;
  const city = `Sénéquieux-sur-${house.run}`;
  for (const name of ["Aglaé", "Brice", "Capucine"]) {
    const id = await house.contact({ first_name: name, last_name: family });
    await house.api("Address", "create", { values: { contact_id: id, city, location_type_id: 1 } });
  }
  const staff = await house.person();
  const { page } = staff;
  const rows = page.locator("tbody tr");
  await staff.visit("/contacts");
  assert.equal(await rows.count(), 50, "a page of the list is full");
  await staff.follow("view-people");
  await staff.heading(staff.says("view-people"));

  await page.locator("summary.filter-add").click();
  await staff.look();
  await staff.field("field-Address-city").fill(city.replaceAll("é", "e").toLowerCase());
  await staff.press("filter-apply");
  await page.waitForURL(/city=/);
  await staff.heading(staff.says("view-people"));
  await assertCount(rows, 3);
  await staff.look();

  const bar = page.getByRole("toolbar", { name: staff.says("bulk") });
  assert.equal(await bar.isVisible(), false);
  await page.getByRole("checkbox", { name: staff.says("tick-one", { name: `Aglaé ${family}` }) }).check();
  await page.getByRole("checkbox", { name: staff.says("tick-one", { name: `Capucine ${family}` }) }).check();
  await bar.waitFor();
  assert.match(await bar.innerText(), /2/);
  await staff.look();
  await staff.press("action-trash", bar);
  await staff.told("said-contacts-trashed");
  const left = async () => (await house.api("Contact", "get", { select: ["first_name"], where: [["last_name", "=", family], ["is_deleted", "=", false]] })).map((row) => row.first_name);
  assert.deepEqual(await left(), ["Brice"]);
  await page.getByRole("status").getByRole("button", { name: staff.says("undo") }).click();
  await staff.told("said-undone");
  assert.equal((await left()).length, 3, "both came back in one move");

  // Words in the box of the list, nothing found, and the way back.
  await staff.visit(`/contacts?q=${family.toLowerCase()}`);
  await assertCount(rows, 3);
  await staff.visit("/contacts?q=nobody+is+called+so");
  await page.getByText(staff.says("list-no-match"), { exact: false }).waitFor();
  await staff.follow("list-show-all");
  await rows.nth(10).waitFor();

  // Sorted by a column, and the next page.
  await page.locator("thead").getByRole("link", { name: staff.says("column-name") }).click();
  await page.locator("th[aria-sort=descending]").waitFor();
  await page.getByRole("link", { name: staff.says("page-next") }).first().click();
  await page.waitForURL((url) => url.search.length > 0);
  await rows.nth(10).waitFor();
  await staff.look();
}

async function assertCount(rows, wanted) {
  await rows.nth(wanted - 1).waitFor();
  assert.equal(await rows.count(), wanted);
}
