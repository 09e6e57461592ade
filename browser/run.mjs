// Plays journeys against a running Ruche: node run.mjs --url URL --name NAME --password WORDS --key KEY [--welcome LINK] [JOURNEY...]
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { House, launch } from "./house.mjs";

const text = { type: "string" };
const { values: given, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { url: text, name: text, password: text, key: text, welcome: text, pictures: text },
});
if (!given.url) {
  console.error("Say where Ruche runs: --url http://127.0.0.1:8080");
  process.exit(2);
}

const folder = new URL("journeys/", import.meta.url);
const all = readdirSync(folder).filter((name) => name.endsWith(".mjs")).map((name) => name.slice(0, -4)).sort();
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length) {
  console.error(`There is no journey ${unknown.join(", ")}; there are ${all.join(", ")}.`);
  process.exit(2);
}

const browser = await launch();
const pictures = given.pictures ?? fileURLToPath(new URL("../target/journeys", import.meta.url));
const site = { ...given, url: given.url.replace(/\/$/, "") };
let passed = 0;
const failed = [];
for (const name of all.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  const { title, journey } = await import(new URL(`${name}.mjs`, folder));
  const house = new House(browser, site, pictures);
  const start = performance.now();
  const wrong = [];
  try {
    await journey(house);
  } catch (error) {
    wrong.push(error.stack.replace(/\u001b\[\d+m/g, ""));
    await house.picture(name);
  }
  wrong.push(...(await house.empty()));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${wrong.length ? "FAILED" : "passed"}  ${title} (${name}, ${seconds} s)`);
  for (const line of wrong) console.log(`        ${line.replaceAll("\n", "\n        ")}`);
  if (wrong.length) failed.push(name);
  else passed += 1;
}
await browser.close();
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
