// A web site lets people in by their account here: npm's openid-client finds out how, and checks what it is told.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { createServer } from "node:http";
import * as client from "openid-client";

export const title = "somebody signs in to the association's web site by their account here";

export async function journey(house) {
  // Node.js 18 has it under another name.
  globalThis.crypto ??= webcrypto;
  const admin = await house.person();
  const { page } = admin;
  await house.api("Setting", "set", { values: { ruche_address: house.url } });
  const there = await site();
  house.friends = new Set([there.origin]);
  try {
    await admin.visit("/settings/sites/new");
    await admin.field("oauth-name").fill(`Our web site ${house.run}`);
    await admin.field("oauth-back").fill(`${there.origin}/back`);
    await admin.press("save");
    const secret = await page.locator("textarea[name=once]").inputValue();
    const key = await page.locator("dl.facts-list code").first().textContent();
    await admin.look();

    const insecure = { execute: [client.allowInsecureRequests] };
    const config = await client.discovery(new URL(house.url), key.trim(), secret.trim(), undefined, insecure);
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const question = client.buildAuthorizationUrl(config, {
      redirect_uri: `${there.origin}/back`,
      scope: "openid profile email",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
    });

    // In the language of the house, on a phone, by somebody who is not signed in yet.
    const guest = await house.person({ language: "fr", width: 390, height: 844, signedIn: false });
    await guest.page.goto(question.href);
    await guest.field("sign-in-name").fill(house.name);
    await guest.field("sign-in-password").fill(house.password);
    await guest.press("sign-in-enter");
    await guest.page.getByText(guest.says("oauth-scope-openid")).waitFor();
    await guest.look();
    await guest.fits();
    await guest.press("oauth-allow");
    await guest.page.waitForURL(`${there.origin}/**`);

    const back = new URL(guest.page.url());
    const expected = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(config, back, expected);
    const said = tokens.claims();
    assert.equal(said.preferred_username, house.name);
    assert.ok(said.auth_time <= said.iat);
    const person = await client.fetchUserInfo(config, tokens.access_token, said.sub);
    assert.equal(person.preferred_username, said.preferred_username);
    const newer = await client.refreshTokenGrant(config, tokens.refresh_token);
    await client.tokenRevocation(config, newer.refresh_token);
    await assert.rejects(client.fetchUserInfo(config, newer.access_token, said.sub));
    await assert.rejects(client.authorizationCodeGrant(config, back, expected), "a code counts once");
  } finally {
    await house.api("Setting", "set", { values: { ruche_address: "" } });
    there.close();
    delete house.friends;
  }
}

// The web site: it needs an address to come back to, no more.
async function site() {
  const server = createServer((request, answer) => answer.end("<!doctype html><title>back</title>"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close().closeAllConnections() };
}
