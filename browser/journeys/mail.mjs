// Mail is set up against a server that keeps what it is given, tried out, and used to write to somebody.
import assert from "node:assert/strict";
import { createServer } from "node:net";

export const title = "mail is set up, tried, and a letter reaches its reader and the thread";

// As much of SMTP as one program needs to say to another.
function sink() {
  const kept = [];
  const server = createServer((socket) => {
    let rest = "";
    let letter = null;
    const say = (words) => socket.write(`${words}\r\n`);
    say("220 sink");
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      rest += bytes.toString("utf8");
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (letter !== null) {
          if (line !== ".") letter += `${line}\n`;
          else {
            kept.push(letter);
            letter = null;
            say("250 taken");
          }
        } else if (line.startsWith("EHLO")) say("250-sink\r\n250 8BITMIME");
        else if (line === "DATA") {
          letter = "";
          say("354 go on");
        } else if (line === "QUIT") {
          say("221 bye");
          socket.end();
        } else say("250 ok");
      }
    });
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ kept, port: server.address().port, close: () => server.close() })));
}

const until = async (what) => {
  for (let tries = 0; tries < 240 && !what(); tries += 1) await new Promise((done) => setTimeout(done, 250));
  assert.ok(what(), "it arrived in time");
};

export async function journey(house) {
  const server = await sink();
  try {
    await write(house, server);
  } finally {
    await house.api("Setting", "set", { values: { mailing_backend: { outBound_option: "3" } } });
    server.close();
  }
}

async function write(house, server) {
  await house.api("Email", "create", { values: { contact_id: "user_contact_id", email: `moi-${house.run}@example.org` } });
  const staff = await house.person({ language: "fr" });
  const { page } = staff;

  await staff.visit("/settings/mail");
  // The first of the ways: by a server.
  await page.getByRole("radio").first().check();
  await staff.field("mail-server").fill("127.0.0.1");
  await staff.field("mail-port").fill(String(server.port));
  await staff.field("mail-protection").selectOption("none");
  await staff.look();
  await staff.press("save");
  await staff.told("said-saved");
  await staff.visit("/settings/mail/addresses");
  await staff.field("mail-address-name").fill("L'Amicale");
  await staff.field("mail-address-email").fill(`amicale-${house.run}@example.org`);
  await staff.press("mail-address-add");
  await staff.told("said-saved");
  await staff.look();

  await staff.visit("/settings/mail");
  await staff.press("mail-test");
  await page.getByText("est parti").first().waitFor();
  await staff.look();
  assert.equal(server.kept.length, 1);

  const family = `Lettre-${house.run}`;
  const id = await house.contact({ first_name: "Zoé", last_name: family });
  await house.api("Email", "create", { values: { contact_id: id, email: `zoe-${house.run}@example.org` } });
  await staff.visit(`/letters/new?to=${id}`);
  await staff.field("letter-subject").fill(`Assemblée ${house.run}`);
  await page.locator(".rich [contenteditable]").fill("Bonjour {contact.first_name}, venez samedi !");
  await staff.look();
  await staff.press("letter-look");
  await page.getByText("Bonjour Zoé, venez samedi").waitFor();
  await staff.look();
  await staff.press("letter-send");
  await staff.told("said-letter-sent");
  await page.getByRole("link", { name: `Assemblée ${house.run}` }).first().waitFor();
  await until(() => server.kept.length === 2);
  assert.match(server.kept[1], /Zo=C3=A9|Zoé|Wm/);
  const [kept] = await house.api("Activity", "get", {
    select: ["details", "activity_type_id:name"],
    where: [["subject", "=", `Assemblée ${house.run}`]],
  });
  assert.equal(kept["activity_type_id:name"], "Email");
  assert.match(kept.details, /Bonjour Zoé/);

  // Somebody who wants no e-mail is named and left out; on a phone.
  const shy = await house.contact({ first_name: "Taiseux", last_name: family, do_not_email: true });
  const phone = await house.person({ language: "fr", width: 390, height: 844 });
  await phone.visit(`/letters/new?to=${id}&to=${shy}`);
  await phone.page.getByText(`Taiseux ${family}`).first().waitFor();
  await phone.look();
  await phone.fits();
  await phone.visit("/settings/outbox");
  await phone.page.getByRole("link", { name: `Assemblée ${house.run}` }).first().waitFor();
  await phone.look();
  await phone.fits();
}
