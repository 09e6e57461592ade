// The list of a board is pasted and brought in, an election is counted and proclaimed, and undo takes its terms back.
import assert from "node:assert/strict";

export const title = "a board comes in by its list and is renewed by an election";

export async function journey(house) {
  const family = `Conseil-${house.run}`;
  const [body] = await house.api("Contact", "create", { values: { contact_type: "Organization", organization_name: `Asso ${family}` } });
  const staff = await house.person({ language: "fr" });
  const { page } = staff;
  const path = `/contacts/${body.id}/offices`;
  await staff.visit(path);
  const usual = page.getByRole("button", { name: staff.says("offices-usual") });
  if (await usual.count()) {
    await usual.click();
    await staff.told("said-saved");
  }
  await staff.visit(`${path}/list`);
  await page.locator("textarea[name=list]").fill(`Nom\tFonction\tDepuis\nClaire ${family}\tPrésidente\t2022\nMalik ${family}\tTrésorier\t12/04/2023\n`);
  await staff.press("roster-look");
  await page.locator(".roster .tied").getByText(`Malik ${family}`).first().waitFor();
  await staff.look();
  const before = await house.api("Contact", "get", { select: ["id"], where: [["last_name", "=", family]] });
  assert.equal(before.length, 0, "looking changes nothing");
  await staff.press("roster-go");
  await staff.told("said-roster-brought");
  await staff.look();
  await staff.follow("election-new");
  await page.locator("input[name=title]").fill("Assemblée générale");
  await page.locator("input[name=held_on]").fill("2026-04-01");
  await staff.look();
  await staff.press("save");
  await staff.told("said-saved");
  for (const first of ["Claire", "Malik"]) {
    await page.locator("input[name=who]").fill(`${first} ${family}`);
    await page.getByRole("button", { name: staff.says("candidate-add-do") }).last().click();
    await page.locator(".ballot").getByRole("link", { name: `${first} ${family}` }).waitFor();
  }
  const votes = page.locator("input[name^=votes-]");
  await votes.nth(0).fill("12");
  await votes.nth(1).fill("31");
  await staff.press("election-tally");
  await page.locator("input[name^=elected-]:checked").waitFor();
  await staff.look();
  await staff.press("election-close");
  await staff.told("said-election-closed");
  await staff.look();
  const select = ["contact_id_a.first_name", "start_date", "end_date"];
  const terms = () => house.api("Relationship", "get", { select, where: [["contact_id_b", "=", body.id]], orderBy: { id: "ASC" } });
  const opened = (await terms()).map((row) => [row["contact_id_a.first_name"], row.start_date, row.end_date]);
  assert.deepEqual(opened, [
    ["Claire", "2022-01-01", "2026-03-31"],
    ["Malik", "2023-04-12", null],
    ["Malik", "2026-04-01", null],
  ]);
  await page.getByRole("status").getByRole("button", { name: staff.says("undo") }).click();
  await staff.told("said-undone");
  assert.equal((await terms()).length, 2, "undo closes what the result opened");
  await staff.visit("/committees");
  await page.getByText(`Asso ${family}`).first().waitFor();
}
