// What the pictures show: an association with people and what they do, and the address of every page.

// A group with members, a tag that some people wear, a note: what an association has after its first week.
async function people(house) {
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
export async function scene(house) {
  const [me] = await house.api("User", "get", { select: ["contact_id"], where: [["username", "=", house.name]] });
  const named = { first_name: "Camille", last_name: "Perrin" };
  await house.api("Contact", "update", { where: [["id", "=", me.contact_id]], values: named });
  await house.api("Domain", "update", { where: [["id", "=", 1]], values: { name: "Les Amis du Rucher" } });
  const [france] = await house.api("Country", "get", { select: ["id"], where: [["iso_code", "=", "FR"]] });
  const place = { lcMessages: "fr_FR", defaultContactCountry: france.id, timezone: "Europe/Paris", defaultCurrency: "EUR", weekBegins: 1 };
  await house.api("Setting", "set", { values: place });
  const group = await people(house);
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
  const more = await setting(house, { person, household, organisation, group, me: me.contact_id });
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
    ...more.pages,
    { name: "nowhere", path: "/nowhere" },
  ];
}

// What only a busy association has: an election, a request about data, fields of its own, letters. And the pages of all that.
async function setting(house, { person, household, organisation, group, me }) {
  const make = async (entity, values) => (await house.api(entity, "create", { values }))[0].id;
  const first = async (entity, where = []) => (await house.api(entity, "get", { select: ["id"], where, orderBy: { id: "ASC" }, limit: 1 }))[0]?.id;
  // The usual offices come by a press of a button, as they do for everybody.
  const staff = await house.person();
  await staff.page.goto(`/contacts/${organisation}/offices`);
  await staff.press("offices-usual");
  await staff.told("said-saved");
  await house.empty();
  const post = await first("RelationshipType", [["name_a_b", "LIKE", "%Chair of%"]]);
  const usual = { contact_id: organisation, title: "Assemblée générale 2026", held_on: "2026-04-01", registered: 64, voters: 48, blank: 2 };
  const election = await make("CommitteeElection", usual);
  for (const [id, votes] of [[person, 41], [me, 38]]) await make("CommitteeCandidate", { election_id: election, contact_id: id, relationship_type_id: post, votes });
  const request = await make("SubjectRequest", { contact_id: person, kind: "access", received_date: "2026-03-02" });
  const incident = await make("PrivacyIncident", { title: "Liste d'émargement oubliée dans le bus", nature: "confidentiality", found_date: "2026-03-02 10:00:00", risk: "risk" });
  const terms = await make("Terms", { kind: "terms", note: "Première version" });
  await make("TermsText", { terms_id: terms, language: "fr", text: "# Règlement\n\nSoyez aimables les uns avec les autres." });
  const set = await make("CustomGroup", { title: "Bénévolat", extends: "Individual" });
  const trades = { custom_group_id: set, label: "Savoir-faire", data_type: "String", html_type: "CheckBox", option_values: { couture: "Couture", permis: "Permis B" } };
  await make("CustomField", trades);
  await make("CustomField", { custom_group_id: set, label: "Charte signée", data_type: "Date", html_type: "Select Date" });
  const twice = { first_name: "Hélène", last_name: "Lefèvre", birth_date: "1980-02-01" };
  const one = await make("Contact", { contact_type: "Individual", ...twice, "email_primary.email": "helene@example.org" });
  const other = await make("Contact", { contact_type: "Individual", ...twice, "phone_primary.phone": "06 39 98 00 12" });
  const activity = await first("Activity", [["subject", "IS NOT EMPTY"]]);
  const account = await first("User", [["username", "=", house.name]]);
  const tag = await first("Tag", [["name", "=", "Volunteer"]]);
  const kept = await first("SavedSearch", [["name", "=", "report_contacts_summary"]]);
  const related = await first("Relationship");
  const holder = (await house.api("Relationship", "get", { select: ["contact_id_a"], where: [["id", "=", related]] }))[0]?.contact_id_a;
  const offices = `/contacts/${organisation}/offices`;
  const ticked = (name, list, action) => ({ name, path: list, act: (page) => hand(page, action) });
  return {
    pages: [
      { name: "offices", path: offices },
      { name: "offices-list", path: `${offices}/list` },
      { name: "offices-seats", path: `${offices}/seats` },
      { name: "election", path: `${offices}/elections/${election}` },
      { name: "election-edit", path: `${offices}/elections/${election}/edit` },
      { name: "election-new", path: `${offices}/elections/new` },
      { name: "own-page-contact", path: `/me/contacts/${household}` },
      { name: "multisite-first", path: "/settings/multisite/1" },
      { name: "connected", path: "/settings/connected" },
      { name: "terms-draft", path: `/settings/privacy/terms/${terms}` },
      { name: "privacy-purpose", path: "/settings/privacy/purposes/1" },
      { name: "privacy-again", path: "/settings/privacy/purposes/1/again" },
      { name: "privacy-processing", path: "/settings/privacy/register" },
      { name: "privacy-requests", path: "/settings/privacy/requests" },
      { name: "privacy-request", path: `/settings/privacy/requests/${request}` },
      { name: "privacy-request-new", path: `/settings/privacy/requests/new?contact=${person}` },
      { name: "privacy-data", path: "/settings/privacy/data" },
      { name: "privacy-breaches", path: "/settings/privacy/incidents" },
      { name: "privacy-breach", path: `/settings/privacy/incidents/${incident}` },
      { name: "privacy-breach-new", path: "/settings/privacy/incidents/new" },
      { name: "privacy-options", path: "/settings/privacy/options" },
      { name: "retention", path: "/settings/privacy/retention" },
      { name: "activity", path: `/activities/${activity}` },
      { name: "activity-edit", path: `/activities/${activity}/edit` },
      { name: "group-edit", path: `/groups/${group}/edit` },
      { name: "group-comings", path: `/groups/${group}/history` },
      { name: "group-live", path: "/groups/new/live" },
      { name: "tag-merge", path: `/tags/${tag}/merge` },
      { name: "relationship-notes", path: `/contacts/${holder}/relationships/${related}/notes` },
      { name: "relationship-edit", path: `/contacts/${holder}/relationships?edit=${related}` },
      { name: "relationship-type", path: "/settings/relationships?add=1" },
      { name: "calendar-phone", path: "/settings/calendar" },
      { name: "account-of", path: `/settings/accounts/${account}` },
      { name: "role", path: "/settings/roles/2" },
      { name: "role-staff", path: "/settings/roles/3" },
      { name: "statuses-long", path: "/settings/lists/activity_type" },
      { name: "job", path: "/jobs/1" },
      { name: "duplicate-rule", path: "/settings/duplicates/1" },
      { name: "duplicate-rule-new", path: "/settings/duplicates/new" },
      { name: "merge", path: `/merge?keep=${one}&other=${other}` },
      { name: "search-kept", path: `/search/${kept}` },
      { name: "view", path: "/view/report_contacts_summary" },
      { name: "report-incomplete", path: "/view/report_incomplete" },
      { name: "report-towns", path: "/reports/contacts-by-town" },
      { name: "fields-of-set", path: `/settings/fields/${set}` },
      { name: "fields-about-set", path: `/settings/fields/${set}/set` },
      { name: "link-spent", path: "/welcome/abc", open: true },
      { name: "unsubscribe-spent", path: "/unsubscribe/abc", open: true },
      { name: "every-piece", path: "/dev/ui" },
      { name: "history-narrowed", path: "/history?entity=Contact" },
      ticked("letter-many", "/contacts?type=Individual&city=Paris", "/letters/to"),
      ticked("letter-activities", "/activities", "/letters/activities"),
      ticked("activities-change", "/activities", "/activities/change"),
      ticked("activities-tag", "/activities", "/activities/tag"),
      ticked("activities-paper", "/activities", "/search/activity-letters"),
      ticked("contacts-group", "/contacts", "/groups/add"),
      ticked("contacts-tag", "/contacts", "/tags/put"),
      ticked("contacts-relate", "/contacts", "/relationships/add"),
      ticked("contacts-anonymise", "/contacts", "/contacts/anonymise"),
      ticked("contacts-activity", "/contacts", "/search/activity"),
      ticked("contacts-wishes", "/contacts", "/search/wishes"),
      ticked("contacts-labels", "/contacts", "/search/labels"),
      ticked("contacts-paper", "/contacts", "/search/letters"),
      ticked("contacts-map", "/contacts", "/search/map"),
      ticked("contacts-grid", "/contacts", "/search/grid"),
      ticked("view-change", "/view/report_contacts_summary", "/view/report_contacts_summary/task?do=update&"),
    ],
  };
}

// Ticks the first records of a list, and hands them to what is done with several.
async function hand(page, action) {
  await page.evaluate((to) => {
    const boxes = [...document.querySelectorAll("main input[type=checkbox][name=id]")].slice(0, 3);
    for (const box of boxes) box.checked = true;
    const button = [...document.querySelectorAll("[formaction]")].find((one) => one.getAttribute("formaction") === to);
    if (button) button.form.requestSubmit(button);
  }, action);
  await page.waitForURL((url) => url.pathname === action.split("?")[0], { timeout: 4_000 }).catch(() => {});
  await page.waitForLoadState();
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
