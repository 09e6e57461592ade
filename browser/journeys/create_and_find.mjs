// A new contact from the list, and found again by a few letters without their accents.
import assert from "node:assert/strict";

export const title = "a contact is created and found by the palette";

export async function journey(house) {
  const family = `Quénéhervé-${house.run}`;
  const plain = family.replaceAll("é", "e");
  const email = `eve-${house.run}@example.org`;
  const staff = await house.person();
  const { page } = staff;
  await staff.visit("/contacts");
  await staff.follow("contact-new");
  const dialog = page.getByRole("dialog", { name: staff.says("contact-new") });
  await dialog.waitFor();
  await staff.look();
  await staff.field("field-Contact-first_name", dialog).fill("Ève-Anaïs");
  await staff.field("field-Contact-last_name", dialog).fill(family);
  await staff.field("field-Email-email", dialog).fill(email);
  await staff.press("form-create", dialog);
  await staff.heading(`Ève-Anaïs ${family}`);
  await staff.told("said-contact-created");
  await page.getByRole("link", { name: email }).first().waitFor();
  await staff.look();
  const record = new URL(page.url()).pathname;
  assert.match(record, /^\/contacts\/\d+$/);

  await staff.visit("/");
  await page.keyboard.press("Control+k");
  const ask = page.getByRole("combobox", { name: staff.says("palette-ask") });
  await ask.fill(plain.toLowerCase());
  const option = page.getByRole("option").filter({ hasText: family });
  await option.waitFor();
  await staff.look();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${record}`);
  await staff.heading(`Ève-Anaïs ${family}`);

  // A second one of the same name is noticed while one types.
  await staff.visit("/contacts/new");
  await staff.field("field-Contact-first_name").fill("Eve-Anais");
  await staff.field("field-Contact-last_name").pressSequentially(plain);
  await page.getByRole("link", { name: staff.says("create-is-person") }).waitFor();
  await staff.look();
  await staff.follow("create-is-person");
  await page.waitForURL(`**${record}`);
}
