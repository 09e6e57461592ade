// Without any script: create, change, throw away and take back by plain pages and forms.
import assert from "node:assert/strict";

export const title = "everything works without script";

export async function journey(house) {
  const family = `Scriptless-${house.run}`;
  const staff = await house.person({ script: false });
  const { page } = staff;
  await staff.visit("/contacts");
  await staff.follow("contact-new");
  await page.waitForURL("**/contacts/new");
  await staff.field("field-Contact-first_name").fill("Sylvestre");
  await staff.field("field-Contact-last_name").fill(family);
  await staff.press("form-create");
  await staff.heading(`Sylvestre ${family}`);
  await staff.told("said-contact-created");
  const record = new URL(page.url()).pathname;

  // A block, then the whole form.
  await page.locator("#block-about [data-edit]").click();
  await staff.field("field-Contact-birth_date").fill("1980-02-29");
  await staff.press("save");
  await staff.told("said-contact-saved");
  assert.match(await page.locator("#block-about").innerText(), /29 February 1980/);
  await staff.follow("action-edit", page.locator("header.id-head"));
  await staff.field("field-Contact-nick_name").fill("Syl");
  await staff.press("add-email");
  assert.equal(await staff.field("field-Contact-nick_name").inputValue(), "Syl", "another row costs nothing that was typed");
  await staff.press("save");
  await staff.told("said-contact-saved");
  assert.match(await page.locator("#block-who").innerText(), /Syl/);

  await page.locator("header.id-head .actions summary").click();
  await staff.press("action-trash");
  await staff.told("said-contact-trashed");
  await staff.visit("/trash");
  const row = page.locator("tr", { hasText: family });
  await row.getByRole("button", { name: staff.says("restore") }).click();
  await staff.told("said-contact-restored");
  await staff.visit(record);
  await staff.heading(`Sylvestre ${family}`);

  // A list, a filter and a bulk action by ticks and buttons alone.
  await staff.visit(`/contacts?q=${family}`);
  await page.getByRole("checkbox", { name: staff.says("tick-one", { name: `Sylvestre ${family}` }) }).check();
  await staff.press("action-trash", page.getByRole("toolbar"));
  await staff.told("said-contacts-trashed");
  await staff.press("sign-out");
  await staff.heading(staff.says("sign-in-title"));
}
