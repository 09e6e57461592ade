// A question put together by pressing words alone: employers by town with several people, in bars, on one's board.
import assert from "node:assert/strict";

export const title = "a search is put together without typing the name of a field";

export async function journey(house) {
  const firm = `Atelier-${house.run}`;
  const [employer] = await house.api("Contact", "create", {
    values: { contact_type: "Organization", organization_name: firm, "address_primary.city": `Vallon-${house.run}` },
  });
  for (const name of ["Ada", "Bo", "Cléa"]) {
    await house.contact({ first_name: name, last_name: `Essaim-${house.run}`, employer_id: employer.id });
  }
  const person = await house.person({ language: "fr" });
  const { page } = person;
  await person.visit("/search/new");
  await page.getByText(person.says("form-preset-employers")).first().click();
  await page.getByText(person.says("compose-funnel")).waitFor();
  await page.getByRole("link", { name: person.says("compose-keep") }).click();
  const form = page.locator("form.value-form").first();
  await form.locator("input[name=v]").first().fill("2");
  await form.getByRole("button", { name: person.says("compose-apply") }).click();
  await page.locator(".sentence .chip-word", { hasText: "plus de 2" }).waitFor();
  await page.evaluate(() => (window.sameDocument = true));
  await page.getByRole("link", { name: person.says("compose-undo") }).click();
  await page.locator(".sentence .chip-word", { hasText: "plus de 2" }).waitFor({ state: "detached" });
  await page.goBack();
  await page.locator(".sentence .chip-word", { hasText: "plus de 2" }).waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true, "steps replace the question, not the document");
  await page.getByRole("link", { name: person.says("view-bar"), exact: true }).click();
  await page.locator("figure.chart svg text", { hasText: firm.slice(0, 20) }).first().waitFor();
  await person.look();
  await person.fits();
  await page.locator("input[name=label]").fill(`Employeurs ${house.run}`);
  await page.locator("input[name=pin]").check();
  await page.getByRole("button", { name: person.says("compose-save-do") }).click();
  await page.waitForURL("**/dashboard");
  await page.getByRole("link", { name: `Employeurs ${house.run}`, exact: true }).waitFor();
  await person.look();
  const kept = await house.api("SavedSearch", "get", { select: ["api_params"], where: [["label", "=", `Employeurs ${house.run}`]] });
  assert.deepEqual(kept[0].api_params.having, [["count_id", ">", 2]]);

  const plain = await house.person({ language: "fr", script: false, width: 390, height: 844 });
  await plain.visit("/search/new?preset=towns");
  await plain.fits();
  await plain.look();
}
