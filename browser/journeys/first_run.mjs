// The first administrator: a link that works once, a password, and one is at home.
import assert from "node:assert/strict";

export const title = "the first administrator chooses a password and is at home";

export async function journey(house) {
  assert.ok(house.welcome, "give the one-time link that `ruche serve` prints: --welcome LINK");
  const guest = await house.person({ signedIn: false });
  const { page } = guest;
  const link = new URL(house.welcome).pathname;
  const choose = async (first, second) => {
    await guest.field("password-chosen").fill(first);
    await guest.field("password-repeated").fill(second);
    await guest.press("password-keep");
  };
  await guest.visit(link);
  await guest.heading(guest.says("password-first"));

  guest.foresee(422);
  await choose("a bee on every flower", "a bee on every tree");
  await page.getByText(guest.says("password-differs")).waitFor();
  await guest.look();

  await choose("a bee on every flower", "a bee on every flower");
  await page.waitForURL((url) => url.pathname === "/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await guest.look();
  await page.getByRole("button", { name: guest.says("sign-out") }).first().waitFor();

  const late = await house.person({ signedIn: false });
  late.foresee(410);
  await late.visit(link, 410);
  await late.heading(late.says("link-spent"));
  await late.follow("sign-in-go");
  await late.heading(late.says("sign-in-title"));
}
