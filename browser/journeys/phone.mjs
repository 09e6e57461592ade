// Everything that matters on a screen of 390 px, with a thumb.
import assert from "node:assert/strict";

export const title = "a phone is enough";

export async function journey(house) {
  const family = `Phone-with-a-rather-long-name-${house.run}`;
  const id = await house.contact({ first_name: "Philomène", last_name: family, job_title: "Beekeeper" });
  await house.api("Email", "create", { values: { contact_id: id, email: "philomene.with.a.long.address@a-long-domain.example", location_type_id: 1 } });
  const staff = await house.person({ width: 390, height: 844 });
  const { page } = staff;
  const thumb = page.getByRole("navigation", { name: staff.says("nav-phone") });
  for (const path of ["/", "/contacts", `/contacts/${id}`, `/contacts/${id}/edit`, "/contacts/new", "/contacts/new/full", "/trash"]) {
    await staff.visit(path);
    await staff.fits();
    await thumb.waitFor();
  }

  await staff.visit("/contacts");
  await thumb.getByRole("link", { name: staff.says("more") }).tap();
  const more = page.getByRole("dialog");
  await more.waitFor();
  await staff.look();
  await more.getByRole("button", { name: staff.says("close") }).tap();

  await thumb.getByRole("link", { name: staff.says("add") }).tap();
  await page.waitForURL("**/contacts/new");
  await staff.field("field-Contact-first_name").fill("Pouce");
  await staff.field("field-Contact-last_name").fill(`Thumb-${house.run}`);
  await staff.press("form-create");
  await staff.heading(`Pouce Thumb-${house.run}`);
  await staff.fits();

  await thumb.getByRole("link", { name: staff.says("search") }).tap();
  await page.getByRole("combobox", { name: staff.says("palette-ask") }).fill(`philomene ${family.toLowerCase()}`);
  await page.getByRole("option").filter({ hasText: family }).tap();
  await page.waitForURL(`**/contacts/${id}`);
  await staff.heading(/Philomène/);

  // What a thumb must hit is big enough (WCAG 2.2, 2.5.8: 24 px).
  const small = await thumb.getByRole("link").evaluateAll((links) => links.filter((link) => Math.min(link.offsetWidth, link.offsetHeight) < 44).map((link) => link.outerHTML));
  assert.deepEqual(small, []);
}
