// A visitor with a telephone asks for a list in French, without a script; later they change their choices by their own link.
import assert from "node:assert/strict";

export const title = "a visitor subscribes with a telephone and changes their choices";

export async function journey(house) {
  const name = `La lettre ${house.run}`;
  const group = await house.api("Group", "create", { values: { title: name, "group_type:name": ["Mailing List"], visibility: "Public Pages", frontend_description: "Une fois par mois" } });
  const list = group[0].id;
  const email = `visiteuse.${house.run}@example.org`;
  const visitor = await house.person({ language: "fr", width: 390, height: 844, script: false, signedIn: false });
  const { page } = visitor;
  await page.goto("/subscribe");
  await visitor.heading(visitor.says("subscription-join"));
  await visitor.fits();
  await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await visitor.field("field-Email-email").fill(email);
  await visitor.press("subscription-ask");
  await visitor.heading(visitor.says("subscription-sent"));
  await visitor.fits();
  const places = () => house.api("GroupContact", "get", { select: ["contact_id", "status"], where: [["group_id", "=", list]] });
  let [place] = await places();
  assert.equal(place.status, "Pending", "nobody is in before they have confirmed");

  // An address that nobody knows gets the same answer.
  await page.goto("/preferences");
  await visitor.field("field-Email-email").fill(`personne.${house.run}@example.org`);
  await visitor.press("subscription-link-send");
  await visitor.heading(visitor.says("subscription-sent"));

  const [signed] = await house.api("Contact", "getChecksum", { contactId: place.contact_id });
  await page.goto(`/preferences?cid=${place.contact_id}&cs=${signed.checksum}`);
  await visitor.fits();
  await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("checkbox", { name: visitor.says("subscription-by-phone") }).uncheck();
  await visitor.press("subscription-save");
  await page.getByText(visitor.says("subscription-saved")).waitFor();
  [place] = await places();
  assert.equal(place.status, "Added");
  const [person] = await house.api("Contact", "get", { select: ["do_not_phone", "do_not_email"], where: [["id", "=", place.contact_id]] });
  assert.deepEqual([person.do_not_phone, person.do_not_email], [true, false]);
  visitor.foresee(410);
  await page.goto(`/preferences?cid=${place.contact_id}&cs=${signed.checksum.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))}`);
  await visitor.heading(visitor.says("subscription-spent"));

  // Whoever comes by a letter reads on in its language; whoever is signed in, in the one that they use the site in.
  await house.api("Contact", "update", { values: { preferred_language: "en_US" }, where: [["id", "=", place.contact_id]] });
  await page.goto(`/preferences?cid=${place.contact_id}&cs=${signed.checksum}`);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  const colleague = await house.person({ language: "fr", width: 1280, height: 800 });
  const [self] = await house.api("Contact", "get", { select: ["preferred_language"], where: [["id", "=", "user_contact_id"]] });
  assert.notEqual(self.preferred_language, "fr_FR", "their letters are in another language than the site");
  await colleague.page.goto("/preferences");
  assert.equal(await colleague.page.locator("html").getAttribute("lang"), "fr");
}
