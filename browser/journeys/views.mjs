// A list that is kept under a name, and thrown away, and back: by keyboard alone.
import assert from "node:assert/strict";

export const title = "a view of the list is kept, opened, thrown away and taken back, without a mouse";

export async function journey(house) {
  const family = `Vueset-${house.run}`;
  const city = `Vuelle-${house.run}`;
  for (const name of ["Ida", "Otto"]) {
    const id = await house.contact({ first_name: name, last_name: family });
    await house.api("Address", "create", { values: { contact_id: id, city, location_type_id: 1 } });
  }
  const staff = await house.person();
  const { page } = staff;
  await staff.visit(`/contacts?city=${city}`);
  const name = `Vue ${house.run}`;
  await page.locator("details.is-view summary").focus();
  await page.keyboard.press("Enter");
  await staff.field("view-name").fill(name);
  await staff.look();
  await page.keyboard.press("Enter");
  await staff.told("said-view-kept");
  const tab = page.getByRole("link", { name, exact: true });
  assert.equal(await tab.getAttribute("aria-current"), "page");
  await staff.visit("/contacts");
  await tab.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/view=/);
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 2);

  // From one to the next, as the list has them.
  await page.locator("tbody .m-main a").first().click();
  await staff.heading(new RegExp(`^\\s*Ida ${family}\\s*$`));
  await page.keyboard.press("j");
  await staff.heading(new RegExp(`^\\s*Otto ${family}\\s*$`));
  await page.keyboard.press("k");
  await staff.heading(new RegExp(`^\\s*Ida ${family}\\s*$`));

  await staff.visit("/contacts/views");
  const line = page.locator(".choices > li").filter({ hasText: name });
  await line.locator("details summary").click();
  await staff.press("choice-delete", line);
  await staff.told("said-view-deleted");
  assert.equal(await line.count(), 0);
  await page.getByRole("status").getByRole("button", { name: staff.says("undo") }).click();
  await staff.told("said-undone");
  await line.waitFor();
}
