// Signing in by an account elsewhere: set up by an administrator, used by somebody known, refused to everybody else.
import assert from "node:assert/strict";
import { CLIENT, SECRET, provider } from "../provider.mjs";

export const title = "somebody signs in by an account that they have elsewhere";

export async function journey(house) {
  const admin = await house.person();
  const { page } = admin;
  const name = `noor-${house.run}`;
  const email = `${name}@example.org`;
  // The program has no address of its own in these trials.
  await house.api("Setting", "set", { values: { ruche_address: house.url } });
  const [role] = await house.api("Role", "create", { values: { name, label: name, permissions: ["access CiviCRM", "view all contacts"] } });
  const noor = await house.contact({ first_name: "Noor", last_name: "Haddad" });
  await house.api("User", "create", { values: { username: name, uf_name: email, contact_id: noor, roles: [role.id] } });
  const there = await provider({ known: email, unverified: email, stranger: `stranger-${house.run}@example.org` }, `${house.url}/sign-in/provider/back`);
  house.friends = new Set([there.issuer]);
  try {
    await admin.visit("/settings/provider");
    await admin.field("provider-label").fill("Maison");
    await admin.field("provider-issuer").fill("http://example.org");
    await admin.field("provider-client").fill(CLIENT);
    await admin.field("provider-secret").fill(SECRET);
    admin.foresee(422);
    await admin.press("save");
    await page.getByText(admin.says("problem-issuer")).first().waitFor();
    await admin.field("provider-issuer").fill(there.issuer);
    await page.locator("input[name=is_active][value='1']").setChecked(true, { force: true });
    await admin.field("provider-secret").fill(SECRET);
    await admin.press("save");
    await admin.told("said-saved");
    assert.ok(!(await page.content()).includes(SECRET), "the secret is never shown again");
    await admin.look();

    // Each time in a browser of its own: the provider remembers who was there.
    const arrive = async (who) => {
      const guest = await house.person({ signedIn: false });
      guest.foresee(403);
      await guest.page.goto("/contacts");
      await guest.page.getByRole("link", { name: guest.says("provider-enter", { name: "Maison" }) }).click();
      await guest.page.waitForURL(`${there.issuer}/**`);
      await guest.page.locator("input[name=login]").fill(who);
      await guest.page.locator("input[name=password]").fill("anything");
      await guest.page.locator("button[type=submit]").click();
      await guest.page.locator("button[type=submit]").click();
      await guest.page.waitForURL(`${house.url}/**`);
      return guest;
    };
    const known = await arrive("known");
    await known.page.waitForURL("**/contacts");
    await known.heading(known.says("contacts"));

    const unverified = await arrive("unverified");
    await unverified.page.getByText(unverified.says("provider-unverified")).waitFor();
    await unverified.look();
    const stranger = await arrive("stranger");
    await stranger.page.getByText(stranger.says("provider-unknown")).waitFor();
    assert.equal((await house.api("User", "get", { where: [["uf_name", "=", `stranger-${house.run}@example.org`]] })).length, 0);

    // An answer that this browser has not asked for counts for nothing.
    const lured = await house.person({ signedIn: false });
    lured.foresee(422);
    const answer = await lured.page.goto("/sign-in/provider/back?code=stolen&state=guessed");
    assert.equal(answer.status(), 422);
    await lured.page.getByText(lured.says("provider-refused")).waitFor();
  } finally {
    await page.goto("/settings/provider");
    await page.locator("input[name=is_active][value='1']").setChecked(false, { force: true });
    await admin.press("save");
    await admin.told("said-saved");
    await house.api("Setting", "set", { values: { ruche_address: "" } });
    await there.close();
    delete house.friends;
  }
}
