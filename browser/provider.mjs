// A provider of sign-in (OpenID Connect) for journeys: npm's oidc-provider with two people, on a free port.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const PEOPLE = {
  known: { email_verified: true, given_name: "Noor", family_name: "Haddad" },
  unverified: { email_verified: false },
};

export const CLIENT = "ruche";
export const SECRET = "a secret that both of them know";

// `emails`: the addresses of the people, by their names there. `back`: where the site wants them sent back to.
export async function provider(emails, back) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${server.address().port}`;
  const oidc = new Provider(issuer, {
    clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [back], response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["given_name", "family_name", "name"] },
    findAccount: (context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: emails[id] ?? `${id}@example.org`, ...(PEOPLE[id] ?? PEOPLE.known) }),
    }),
    pkce: { required: () => true, methods: ["S256"] },
    cookies: { keys: ["journeys"] },
  });
  server.on("request", oidc.callback());
  return { issuer, close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}
