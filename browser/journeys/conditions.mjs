// A secretary makes a set with a field that is shown and required by what another holds, and one that counts by itself;
// then uses both on a contact, at a desk and on a phone. In French.
import assert from "node:assert/strict";

export const title = "a field follows another one, and one counts by itself";

export async function journey(house) {
  const id = await house.contact({ first_name: "Odile", last_name: `Volant${house.run}` });
  const someone = await house.person({ language: "fr" });
  const { page } = someone;
  const name = `Transport ${house.run}`;
  const drives = `Conduit ${house.run}`;

  await someone.visit("/settings/fields/new");
  await someone.field("fields-set-title").fill(name);
  await page.getByLabel(someone.says("fields-set-extends")).selectOption("Individual");
  await someone.press("save");
  await someone.told("said-set-kept");

  await someone.follow("fields-add");
  await page.getByRole("link", { name: /^Oui ou non / }).click();
  await someone.field("fields-label").fill(drives);
  await someone.press("save");
  await someone.told("said-field-kept");

  // Shown, and to be filled in, only for whoever drives: the form grows with what is chosen, the preview follows.
  await someone.follow("fields-add");
  await page.getByRole("link", { name: /^Texte court / }).click();
  await someone.field("fields-label").fill("Permis");
  await page.getByText(someone.says("fields-when-title")).click();
  await someone.field("fields-when").selectOption("both");
  await someone.field("fields-when-field").selectOption({ label: drives });
  await someone.field("fields-when-value").selectOption("1");
  const preview = page.locator("#fields-preview");
  await preview.getByLabel("Permis").waitFor({ state: "hidden" });
  // The last look that the form asked for has to be there before one answers in it.
  await page.waitForTimeout(600);
  await preview.getByText("Oui", { exact: true }).click();
  await preview.getByLabel("Permis").waitFor({ state: "visible" });
  await someone.look();
  await someone.press("save");
  await someone.told("said-field-kept");

  // How many activities there are: nobody types it.
  await someone.follow("fields-add");
  await page.getByRole("link", { name: /^Calculé / }).click();
  await someone.field("fields-label").fill("Échanges");
  await someone.look();
  await someone.press("save");
  await someone.told("said-field-kept");

  // On the contact's page: hidden until it is asked for, then required.
  const block = page.locator("section.block", { has: page.getByRole("heading", { name }) });
  const editing = page.locator(".block.is-editing");
  await someone.visit(`/contacts/${id}`);
  await block.getByText("0", { exact: true }).waitFor();
  await block.locator("[data-edit]").click();
  await editing.getByLabel("Permis").waitFor({ state: "hidden" });
  await editing.getByText("Oui", { exact: true }).click();
  await editing.getByLabel("Permis").waitFor({ state: "visible" });
  assert.ok(await editing.getByLabel("Permis").evaluate((input) => input.required), "it must be filled in");
  await editing.getByLabel("Permis").fill("B");
  await someone.press("save", editing);
  await someone.told("said-saved");
  await block.getByText("B", { exact: true }).waitFor();
  await house.api("Activity", "create", { values: { "activity_type_id:name": "Meeting", subject: "Covoiturage", source_contact_id: id } });
  await someone.visit(`/contacts/${id}`);
  await block.getByText("1", { exact: true }).waitFor();

  // On a phone, and without scripts: the field just stands there, and the server asks for it.
  const walking = await house.person({ language: "fr", width: 390, height: 844 });
  await walking.visit(`/contacts/${id}`);
  await walking.page.locator("section.block", { hasText: name }).locator("[data-edit]").click();
  await walking.page.locator(".block.is-editing").getByText("Non", { exact: true }).click();
  await walking.page.locator(".block.is-editing").getByLabel("Permis").waitFor({ state: "hidden" });
  await walking.fits();
  await walking.look();
  await walking.press("save", walking.page.locator(".block.is-editing"));
  await walking.told("said-saved");
  const [kept] = await house.api("Contact", "get", { select: ["custom.*"], where: [["id", "=", id]] });
  assert.ok(Object.values(kept).includes("B"), "what is hidden keeps its value");
  const plain = await house.person({ language: "fr", script: false });
  await plain.visit(`/contacts/${id}`);
  await plain.page.locator("section.block", { hasText: name }).locator("[data-edit]").click();
  await plain.page.getByLabel("Permis").waitFor({ state: "visible" });
}
