// A branch gets a site of its own, whose people are kept apart; and a member sees the page that is theirs.
import assert from "node:assert/strict";

export const title = "a branch gets its own site and sees its own people, and a member sees a page of their own";

export async function journey(house) {
  const port = new URL(house.url).port;
  const branch = `Antenne ${house.run}`;
  const there = `http://b${house.run}.localhost:${port}`;
  const words = "a quiet morning in the orchard";

  // The site, on its page, by somebody on a phone.
  const boss = await house.person({ language: "fr", width: 390, height: 844 });
  await boss.visit("/settings/multisite/new");
  await boss.fits();
  await boss.page.locator("input[name=name]").fill(branch);
  await boss.page.locator("input[name=address]").fill(there);
  await boss.page.locator("select[name=lcMessages]").selectOption("fr_FR");
  await boss.page.locator("input[name=apart][type=checkbox]").check();
  await boss.page.locator("main form button[type=submit]").first().click();
  await boss.told("said-saved");
  await boss.look();
  await boss.fits();
  await boss.page.getByRole("link", { name: there }).waitFor();

  // Somebody who works there, and a contact who is of another place.
  const family = `Ailleurs${house.run}`;
  await house.contact({ first_name: "Zoé", last_name: family });
  const [site] = await house.api("Domain", "get", { where: [["name", "=", branch]] });
  const permissions = ["access CiviCRM", "add contacts", "edit all contacts in domain"];
  const [role] = await house.api("Role", "create", { values: { name: `b${house.run}`, label: branch, permissions } });
  await account(house, { username: `local${house.run}`, roles: [role.id], domain_id: site.id, password: words });

  house.friends = new Set([there]);
  const local = await house.person({ language: "fr", signedIn: false });
  await enter(local, `${there}/sign-in`, `local${house.run}`, words);
  await local.page.goto(`${there}/contacts/new`);
  await local.page.getByText(branch).first().waitFor();
  await local.page.locator("input[name=first_name]").fill("Inès");
  await local.page.locator("input[name=last_name]").fill(`Ici${house.run}`);
  await local.page.locator("input[name=last_name]").press("Enter");
  await local.page.waitForURL(/\/contacts\/\d+$/);
  await local.page.goto(`${there}/contacts`);
  await local.page.getByText(`Ici${house.run}`).first().waitFor();
  assert.equal(await local.page.getByText(family).count(), 0, "people of other places are not shown");
  house.friends = undefined;

  // The same account is nobody's at the main site.
  const lost = await house.person({ language: "fr", signedIn: false });
  lost.foresee(422);
  await enter(lost, "/sign-in", `local${house.run}`, words);
  await lost.page.locator("input[type=password]").waitFor();
  assert.equal(new URL(lost.page.url()).pathname, "/sign-in");

  // A member, with nothing but their own.
  const mother = await house.contact({ first_name: "Claire", last_name: family });
  const child = await house.contact({ first_name: "Tom", last_name: family });
  const tie = { contact_id_a: child, contact_id_b: mother, "relationship_type_id:name": "Child of", is_permission_b_a: 1 };
  await house.api("Relationship", "create", { values: tie });
  const own = ["view my contact", "edit my contact"];
  const [member] = await house.api("Role", "create", { values: { name: `m${house.run}`, label: family, permissions: own } });
  await account(house, { username: `claire${house.run}`, roles: [member.id], contact_id: mother, password: words });
  const claire = await house.person({ language: "fr", width: 390, height: 844, signedIn: false });
  await enter(claire, "/sign-in", `claire${house.run}`, words);
  await claire.page.waitForURL((url) => url.pathname === "/me");
  await claire.look();
  await claire.fits();
  await claire.page.getByRole("link", { name: /Tom/ }).click();
  await claire.page.getByRole("link", { name: claire.says("me-change") }).click();
  await claire.page.locator("input[name='phone_primary.phone']").fill("06 39 98 00 11");
  await claire.look();
  await claire.fits();
  await claire.page.locator("main form button[type=submit]").last().click();
  await claire.page.getByText("06 39 98 00 11").waitFor();
  const [phone] = await house.api("Phone", "get", { where: [["contact_id", "=", child]] });
  assert.equal(phone.phone, "06 39 98 00 11");
}

// An account with a password; whoever makes it proves who they are.
async function account(house, values) {
  await house.api("User", "create", { values: { ...values, actorPassword: house.password } });
}

async function enter(person, address, name, words) {
  await person.page.goto(address);
  await person.field("sign-in-name").fill(name);
  await person.field("sign-in-password").fill(words);
  await person.press("sign-in-enter");
  await person.page.waitForLoadState("load");
}
