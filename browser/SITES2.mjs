import { launch } from "./house.mjs";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
const out = "/tmp/SITES2/";
async function person(base, name, o = {}) {
  const c = await browser.newContext({ baseURL: base, locale: o.language === "en" ? "en-GB" : "fr-FR", viewport: { width: o.width ?? 1280, height: 850 }, isMobile: (o.width ?? 1280) < 600, colorScheme: o.theme ?? "light", reducedMotion: "reduce" });
  const p = await c.newPage();
  p.on("console", (m) => { if (m.type() === "error") console.log("console", p.url(), m.text()); });
  await p.goto("/sign-in");
  await p.locator("input[name=name], input[name=username]").first().fill(name);
  await p.locator("input[type=password]").first().fill("correct horse battery 9");
  await p.locator("form button[type=submit]").first().click();
  await p.waitForLoadState("load");
  console.log(base, name, "->", p.url());
  return p;
}
async function shot(p, path, file) {
  const r = await p.goto(path);
  await p.evaluate(axeSource);
  const v = await p.evaluate(async () => (await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations.filter((x) => ["serious", "critical"].includes(x.impact)).map((x) => x.id + " " + x.nodes.slice(0, 3).map((n) => n.html.slice(0, 140)).join(" | ")));
  const w = await p.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  console.log(r.status(), p.url(), v.length ? v : "axe ok", w.join("/"));
  await p.screenshot({ path: out + file + ".png", fullPage: true });
}
const main = "http://127.0.0.1:8600", lyon = "http://lyon.localhost:8600";
const boss = await person(main, "boss");
await shot(boss, "/settings/multisite", "sites-fr");
await shot(boss, "/settings/multisite/2", "site-edit-fr");
await shot(boss, "/settings", "settings-fr");
const bossP = await person(main, "boss", { width: 390, language: "en", theme: "dark" });
await shot(bossP, "/settings/multisite", "sites-en-390-dark");
await shot(bossP, "/settings/multisite/new", "site-new-en-390-dark");
const local = await person(lyon, "lyonnaise");
await shot(local, "/", "lyon-home");
await shot(local, "/contacts", "lyon-contacts");
const wrong = await person(main, "lyonnaise");
const mum = await person(main, "mum");
await shot(mum, "/", "me-fr");
await shot(mum, "/me/contacts/10", "me-card-fr");
await shot(mum, "/me/contacts/10/edit", "me-edit-fr");
const mumP = await person(main, "mum", { width: 390, language: "en", theme: "dark" });
await shot(mumP, "/me", "me-en-390-dark");
const mumF = await person(main, "mum", { width: 390 });
await shot(mumF, "/me", "me-fr-390");
await shot(mumF, "/contacts/10", "me-refused");
await browser.close();
