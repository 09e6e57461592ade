// The door: a wrong password, the right one, and out again.
import assert from "node:assert/strict";

export const title = "somebody signs in and out";

export async function journey(house) {
  const guest = await house.person({ signedIn: false });
  const { page } = guest;
  await page.goto("/contacts");
  assert.equal(new URL(page.url()).pathname, "/sign-in", "the list is behind the door");
  await guest.look();

  guest.foresee(422);
  await guest.field("sign-in-name").fill(house.name);
  await guest.field("sign-in-password").fill("certainly not this one");
  await guest.press("sign-in-enter");
  await page.getByText(guest.says("sign-in-refused")).waitFor();
  assert.equal(await guest.field("sign-in-name").inputValue(), house.name, "the name need not be typed again");
  assert.equal(await guest.field("sign-in-password").inputValue(), "");
  await guest.look();

  await guest.field("sign-in-password").fill(house.password);
  await guest.press("sign-in-enter");
  await page.waitForURL("**/contacts");
  await guest.heading(guest.says("contacts"));
  const cookies = await guest.context.cookies();
  assert.ok(cookies.every((cookie) => cookie.httpOnly && cookie.sameSite !== "None"), JSON.stringify(cookies));

  await guest.press("sign-out");
  await page.getByText(guest.says("signed-out")).waitFor();
  await guest.look();
  await page.goto("/contacts");
  assert.equal(new URL(page.url()).pathname, "/sign-in", "the door has shut");
  await page.goBack();
  assert.equal(await page.getByRole("button", { name: guest.says("sign-out") }).count(), 0, "no page comes back from a cache");
}
