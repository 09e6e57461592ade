// In French: an agreement is noted with its proof and withdrawn, the file of the person is made, then they are forgotten.
import assert from "node:assert/strict";

export const title = "an agreement is noted and withdrawn, a file made, a person anonymised after a look";

export async function journey(house) {
  const family = `Oubli-${house.run}`;
  const id = await house.contact({ first_name: "Lucie", last_name: family, job_title: "Luthière" });
  await house.api("Email", "create", { values: { contact_id: id, email: `lucie.${house.run}@example.org` } });
  const staff = await house.person({ language: "fr" });
  const { page } = staff;
  await staff.visit("/settings/privacy");
  await staff.look();
  await page.getByRole("link", { name: "Lettre d’information" }).click();
  await page.locator("textarea[name=text]").fill("J'accepte de recevoir la lettre de l'association.");
  await staff.press("consent-text-add");
  await staff.told("said-saved");
  await staff.visit(`/contacts/${id}/consents`);
  await staff.look();
  const letter = page.locator(".agreement-list > li", { hasText: "Lettre d’information" });
  await letter.getByRole("link", { name: staff.says("consent-give") }).click();
  await page.locator("textarea[name=proof]").fill("Bulletin du forum, classeur 3");
  await staff.look();
  await staff.press("consent-save");
  await staff.told("said-consent-given");
  const ask = async () => (await house.api("Consent", "check", { contactId: id, channel: "mailing", purpose: "newsletter" }))[0];
  assert.equal((await ask()).is_allowed, true);
  await letter.getByRole("button", { name: staff.says("consent-withdraw") }).click();
  await staff.told("said-consent-withdrawn");
  assert.deepEqual((await ask()).reasons, ["consent_withdrawn"], "a withdrawal holds at once");
  await staff.visit(`/contacts/${id}/dossier`);
  await staff.look();
  const [file] = await Promise.all([page.waitForEvent("download"), staff.press("dossier-json")]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  const dossier = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  assert.equal(dossier.records.Contact[0].job_title, "Luthière");
  assert.equal(dossier.records.Consent.length, 2);
  await staff.visit(`/contacts/${id}/anonymise`);
  await staff.look();
  await page.locator("input[name=when][value=now]").check();
  await page.locator("input[name=certain][type=checkbox]").check();
  await page.locator("main").getByRole("button", { name: staff.says("anonymise-do") }).click();
  await staff.told("said-anonymised");
  const left = await house.api("Contact", "get", { select: ["id"], where: [["last_name", "=", family], ["is_deleted", "IN", [true, false]]] });
  assert.equal(left.length, 0, "nobody is called that any more");
}
