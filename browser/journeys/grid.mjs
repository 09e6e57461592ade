// New people typed into a grid, kept as a draft, saved together, undone at once; and a list that everybody reads.
import assert from "node:assert/strict";

export const title = "people are typed into a grid, kept as a draft, saved together and undone at once";

export async function journey(house) {
  const family = `Tableau-${house.run}`;
  const columns = ["first_name", "last_name", "email_primary.email", "address_primary.city"].map((key) => ({ type: "field", key }));
  const [search] = await house.api("SavedSearch", "create", {
    values: {
      label: `Saisie ${house.run}`,
      api_entity: "Individual",
      api_params: { version: 4, select: ["id", "first_name", "last_name", "email_primary.email", "address_primary.city"], where: [["last_name", "=", family]], orderBy: { first_name: "ASC" } },
    },
  });
  const name = `saisie_${house.run}`;
  await house.api("SearchDisplay", "create", { values: { name, label: "Saisie", saved_search_id: search.id, type: "batch", settings: { columns } } });
  await house.api("SearchDisplay", "create", { values: { name: `liste_${house.run}`, label: "Liste", saved_search_id: search.id, type: "table", settings: { columns, public: true }, acl_bypass: true } });

  const person = await house.person({ language: "fr", width: 1280, height: 900 });
  const { page } = person;
  await person.visit(`/view/${search.id}?display=${name}`);
  await page.locator("[name=c-0-0]").fill("Ada");
  await page.locator("[name=c-0-1]").fill(family);
  await page.locator("[name=c-0-3]").fill("Die");
  await page.locator("[name=c-1-0]").fill("Bo");
  await page.locator("[name=c-1-1]").fill(family);
  await page.locator("[name=c-1-1]").blur();
  await page.getByText(person.says("grid-draft-kept")).waitFor();
  await person.look();
  await person.fits();

  // What was typed is there again, and a column is copied down to the lines that say something.
  await person.visit(`/view/${search.id}?display=${name}`);
  assert.equal(await page.locator("[name=c-0-0]").inputValue(), "Ada");
  await page.locator("button[value=down-3]").click();
  await page.waitForFunction(() => document.querySelector("[name=c-1-3]")?.value === "Die");
  assert.equal(await page.locator("[name=c-2-3]").inputValue(), "");
  await page.getByRole("button", { name: person.says("grid-save") }).click();
  await person.told("said-rows-entered");
  const found = () => house.api("Individual", "get", { select: ["first_name", "address_primary.city"], where: [["last_name", "=", family]] });
  assert.deepEqual((await found()).map((row) => row["address_primary.city"]), ["Die", "Die"]);

  // Everybody reads the list, and finds no way into the program there.
  const visitor = await house.person({ language: "fr", signedIn: false, width: 390, height: 844 });
  await visitor.visit(`/s/liste_${house.run}`);
  await visitor.page.getByText("Ada").first().waitFor();
  assert.equal(await visitor.page.locator("td a").count(), 0);
  await visitor.fits();
}
