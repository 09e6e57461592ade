// A treasurer brings the association's spreadsheet in, in French: rehearsed, three doubts decided, imported, taken back,
// and imported again.
import assert from "node:assert/strict";

export const title = "a spreadsheet is rehearsed, three doubts decided, then imported, undone and imported again";

export async function journey(house) {
  const family = `Salon${house.run}`;
  const mail = (name) => `${name}.${house.run}@example.org`;
  // Three couples share an e-mail address each: which of the two is meant, nobody can know.
  const pairs = [["Luc", "Anne"], ["Marc", "Inès"], ["Gérard", "Odile"]];
  const known = {};
  for (const [one, other] of pairs) {
    for (const first of [one, other]) {
      known[first] = await house.contact({ first_name: first, last_name: family, "email_primary.email": mail(one.toLowerCase().replace("é", "e")) });
    }
  }
  const anne = known["Anne"];
  const find = () => house.api("Contact", "get", { select: ["id", "first_name", "job_title"], where: [["last_name", "=", family]] });
  // As Excel saves it: semicolons, Windows-1252, the names in one column and in capitals, a zero lost.
  const list = [
    "N° adhérent;Civilité;Nom et prénom;Mail;Tél. portable;Adresse;CP;Commune;Né(e) le;Profession;Obs.",
    `A${house.run}1;Mme;${family.toUpperCase()} Anne;${mail("luc")};06 39 98 00 01;3 rue du Four;26110;NYONS;15/11/1958;Apicultrice;vue au stand`,
    `A${house.run}2;M.;${family.toUpperCase()} Marc;${mail("marc")};639980002;8 cours Voltaire;26200;Montélimar;;Menuisier;`,
    `A${house.run}3;Mme;${family.toUpperCase()} Nadège;${mail("gerard")};;;1000;Bourg-en-Bresse;;;la nièce`,
    `A${house.run}4;Mme;${family.toUpperCase()} Zoé;${mail("zoe")};;;26110;Nyons;31/02/1950;;`,
    `A${house.run}5;Mme;${family.toUpperCase()} Thu;${mail("thu")};06 39 98 00 05;;26400;Crest;12/05/1961;Institutrice;`,
    ";;;;;;;;;;",
  ].join("\r\n");

  const treasurer = await house.person({ language: "fr" });
  const { page } = treasurer;
  treasurer.foresee(422);
  await treasurer.visit("/import");
  await treasurer.press("import-look");
  await page.getByText(treasurer.says("import-nothing-handed")).waitFor();
  await page.setInputFiles("input[type=file]", { name: "salon.csv", mimeType: "text/csv", buffer: Buffer.from(list, "latin1") });
  await treasurer.press("import-look");
  await page.waitForURL(/\/import\/\d+$/);
  const here = new URL(page.url()).pathname;
  await treasurer.look();
  await treasurer.press("import-rehearse");
  await page.locator(".tally").waitFor();
  await treasurer.look();
  assert.equal((await find()).length, 6, "a rehearsal writes nothing");
  await decided();
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
  assert.equal(rest.length, 6);
  assert.ok(!rest.find((row) => row.id === anne).job_title, "what was changed is as it was");

  await treasurer.press("import-rehearse-again");
  await decided();
  await imported(1);

  /** Two of the three are known, one is new. */
  async function decided() {
    const doubts = page.locator(".import-doubt");
    await doubts.first().waitFor();
    assert.equal(await doubts.count(), 3);
    await page.getByRole("radio", { name: /^Anne/ }).click();
    await waited(2);
    await page.getByRole("radio", { name: /^Marc/ }).click();
    await waited(1);
    await page.getByRole("radio", { name: treasurer.says("import-doubt-new") }).click();
    await waited(0);
  }

  async function waited(count) {
    await page.waitForFunction((left) => document.querySelectorAll(".import-doubt").length === left, count);
  }

  async function imported(refused = 0) {
    await treasurer.visit(here);
    await page.getByRole("button", { name: /^Importer \d/ }).first().click();
    await page.locator(".import-done").waitFor();
    await treasurer.look();
    assert.equal((await find()).length, 9 - refused);
  }
}
