// A display put together with a live preview, kept, and its rows edited in place: without typing the name of a field.
import assert from "node:assert/strict";

export const title = "a display is put together beside its preview, kept, and edited in place";

export async function journey(house) {
  const family = `Affichage-${house.run}`;
  for (const name of ["Ada", "Bo"]) await house.contact({ first_name: name, last_name: family });
  const [search] = await house.api("SavedSearch", "create", {
    values: {
      label: `Liste ${house.run}`,
      api_entity: "Individual",
      api_params: { version: 4, select: ["id", "display_name", "gender_id", "nick_name"], where: [["last_name", "=", family]], orderBy: { id: "ASC" } },
    },
  });
  const person = await house.person({ language: "fr", width: 1280, height: 900 });
  const { page } = person;
  await person.visit(`/view/${search.id}`);
  await page.getByRole("link", { name: person.says("view-design") }).click();
  const preview = page.locator("#preview");
  await preview.getByText(`Ada ${family}`).waitFor();

  // The heading and a bold look, seen at once.
  const first = page.locator(".design-columns > li").first();
  await first.locator("details summary").click();
  await first.locator("input[name=label-0]").fill("Qui");
  await preview.getByText("Qui", { exact: true }).waitFor();
  await first.locator("select[name=style-0-look]").selectOption("strong");
  await preview.locator(".strong").first().waitFor();

  // By keyboard the second column comes first.
  const second = page.locator(".design-columns > li").nth(1);
  await second.locator("[data-up]").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#preview thead th a")?.textContent !== "Qui");
  const nick = page.locator(".design-columns > li").nth(2);
  await nick.locator("details summary").click();
  await nick.locator("input[name=edit-2]").check();
  await person.look();
  await person.fits();
  await page.getByRole("button", { name: person.says("compose-save-do") }).click();
  await person.told("said-display-saved");
  const [kept] = await house.api("SearchDisplay", "get", { select: ["settings"], where: [["saved_search_id", "=", search.id]] });
  assert.equal(kept.settings.columns[0].key, "gender_id");
  assert.equal(kept.settings.columns[1].label, "Qui");

  // The pencil of a cell.
  await page.locator("a.edit-cell").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("input[name=value]").fill("Dada");
  await page.getByRole("button", { name: person.says("compose-cell-keep") }).click();
  await page.locator("tbody").getByText("Dada").waitFor();

  const plain = await house.person({ language: "fr", script: false, width: 390, height: 844 });
  await plain.visit(`/search/${search.id}/display`);
  await plain.fits();
}
