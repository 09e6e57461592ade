// A volunteer brings the exchanges of a fair in, in French: what all rows have in common is said once, the columns are
// kept as a template, a refused row is tried again, and all of it is taken back.
import assert from "node:assert/strict";

export const title = "a list of exchanges comes in with a value for every row, by a template, and goes out again";

export async function journey(house) {
  const last = `Foire${house.run}`;
  const mail = (name) => `${name}.${house.run}@example.org`;
  const anne = await house.contact({ first_name: "Anne", last_name: last, "email_primary.email": mail("anne") });
  const luc = await house.contact({ first_name: "Luc", last_name: last, "email_primary.email": mail("luc") });
  const subject = `Stand ${house.run}`;
  const find = () => house.api("Activity", "get", {
    select: ["activity_type_id:name", "target_contact_id", "assignee_contact_id", "duration"],
    where: [["subject", "=", subject]],
    orderBy: { id: "ASC" },
  });
  // A column of its own for each run: a list of the same columns would be read as the last one was.
  const list = [
    `E-mail;Objet;Date;Minutes;Responsable;Lot ${house.run}`,
    `${mail("anne")};${subject};15/11/2026 14:30;45;Luc ${last};`,
    `${mail("luc")};${subject};15/11/2026 15h;;;`,
    `${mail("zoe")};${subject};15/11/2026;;;`,
  ].join("\n");

  const volunteer = await house.person({ language: "fr" });
  const { page } = volunteer;
  volunteer.foresee(422);
  const handIn = async () => {
    await page.setInputFiles("input[type=file]", { name: "salon.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
    await volunteer.press("import-look");
    await page.waitForURL(/\/import\/\d+$/);
  };
  await volunteer.visit("/import");
  await page.selectOption("select[name=kind]", "Activity");
  await handIn();
  // Without a type no exchange can be: the page says so, and one value for every row mends it.
  await volunteer.press("import-rehearse");
  await page.getByText(/Aucune colonne ne remplit/).waitFor();
  await page.selectOption("select[name=always-goal-0]", { label: "Type" });
  await page.fill("input[name=always-value-0]", "Rendez-vous");
  await page.fill("input[name=template]", `Foire ${house.run}`);
  await volunteer.press("import-template-keep");
  await volunteer.told("said-import-template-kept");
  await volunteer.look();
  await volunteer.press("import-rehearse");
  await page.locator(".tally").waitFor();
  await volunteer.look();
  assert.deepEqual(await find(), [], "a rehearsal writes nothing");
  const here = new URL(page.url()).pathname;
  await page.getByRole("button", { name: /^Importer \d/ }).first().click();
  await page.locator(".import-done").waitFor();
  const found = await find();
  assert.deepEqual(found.map((row) => row.target_contact_id), [[anne], [luc]]);
  assert.deepEqual([found[0]["activity_type_id:name"], found[0].assignee_contact_id, found[0].duration], ["Meeting", [luc], 45]);

  // Zoé becomes known: her row is tried again.
  await house.contact({ first_name: "Zoé", last_name: last, "email_primary.email": mail("zoe") });
  await volunteer.visit(`${here}?show=refused`);
  await volunteer.press("import-again");
  await page.locator(".import-done").waitFor();
  for (let tries = 0; (await find()).length < 3; tries += 1) {
    assert.ok(tries < 30, "the row is not tried again");
    await page.waitForTimeout(500);
  }
  await volunteer.visit(here);
  await volunteer.follow("import-undo");
  await volunteer.press("import-undo");
  await page.locator(".rehearse").waitFor();
  assert.deepEqual(await find(), []);

  // The next list starts from the template.
  await volunteer.visit("/import/templates");
  await page.getByRole("link", { name: `Foire ${house.run}` }).first().click();
  await page.waitForURL(/template=/);
  await handIn();
  assert.equal(await page.inputValue("input[name=always-value-0]"), "Rendez-vous");
  await volunteer.look();
}
