// Following a record and being named in a note: told on a page of one's own and on the home page, and taken back.
import assert from "node:assert/strict";

export const title = "somebody follows a record and is named by a colleague";

export async function journey(house) {
  const me = await house.person();
  const { page } = me;
  const run = house.run;
  const mill = await house.contact({ contact_type: "Organization", organization_name: `Moulin ${run}` });
  const writer = await house.contact({ first_name: "Noor", last_name: `Haddad${run}` });
  await house.api("User", "create", { values: { username: `noor-f-${run}`, uf_name: `noor-f-${run}@example.org`, contact_id: writer } });

  await me.visit(`/contacts/${mill}`);
  await me.press("following-follow");
  await me.told("said-follows");
  await page.getByRole("button", { name: me.says("following-leave") }).waitFor();
  // By somebody else: one's own deeds are not told.
  await house.api("Note", "create", { values: { entity_id: mill, contact_id: writer, note: `Grange libre ${run}, @${house.name} ?` } });
  await me.visit("/following");
  await page.getByText(`Grange libre ${run}`).first().waitFor();
  await page.getByRole("link", { name: `Moulin ${run}` }).first().waitFor();
  await me.look();
  await me.fits();
  await me.visit("/");
  await page.getByText(`Moulin ${run}`).first().waitFor();

  await me.visit(`/contacts/${mill}`);
  await me.press("following-leave");
  await me.told("said-leaves");
  await me.visit("/following");
  assert.equal(await page.getByRole("button", { name: me.says("following-leave-one", { name: `Moulin ${run}` }) }).count(), 0);
}
