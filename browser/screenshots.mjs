// Takes a picture of every page: node screenshots.mjs --url URL --name NAME --password WORDS --key KEY [PAGE...]
import { mkdirSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { House, launch } from "./house.mjs";

const text = { type: "string" };
const { values: given, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { url: text, name: text, password: text, key: text, welcome: text },
});
const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const folder = path("target/screenshots");
// What a picture in the README may weigh, in bytes, and one of the manual, which the program carries.
const LIGHT = 250_000;
const FEATHER = 60_000;

const browser = await launch();
const house = new House(browser, { ...given, url: given.url.replace(/\/$/, "") }, folder);
const pages = (await scene()).filter((page) => wanted.length === 0 || wanted.includes(page.name));
if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let taken = 0;
for (const language of pages.length ? ["en", "fr"] : []) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const style = { language, theme, width, height: width === 390 ? 844 : 800 };
      const outside = await house.person({ ...style, signedIn: false });
      const inside = await house.person(style);
      for (const page of pages) {
        await take(page.open ? outside : inside, page, `${page.name}-${language}-${theme}-${width}`);
      }
      await house.empty();
    }
  }
}
if (wanted.length === 0) await picture();
if (wanted.length === 0 || wanted.includes("manual")) await manual();
await browser.close();
console.log(`${taken} pictures in ${folder}`);

// A group with members, a tag that some people wear, a note: what an association has after its first week.
async function people() {
  const found = await house.api("Contact", "get", { select: ["id"], where: [["contact_type", "=", "Individual"], ["is_deleted", "=", false]], orderBy: { id: "ASC" }, limit: 24 });
  const values = { title: "Bénévoles de l'été", description: "Celles et ceux qui tiennent la buvette et les ateliers.", "group_type:name": ["Mailing List"] };
  const [group] = await house.api("Group", "create", { values });
  await house.api("GroupContact", "save", { records: found.map(({ id }) => ({ group_id: group.id, contact_id: id })) });
  const [tag] = await house.api("Tag", "get", { select: ["id"], where: [["name", "=", "Volunteer"]] });
  const worn = found.slice(0, 9).map(({ id }) => ({ tag_id: tag.id, entity_table: "civicrm_contact", entity_id: id }));
  await house.api("EntityTag", "save", { records: worn });
  return group.id;
}

// People of a believable association, and the pages that show them.
async function scene() {
  const [me] = await house.api("User", "get", { select: ["contact_id"], where: [["username", "=", given.name]] });
  const named = { first_name: "Camille", last_name: "Perrin" };
  await house.api("Contact", "update", { where: [["id", "=", me.contact_id]], values: named });
  await house.api("Domain", "update", { where: [["id", "=", 1]], values: { name: "Les Amis du Rucher" } });
  const [france] = await house.api("Country", "get", { select: ["id"], where: [["iso_code", "=", "FR"]] });
  const place = { lcMessages: "fr_FR", defaultContactCountry: france.id, timezone: "Europe/Paris", defaultCurrency: "EUR", weekBegins: 1 };
  await house.api("Setting", "set", { values: place });
  const group = await people();
  const one = async (where) => (await house.api("Contact", "get", { select: ["id"], where: [["is_deleted", "=", false], ...where], orderBy: { id: "ASC" }, limit: 1 }))[0]?.id;
  const person = await one([["contact_type", "=", "Individual"], ["job_title", "IS NOT EMPTY"], ["address_primary.city", "IS NOT EMPTY"], ["phone_primary.phone", "IS NOT EMPTY"], ["birth_date", "IS NOT EMPTY"]]);
  const household = await one([["contact_type", "=", "Household"]]);
  const organisation = await one([["contact_type", "=", "Organization"], ["id", ">", 1]]);
  const [kept] = await house.api("SavedSearch", "get", { select: ["id"], where: [["name", "=", "report_contacts_summary"]] });
  const colleague = (await house.api("User", "create", { values: { username: "amelie", uf_name: "amelie@example.org", contact_id: person } }))[0];
  const followed = { contact_id: me.contact_id, entity_table: "civicrm_contact" };
  for (const id of [household, organisation]) await house.api("Follow", "create", { values: { ...followed, entity_id: id } });
  await house.api("Follow", "create", { values: { ...followed, entity_table: "civicrm_group", entity_id: group } });
  await house.api("Note", "create", { values: { entity_id: organisation, contact_id: colleague.contact_id ?? person, note: "Ils prêtent leur grange en juin. @Camille Perrin, peux-tu confirmer ?" } });
  return [
    { name: "following", path: "/following" },
    { name: "privacy-terms", path: "/settings/privacy/terms" },
    { name: "multisite", path: "/settings/multisite" },
    { name: "multisite-new", path: "/settings/multisite/new" },
    { name: "own-page", path: "/me" },
    { name: "connected-sites", path: "/settings/sites" },
    { name: "connected-new", path: "/settings/sites/new" },
    { name: "directory", path: "/settings/directory" },
    { name: "privacy-register", path: "/settings/privacy" },
    { name: "privacy-retention", path: "/settings/privacy/retention/1" },
    { name: "privacy-consents", path: `/contacts/${person}/consents?purpose=3` },
    { name: "privacy-dossier", path: `/contacts/${person}/dossier` },
    { name: "privacy-anonymise", path: `/contacts/${person}/anonymise` },
    { name: "sign-in", path: "/sign-in", open: true },
    { name: "sign-in-forgotten", path: "/sign-in/forgotten", open: true },
    { name: "home", path: "/" },
    { name: "contacts", path: "/contacts" },
    { name: "contacts-filtered", path: "/contacts?type=Individual&city=Paris" },
    { name: "contacts-nothing", path: "/contacts?q=zzzz" },
    { name: "columns", path: "/contacts/columns" },
    { name: "fields", path: "/settings/fields" },
    { name: "fields-set", path: "/settings/fields/new" },
    { name: "fields-lists", path: "/settings/fields/lists" },
    { name: "groups", path: "/groups" },
    { name: "group", path: `/groups/${group}` },
    { name: "group-new", path: "/groups/new" },
    { name: "tags", path: "/tags" },
    { name: "documents", path: "/documents" },
    { name: "group-messages", path: `/groups/${group}/messages` },
    { name: "subscriptions", path: "/settings/subscriptions" },
    { name: "subscribe", path: "/subscribe" },
    { name: "preferences", path: "/preferences" },
    { name: "search", path: "/search" },
    { name: "search-new", path: "/search/new" },
    { name: "search-people", path: "/search/new?preset=birthdays" },
    { name: "search-towns", path: "/search/new?preset=towns" },
    { name: "search-map", path: `/search/new?s=${encodeURIComponent(JSON.stringify({ e: "Contact", p: { select: ["display_name", "address_primary.geo_code_1", "address_primary.geo_code_2"], where: [["address_primary.country_id:name", "=", "FR"]] }, d: "map" }))}` },
    { name: "search-near", path: `/search/new?s=${encodeURIComponent(JSON.stringify({ e: "Contact", p: { select: ["display_name", "address_primary.city"], where: [["address_primary.proximity", "<=", { distance: 20, distance_unit: "km", address: "Die" }]] }, d: "table" }))}` },
    { name: "search-file", path: `/search/file?s=${encodeURIComponent(JSON.stringify({ e: "Contact", p: { select: ["display_name", "address_primary.city"] }, d: "table" }))}` },
    { name: "search-segments", path: "/search/segments" },
    { name: "search-display", path: `/search/${kept.id}/display` },
    { name: "search-about", path: `/search/${kept.id}/about` },
    { name: "embedding", path: "/settings/embedding" },
    { name: "everything", path: "/settings/everything" },
    { name: "board-arrange", path: "/dashboard?arrange" },
    { name: "reports", path: "/reports" },
    { name: "report-months", path: "/reports/contacts-by-month" },
    { name: "dashboard", path: "/dashboard" },
    { name: "find", path: "/find?q=martin" },
    { name: "person-relationships", path: `/contacts/${person}/relationships` },
    { name: "person-groups", path: `/contacts/${person}/groups` },
    { name: "person-offices", path: `/contacts/${person}/offices` },
    { name: "committees", path: "/committees" },
    { name: "jobs", path: "/jobs" },
    { name: "settings-relationships", path: "/settings/relationships" },
    { name: "person", path: `/contacts/${person}` },
    { name: "person-ways", path: `/contacts/${person}/edit/ways` },
    { name: "person-edit", path: `/contacts/${person}/edit` },
    { name: "person-files", path: `/contacts/${person}/files` },
    { name: "person-photo", path: `/contacts/${person}/photo` },
    { name: "household", path: `/contacts/${household}` },
    { name: "organisation", path: `/contacts/${organisation}` },
    { name: "person-activities", path: `/contacts/${person}/activities` },
    { name: "person-notes", path: `/contacts/${person}/notes` },
    { name: "activities", path: "/activities" },
    { name: "activities-filtered", path: `/activities?with=${person}&period=year` },
    { name: "activity-new", path: `/activities/new?with=${person}` },
    { name: "tasks", path: "/tasks" },
    { name: "calendar", path: "/calendar?whose=all" },
    { name: "outbox", path: "/settings/outbox" },
    { name: "mail", path: "/settings/mail" },
    { name: "site-address", path: "/settings/address" },
    { name: "statuses", path: "/settings/lists/activity_status?add=1" },
    { name: "mailboxes", path: "/settings/mailboxes" },
    { name: "mailbox", path: "/settings/mailboxes/new" },
    { name: "mail-addresses", path: "/settings/mail/addresses" },
    { name: "letter", path: "/letters/new?to=2" },
    { name: "new", path: "/contacts/new" },
    { name: "new-full", path: "/contacts/new/full" },
    { name: "palette", path: "/contacts", act: (page) => palette(page) },
    { name: "dialog", path: "/contacts", act: (page) => page.locator("[data-key=n]:visible").first().click({ timeout: 2000 }).catch(() => {}) },
    { name: "ticked", path: "/contacts", act: (page) => page.locator("tbody input[type=checkbox]:visible").first().check({ timeout: 2000 }).catch(() => {}) },
    { name: "trash", path: "/trash" },
    { name: "duplicates", path: "/duplicates" },
    { name: "quality", path: "/quality" },
    { name: "quality-phones", path: "/quality/phone-format" },
    { name: "duplicate-rules", path: "/settings/duplicates" },
    { name: "duplicate-resolvers", path: "/settings/duplicates/resolvers" },
    { name: "history", path: "/history" },
    { name: "history-proof", path: "/history/proof" },
    { name: "history-views", path: "/history/views" },
    { name: "settings-status", path: "/settings/status" },
    { name: "settings", path: "/settings" },
    { name: "help", path: "/help" },
    { name: "help-page", path: "/help/find" },
    { name: "views", path: "/contacts/views" },
    { name: "cards", path: "/contacts/vcards" },
    { name: "import", path: "/import" },
    { name: "import-templates", path: "/import/templates" },
    { name: "import-schedules", path: "/import/schedules" },
    { name: "import-schedule", path: "/import/schedules/new" },
    { name: "import-settings", path: "/import/settings" },
    { name: "import-columns", path: "/import", act: (page) => handIn(page) },
    { name: "import-rehearsal", path: "/import", act: (page) => rehearse(page) },
    { name: "settings-site", path: "/settings/site" },
    { name: "settings-names", path: "/settings/names" },
    { name: "settings-currencies", path: "/settings/currencies" },
    { name: "settings-roles", path: "/settings/roles" },
    { name: "settings-accounts", path: "/settings/accounts" },
    { name: "settings-access-lists", path: "/settings/access-lists" },
    { name: "account", path: "/account" },
    { name: "settings-provider", path: "/settings/provider" },
    { name: "settings-access-why", path: "/settings/access-why" },
    { name: "settings-addresses", path: "/settings/addresses" },
    { name: "settings-display", path: "/settings/display" },
    { name: "settings-list", path: "/settings/lists/gender" },
    { name: "start-data", path: "/start/data" },
    { name: "start-colleague", path: "/start/colleague" },
    { name: "nowhere", path: "/nowhere" },
  ];
}

// A list of the kind that comes home from a stand.
async function handIn(page) {
  const rows = [
    "Nom complet;Mail;Tél. portable;CP;Commune;Né(e) le;Obs.",
    "MOREL Claire;claire.morel@example.org;0639981427;26110;NYONS;15/11/1958;vue au stand",
    "REY Paul;paul.rey@example.org;06 11 22 33 44;26200;Montélimar;31/02/1960;",
    "KADDOUR Inès;ines.kaddour@example.org;;26000;Valence;;",
  ];
  await page.setInputFiles("input[type=file]", { name: "salon.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await page.locator(".import-hand button[type=submit]").click();
  await page.locator(".mapping").waitFor();
}

async function rehearse(page) {
  await handIn(page);
  await page.locator("button[value=rehearse]").first().click();
  await page.locator(".tally").waitFor();
}

async function palette(page) {
  await page.keyboard.press("Control+k");
  const ask = page.locator("#palette [role=combobox]");
  if (await ask.isVisible()) await ask.fill("mar");
}

async function take(person, { path, act }, name) {
  person.foresee(404);
  await person.page.goto(path);
  if (act) await act(person.page);
  await person.page.waitForTimeout(act ? 600 : 60);
  const size = person.page.viewportSize();
  // The window grows with the page, so that what sticks to its edges does not cover the middle. A dialog stays as it is.
  const tall = act ? 0 : await person.page.evaluate(() => document.documentElement.scrollHeight);
  if (tall > size.height) await person.page.setViewportSize({ ...size, height: tall });
  await person.page.screenshot({ path: `${folder}/${name}.png` });
  if (tall > size.height) await person.page.setViewportSize(size);
  taken += 1;
}

// The picture of the README: a contact's page.
async function picture() {
  const staff = await house.person();
  const target = (await scene()).find((page) => page.name === "person");
  await staff.page.goto(target.path);
  const file = path("docs/picture.png");
  mkdirSync(path("docs"), { recursive: true });
  await staff.page.screenshot({ path: file });
  if (statSync(file).size > LIGHT) throw new Error(`${file} weighs ${statSync(file).size} bytes: more than ${LIGHT}`);
  await house.empty();
}

// The pictures of the manual, in each language.
async function manual() {
  const all = await scene();
  const of = (name) => all.find((page) => page.name === name).path;
  const pictures = [
    { name: "home", path: "/" },
    { name: "contacts", path: "/contacts?type=Individual" },
    { name: "create", path: "/contacts/new" },
    { name: "edit", path: of("person-ways") },
    { name: "history", path: "/history" },
  ];
  for (const language of ["en", "fr"]) {
    const staff = await house.person({ language, width: 780, height: 410 });
    mkdirSync(path(`assets/help/${language}`), { recursive: true });
    for (const { name, path: address } of pictures) {
      await staff.page.goto(address);
      await staff.page.waitForTimeout(60);
      const file = path(`assets/help/${language}/${name}.png`);
      await staff.page.screenshot({ path: file });
      if (statSync(file).size > FEATHER) throw new Error(`${file} weighs ${statSync(file).size} bytes: more than ${FEATHER}`);
      taken += 1;
    }
    await house.empty();
  }
}
