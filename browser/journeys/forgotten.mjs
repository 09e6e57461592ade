// A forgotten password: nobody learns who has an account, and without mail one is told whom to ask.
import assert from "node:assert/strict";

export const title = "somebody who has forgotten a password asks for a link";

export async function journey(house) {
  const guest = await house.person({ signedIn: false, language: "fr", width: 390 });
  const { page } = guest;
  await guest.visit("/sign-in");
  await guest.follow("sign-in-forgotten");
  await page.getByText(guest.says("forgotten-no-mail")).waitFor();
  await guest.look();

  await house.api("Setting", "set", {
    values: {
      ruche_address: house.url,
      // A server that is not there: what is laid down waits.
      mailing_backend: { outBound_option: "0", smtpServer: "127.0.0.1", smtpPort: "9" },
    },
  });
  try {
    const heard = async (name) => {
      await guest.visit("/sign-in/forgotten");
      await guest.field("sign-in-name").fill(name);
      await guest.press("forgotten-send");
      const said = page.getByText(guest.says("forgotten-heard"));
      await said.waitFor();
      return (await page.locator("main").innerText()).replaceAll(/\s+/g, " ").trim();
    };
    const known = await heard(house.name);
    assert.equal(await heard(`nobody-${house.run}`), known, "known and unknown names hear the same");
    await guest.look();
    await guest.fits();
  } finally {
    await house.api("Setting", "set", { values: { ruche_address: "", mailing_backend: { outBound_option: "2" } } });
  }
}
