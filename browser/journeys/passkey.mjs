// A key of one's own device instead of a password: made, used, taken away. Chromium plays the device (CDP).
import assert from "node:assert/strict";

export const title = "somebody signs in with a passkey, and a copied one is known for what it is";

export async function journey(house) {
  // Passkeys belong to a name, never to a number.
  const local = Object.assign(Object.create(Object.getPrototypeOf(house)), house, { url: house.url.replace("127.0.0.1", "localhost") });
  const one = await local.person({ signedIn: false });
  const device = await one.context.newCDPSession(one.page);
  await device.send("WebAuthn.enable");
  const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });

  await one.signIn();
  await one.visit("/account");
  await one.field("passkey-name").fill("My telephone");
  const form = one.page.locator("form[data-passkey=new]");
  await form.locator("input[type=password]").fill(house.password);
  await one.press("passkey-new");
  await one.page.getByText("My telephone").waitFor();
  const { credentials } = await device.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);

  await one.context.clearCookies();
  await one.visit("/sign-in?next=/account");
  await one.press("passkey-enter");
  await one.page.waitForURL((url) => url.pathname === "/account");

  // Whoever does not pass at the device does not pass here.
  await one.context.clearCookies();
  await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await one.visit("/sign-in");
  await one.press("passkey-enter");
  await one.page.getByText(one.says("passkey-failed")).waitFor();
  await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });

  // A copy that counts from the beginning again is known for one.
  const [key] = (await device.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  await device.send("WebAuthn.removeCredential", { authenticatorId, credentialId: key.credentialId });
  await device.send("WebAuthn.addCredential", { authenticatorId, credential: { ...key, signCount: 0 } });
  one.foresee(422);
  await one.visit("/sign-in");
  await one.press("passkey-enter");
  await one.page.getByText(one.says("passkey-refused")).waitFor();

  await one.signIn();
  await one.visit("/account");
  await one.press("passkey-end");
  await one.page.getByText("My telephone").waitFor({ state: "detached" });
}
