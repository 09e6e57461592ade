// The same house in French, by the language of the browser: every word of it.
import assert from "node:assert/strict";

export const title = "la maison parle français";

export async function journey(house) {
  const id = await house.contact({ first_name: "Françoise", last_name: "Langue", birth_date: "1970-05-01" });
  const family = `L’Hôte-${house.run}`;
  const staff = await house.person({ language: "fr" });
  const { page } = staff;
  const french = async () => assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  await french();
  await staff.visit("/contacts");
  await french();
  await staff.heading("Contacts");
  await staff.follow("contact-new");
  const dialog = page.getByRole("dialog", { name: "Nouveau contact" });
  await dialog.getByLabel("Prénom").first().fill("Gaëtan");
  await dialog.getByLabel(staff.says("field-Contact-last_name")).first().fill(family);
  await staff.press("form-create", dialog);
  await staff.heading(`Gaëtan ${family}`);
  await staff.told("said-contact-created");

  await staff.visit(`/contacts/${id}`);
  await page.getByText("1er mai 1970").first().waitFor().catch(async () => {
    assert.fail(`the date of birth is not written as in France: ${(await page.locator("#block-about").innerText()).slice(0, 200)}`);
  });
  for (const path of [`/contacts/${id}/edit`, "/contacts/new", "/contacts/new/full", "/contacts/columns", "/trash"]) {
    await staff.visit(path);
    await french();
  }
  // No label of the other language slipped in.
  const english = /\b(Save|Cancel|Edit|First name|Birth date|Settings|Search|Filter|New contact|Country|Home|Work)\b/;
  for (const path of ["/contacts", `/contacts/${id}`, `/contacts/${id}/edit`]) {
    await staff.visit(path);
    const text = await page.locator("body").innerText();
    const slip = text.split("\n").find((line) => english.test(line));
    assert.equal(slip, undefined, `${path} says: ${slip}`);
  }
  await staff.press("sign-out");
  await page.getByText(staff.says("signed-out")).waitFor();
}
