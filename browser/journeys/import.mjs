// A treasurer brings a list in, in French: rehearsed, decided, imported, taken back, and imported again.
import assert from "node:assert/strict";

export const title = "a list is rehearsed, a doubt decided, then imported, undone and imported again";

export async function journey(house) {
  const family = `Salon${house.run}`;
  const mail = (name) => `${name}.${house.run}@example.org`;
  // A couple shares an e-mail address: which of the two is meant, nobody can know.
  await house.contact({ first_name: "Luc", last_name: family, "email_primary.email": mail("couple") });
  const anne = await house.contact({ first_name: "Anne", last_name: family, "email_primary.email": mail("couple") });
  const find = () => house.api("Contact", "get", { select: ["id", "first_name", "job_title"], where: [["last_name", "=", family]] });
  const list = [
    "Prénom;Nom;Mail;Profession;Né(e) le",
    `Anne;${family};${mail("couple")};Apicultrice;`,
    `Zoé;${family};${mail("zoe")};;31/02/1950`,
    `Thu;${family};${mail("thu")};;12/05/1961`,
  ].join("\n");

  const treasurer = await house.person({ language: "fr" });
  const { page } = treasurer;
  treasurer.foresee(422);
  await treasurer.visit("/import");
  await treasurer.press("import-look");
  await page.getByText(treasurer.says("import-nothing-handed")).waitFor();
  await page.setInputFiles("input[type=file]", { name: "salon.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await treasurer.press("import-look");
  await page.waitForURL(/\/import\/\d+$/);
  const here = new URL(page.url()).pathname;
  await treasurer.look();
  await treasurer.press("import-rehearse");
  await page.locator(".tally").waitFor();
  await treasurer.look();
  assert.equal((await find()).length, 2, "a rehearsal writes nothing");

  await page.getByRole("radio", { name: /^Anne/ }).click();
  await page.locator(".import-doubt").waitFor({ state: "detached" });
  await treasurer.visit(`${here}?show=refused`);
  await page.locator(".import-mend input").first().fill("28/02/1950");
  await page.locator("td").getByRole("button", { name: treasurer.says("import-mend") }).click();
  await page.locator(".import-mend").waitFor({ state: "detached" });
  await imported();
  assert.equal((await find()).find((row) => row.id === anne).job_title, "Apicultrice");

  // It was last year's list.
  await treasurer.follow("import-undo");
  await treasurer.look();
  await treasurer.press("import-undo");
  await page.locator(".rehearse").waitFor();
  await treasurer.look();
  const rest = await find();
  assert.equal(rest.length, 2);
  assert.ok(!rest.find((row) => row.id === anne).job_title, "what was changed is as it was");

  await treasurer.press("import-rehearse-again");
  await page.getByRole("radio", { name: /^Anne/ }).click();
  await page.locator(".import-doubt").waitFor({ state: "detached" });
  await imported(1);

  async function imported(refused = 0) {
    await treasurer.visit(here);
    await page.getByRole("button", { name: /^Importer \d/ }).first().click();
    await page.locator(".import-done").waitFor();
    await treasurer.look();
    assert.equal((await find()).length, 4 - refused);
  }
}
