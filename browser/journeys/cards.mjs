// Contacts from an address book, on a phone, in French, and without scripts.
import assert from "node:assert/strict";

export const title = "the cards of an address book are looked at, then become contacts";

export async function journey(house) {
  const family = `Carnet-${house.run}`;
  const known = await house.contact({ first_name: "Inès", last_name: family });
  // A number that nobody had in an earlier run.
  const digits = String(Date.now()).slice(-4);
  const cards = [
    "BEGIN:VCARD\nVERSION:3.0\n" + `N:${family};Zoé;;;\nTEL;TYPE=cell:07 58 12 ${digits}\nADR;TYPE=home:;;3 rue des Lilas;Nyons;;26110;France\nEND:VCARD`,
    `BEGIN:VCARD\nVERSION:4.0\nFN:Inès ${family}\nEND:VCARD`,
  ].join("\n");
  const find = () => house.api("Contact", "get", { select: ["id", "first_name"], where: [["last_name", "=", family]] });

  const phone = await house.person({ language: "fr", width: 390, height: 844 });
  await phone.visit("/contacts/vcards");
  await phone.fits();
  phone.foresee(422);
  await phone.press("cards-look");
  await phone.page.getByText(phone.says("cards-none")).waitFor();
  await phone.look();
  await phone.field("cards-paste").fill(cards);
  await phone.press("cards-look");
  await phone.page.getByText(`Zoé ${family}`).first().waitFor();
  await phone.look();
  await phone.fits();
  assert.equal((await find()).length, 1, "nothing is written yet");
  assert.equal(await phone.page.locator("input[name=card]:checked").count(), 1);
  await phone.press("cards-create");
  await phone.told("said-contacts-created");
  const made = (await find()).filter((row) => row.id !== known);
  assert.deepEqual(made.map((row) => row.first_name), ["Zoé"]);

  const plain = await house.person({ script: false });
  await plain.visit("/contacts/vcards");
  const other = `Feuillet-${house.run}`;
  await plain.field("cards-paste").fill(cards.replaceAll("Zoé", "Barnabé").replaceAll(`58 12 ${digits}`, `58 13 ${digits}`).replaceAll(family, other));
  await plain.press("cards-look");
  await plain.press("cards-create");
  await plain.told("said-contacts-created");
  const both = await house.api("Contact", "get", { select: ["id"], where: [["last_name", "=", other]] });
  assert.equal(both.length, 2);
}
