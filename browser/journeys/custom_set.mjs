// A secretary makes a set of fields, fills it in on a contact, and finds the contact by it in the list. In French.
import assert from "node:assert/strict";

export const title = "a set of fields is made, filled in, shown and searched";

export async function journey(house) {
  const id = await house.contact({ first_name: "Odile", last_name: `Savoir${house.run}` });
  await house.contact({ first_name: "Paul", last_name: `Savoir${house.run}` });
  const someone = await house.person({ language: "fr" });
  const { page } = someone;
  const name = `Bénévolat ${house.run}`;

  await someone.visit("/settings/fields/new");
  await someone.field("fields-set-title").fill(name);
  await page.getByLabel(someone.says("fields-set-extends")).selectOption("Individual");
  await someone.press("save");
  await someone.told("said-set-kept");
  await someone.heading(name);

  // A field of several choices: the preview follows what is typed.
  await someone.follow("fields-add");
  await page.getByRole("link", { name: /^Plusieurs choix Couture/ }).click();
  await someone.field("fields-label").fill("Savoir-faire");
  const choices = page.getByRole("textbox", { name: someone.says("fields-option") });
  await choices.nth(0).fill("Couture");
  await choices.nth(1).fill("Permis B");
  await page.locator("#fields-preview").getByText("Permis B").waitFor();
  await someone.look();
  await someone.press("save");
  await someone.told("said-field-kept");

  await someone.follow("fields-add");
  await page.getByRole("link", { name: /^Date / }).click();
  await someone.field("fields-label").fill("Charte signée");
  await someone.press("save");
  await someone.told("said-field-kept");

  await someone.follow("fields-add");
  await page.getByRole("link", { name: /^Oui ou non / }).click();
  await someone.field("fields-label").fill("Assurance");
  await someone.press("save");
  await someone.told("said-field-kept");
  await someone.look();

  // Filled in on the contact's page, on its spot.
  await someone.visit(`/contacts/${id}`);
  const block = page.locator("section.block", { has: page.getByRole("heading", { name }) });
  await block.locator("[data-edit]").click();
  await page.getByLabel("Couture").check();
  await page.getByLabel("Charte signée").fill("2026-03-12");
  await page.locator(".block.is-editing").getByText(/^Oui$/i).click();
  await someone.press("save", page.locator(".block.is-editing"));
  await someone.told("said-saved");
  await page.getByText("12 mars 2026").first().waitFor();
  await someone.look();

  // Among the columns of the list, and a way to narrow it.
  await someone.visit("/contacts/columns");
  await page.getByRole("checkbox", { name: "Savoir-faire" }).last().check();
  await someone.press("columns-apply");
  await page.getByRole("columnheader", { name: "Savoir-faire" }).first().waitFor();
  const [field] = await house.api("CustomField", "get", { select: ["id"], where: [["label", "=", "Savoir-faire"], ["custom_group_id.title", "=", name]] });
  const [option] = await house.api("OptionValue", "get", { select: ["value"], where: [["label", "=", "Couture"]], orderBy: { id: "DESC" }, limit: 1 });
  await someone.visit(`/contacts?q=Savoir${house.run}&f${field.id}=${option.value}`);
  await page.getByRole("link", { name: /Odile/ }).first().waitFor();
  assert.equal(await page.getByRole("link", { name: /Paul Savoir/ }).count(), 0, "only those who chose it are listed");
  await someone.look();
}
