// Markup stands in every text of one record of every entity; every page that can be reached is opened, and nothing of it
// comes to life. It is the last journey: nobody else should have to live with such names.
import assert from "node:assert/strict";

export const title = "markup in every text of every entity stays text on every page";

const MARK = `"'><img src=x onerror=alert(1)><svg/onload=alert(1)>{{7*7}}`;
// Pages that are looked at, each shape of address once or twice.
const MOST = 170;
// Texts by which the site itself is found again: accounts and their roles, machine names, the site's own settings.
const APART = ["User", "UserRole", "Role", "Setting", "Domain", "Component", "Extension", "Language", "Country", "StateProvince", "County", "WorldRegion", "Currency"];

async function call(house, entity, action, params) {
  const answer = await fetch(`${house.url}/civicrm/ajax/api4/${entity}/${action}`, {
    method: "POST",
    headers: { "X-Civi-Auth": `Bearer ${house.key}`, "X-Requested-With": "XMLHttpRequest" },
    body: new URLSearchParams({ params: JSON.stringify(params) }),
  });
  return { status: answer.status, body: await answer.json().catch(() => ({})) };
}

// Puts the mark into each text of the newest record, one by one: what is refused is refused.
async function plant(house) {
  let planted = 0;
  const { body } = await call(house, "Entity", "get", { select: ["name"] });
  for (const { name } of body.values ?? []) {
    if (APART.includes(name)) continue;
    const fields = await call(house, name, "getFields", { action: "update" });
    const texts = (fields.body.values ?? []).filter((field) =>
      ["String", "Text"].includes(field.data_type) && !field.readonly && !field.options && field.name !== "name" && !field.name.includes("."));
    const found = await call(house, name, "get", { select: ["id"], orderBy: { id: "DESC" }, limit: 1 });
    const id = found.body.values?.[0]?.id;
    if (!id) continue;
    for (const field of texts) {
      const most = field.input_attrs?.maxlength ?? 255;
      const done = await call(house, name, "update", { where: [["id", "=", id]], values: { [field.name]: MARK.slice(0, most) } });
      if (done.status === 200) planted += 1;
    }
  }
  return planted;
}

export async function journey(house) {
  const person = await house.contact({ first_name: MARK.slice(0, 60), last_name: MARK.slice(0, 60) });
  await call(house, "Email", "create", { values: { contact_id: person, email: "mark@example.org" } });
  await call(house, "Note", "create", { values: { entity_table: "civicrm_contact", entity_id: person, note: MARK, subject: MARK } });
  await call(house, "Activity", "create", { values: { activity_type_id: 1, subject: MARK, details: MARK, source_contact_id: person, target_contact_id: [person] } });
  await call(house, "Group", "create", { values: { title: MARK, description: MARK } });
  await call(house, "Tag", "create", { values: { label: MARK.slice(0, 64), description: MARK } });
  const planted = await plant(house);
  assert.ok(planted > 40, `only ${planted} texts took it`);

  const admin = await house.person();
  const { page } = admin;
  page.on("dialog", (dialog) => {
    admin.wrong.push(`it came to life: ${page.url()}`);
    dialog.dismiss();
  });
  const waiting = ["/", `/contacts/${person}`, "/contacts", "/history", "/settings", "/settings/status", "/account"];
  const shapes = new Map();
  const shape = (path) => path.replace(/\?.*/, "").replace(/\d+/g, "N");
  let looked = 0;
  while (waiting.length && looked < MOST) {
    const path = waiting.shift();
    const known = shapes.get(shape(path)) ?? 0;
    if (known > 1 || /export|vcard|sign-out|\.ics|download|\/files\//.test(path)) continue;
    shapes.set(shape(path), known + 1);
    const answer = await page.goto(path).catch(() => null);
    if (!answer || !(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    looked += 1;
    assert.ok(answer.status() < 500, `${path} answers ${answer.status()}`);
    const alive = await page.locator(`img[src="x"], svg[onload], [onerror]`).count();
    assert.equal(alive, 0, `${path} has markup of people in it`);
    const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    waiting.push(...links.filter((href) => !href.startsWith("/assets/")));
  }
  assert.ok(looked > 40, `only ${looked} pages were found`);
  admin.wrong.splice(0, admin.wrong.length, ...admin.wrong.filter((line) => !/status of 4\d\d/.test(line)));
}
