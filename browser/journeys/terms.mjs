// Terms: written, published, and accepted by whoever comes in before anything else.
import assert from "node:assert/strict";

export const title = "terms are published, and accepted at the next page";

export async function journey(house) {
  const admin = await house.person();
  const { page } = admin;
  await admin.visit("/settings/privacy/terms");
  await page.getByRole("button", { name: admin.says("terms-new") }).first().click();
  await page.locator("textarea[name=text_en]").fill(`# House rules\n\nBe kind to each other, ${house.run}.`);
  await page.locator("textarea[name=text_fr]").fill(`# Règlement\n\nSoyez gentils, ${house.run}.`);
  await admin.look();
  try {
    await admin.press("terms-publish");
    // The one who publishes accepts too.
    await page.waitForURL("**/terms/agree*");
    await page.getByText(`Be kind to each other, ${house.run}.`).waitFor();
    await admin.look();
    await admin.fits();
    await page.goto("/contacts");
    assert.match(page.url(), /\/terms\/agree\?next=%2Fcontacts$/);
    await page.locator("input[type=checkbox]").first().check();
    await admin.press("terms-agree");
    await page.waitForURL("**/contacts");
    await admin.visit("/settings/privacy/terms");
    await page.getByText(admin.says("terms-holds")).first().waitFor();

    const guest = await house.person({ signedIn: false, language: "fr", width: 390 });
    await guest.visit("/terms");
    await guest.page.getByText(`Soyez gentils, ${house.run}.`).waitFor();
    await guest.look();
    await guest.fits();
  } finally {
    await house.api("Setting", "set", { values: { terms_to_accept: false } });
  }
}
