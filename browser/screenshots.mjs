// Takes a picture of every page: node screenshots.mjs --url URL --name NAME --password WORDS --key KEY [PAGE...]
import { mkdirSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { House, launch } from "./house.mjs";
import { scene } from "./scene.mjs";

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
const all = await scene(house);
const pages = all.filter((page) => wanted.length === 0 || wanted.includes(page.name));
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
  const target = all.find((page) => page.name === "person");
  await staff.page.goto(target.path);
  const file = path("docs/picture.png");
  mkdirSync(path("docs"), { recursive: true });
  await staff.page.screenshot({ path: file });
  if (statSync(file).size > LIGHT) throw new Error(`${file} weighs ${statSync(file).size} bytes: more than ${LIGHT}`);
  await house.empty();
}

// The pictures of the manual, in each language.
async function manual() {
  const of = (name) => all.find((page) => page.name === name).path;
  const pictures = [
    { name: "home", path: "/", height: 350 },
    { name: "contacts", path: "/contacts?type=Individual" },
    { name: "create", path: "/contacts/new" },
    { name: "edit", path: of("person-ways") },
    { name: "history", path: "/history" },
  ];
  for (const language of ["en", "fr"]) {
    const size = { width: 780, height: 410 };
    const staff = await house.person({ language, ...size });
    mkdirSync(path(`assets/help/${language}`), { recursive: true });
    for (const { name, path: address, height } of pictures) {
      await staff.page.setViewportSize(height ? { ...size, height } : size);
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
