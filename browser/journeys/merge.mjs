// Two records of one person: they are seen to be alike, become one, and become two again by one press.
import assert from "node:assert/strict";

export const title = "two records of one person become one, and two again";

export async function journey(house) {
  const last = `Lefèvre${house.run}`;
  const keep = await house.contact({ first_name: "Hélène", last_name: last, birth_date: "1980-02-01", "email_primary.email": `h${house.run}@example.org` });
  const other = await house.contact({ first_name: "HELENE", last_name: last.toUpperCase(), birth_date: "1980-02-01", nick_name: "Leni", "phone_primary.phone": "06 39 98 00 12" });
  await house.api("Note", "create", { values: { entity_table: "civicrm_contact", entity_id: other, note: "Apporte du miel" } });
  const secretary = await house.person({ language: "fr" });
  const { page } = secretary;
  const read = async (id) => (await house.api("Contact", "get", { select: ["is_deleted", "nick_name"], where: [["id", "=", id], ["is_deleted", "IN", [true, false]]] }))[0];

  // The pair shows up by itself; its reasons are told.
  const pair = page.locator("li.pair", { hasText: last });
  for (let tries = 0; ; tries += 1) {
    await secretary.visit("/duplicates");
    if ((await pair.count()) > 0) break;
    assert.ok(tries < 60, "the pair does not show up");
    await page.waitForTimeout(1_000);
  }
  await secretary.look();
  assert.match(await pair.innerText(), /même nom/);
  assert.match(await pair.innerText(), /même date de naissance/);

  await pair.getByRole("button", { name: secretary.says("duplicates-merge") }).click();
  await page.waitForURL(/\/merge\?/);
  await secretary.look();
  await page.getByRole("main").getByRole("button", { name: secretary.says("merge-do"), exact: true }).click();
  await secretary.told("said-merged");
  assert.deepEqual(await read(keep), { id: keep, is_deleted: false, nick_name: "Leni" });
  assert.equal((await read(other)).is_deleted, true);

  // The old number leads to the one that stayed.
  await page.getByRole("status").getByRole("button", { name: secretary.says("undo") }).click();
  await secretary.told("said-undone");
  assert.deepEqual(await read(keep), { id: keep, is_deleted: false, nick_name: null });
  assert.equal((await read(other)).is_deleted, false);
  const notes = await house.api("Note", "get", { select: ["entity_id"], where: [["note", "=", "Apporte du miel"], ["entity_id", "=", other]] });
  assert.equal(notes.length, 1);
}
