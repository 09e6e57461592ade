// A role is made, somebody is invited with it, signs in, and sees what it allows and nothing else.
import assert from "node:assert/strict";

export const title = "an administrator makes a role and invites somebody, who sees only what it allows";

export async function journey(house) {
  const admin = await house.person();
  const { page } = admin;
  const role = `Welcome desk ${house.run}`;
  const name = `ines-${house.run}`;

  await page.goto("/settings/roles");
  await admin.heading(admin.says("roles-title"));
  await page.locator("input[name=label]").fill(role);
  await page.locator("main form button[type=submit]").last().click();
  await page.waitForURL(/\/settings\/roles\/\d+$/);
  const permission = (machine) => page.locator(`input[name=permission][value="${machine}"]`);
  assert.ok(await permission("access CiviCRM").isChecked(), "a new role lets people in");
  assert.ok(!(await permission("view all contacts").isChecked()), "and nothing else");
  await permission("view all contacts").check();
  await page.getByRole("button", { name: admin.says("save"), exact: true }).click();
  await page.getByText(admin.says("said-saved")).waitFor();

  await page.goto("/settings/accounts");
  await page.locator("input[name=first_name]").fill("Inès");
  await page.locator("input[name=email]").fill(`${name}@example.org`);
  await page.locator("input[name=username]").fill(name);
  await page.locator("select[name=role]").selectOption({ label: role });
  await page.getByRole("button", { name: admin.says("account-invite") }).click();
  const link = await page.locator("a[href^='/welcome/']").getAttribute("href");

  const guest = await house.person({ signedIn: false });
  const words = "a quiet morning in the orchard";
  await guest.page.goto(link);
  await guest.page.locator("input[name=password]").fill(words);
  await guest.page.locator("input[name=repeated]").fill(words);
  await guest.page.locator("form button[type=submit]").click();
  await guest.page.waitForURL((url) => url.pathname === "/");
  await guest.page.goto("/contacts");
  await guest.heading(guest.says("contacts"));
  guest.foresee(403);
  const closed = await guest.page.goto("/settings/roles");
  assert.equal(closed.status(), 403, "roles are for administrators");
  assert.equal((await guest.page.goto("/contacts/new")).status(), 403, "adding was not allowed");

  await page.goto("/settings/accounts");
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("button", { name: admin.says("account-see-as") }).click();
  await page.getByRole("button", { name: admin.says("seen-as-stop") }).waitFor();
  assert.equal(await page.getByRole("link", { name: admin.says("roles-title") }).count(), 0);
  await page.getByRole("button", { name: admin.says("seen-as-stop") }).click();
  await page.waitForURL("**/settings/accounts");

  await page.getByRole("link", { name, exact: true }).click();
  await page.getByText(admin.says("account-is-active"), { exact: true }).click();
  await page.getByRole("button", { name: admin.says("save"), exact: true }).click();
  await page.getByText(admin.says("said-saved")).waitFor();
  await guest.page.goto("/contacts");
  assert.equal(new URL(guest.page.url()).pathname, "/sign-in", "whoever is disabled is out at once");
}
