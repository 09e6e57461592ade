// The house that journeys happen in: a browser, the people in it, and everything that must never go wrong meanwhile.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { words } from "./words.mjs";

const require = createRequire(import.meta.url);

// The browser says nothing to anybody but the server under test.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

// How long a person waits for a page.
const PATIENCE = 15_000;

export async function launch() {
  let playwright;
  try {
    playwright = await import("playwright-core");
  } catch {
    throw new Error("playwright-core is missing: run `npm ci` in the folder browser");
  }
  const program = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (!program) throw new Error("there is no Chromium: install it, or name it in the variable CHROMIUM");
  return playwright.chromium.launch({ executablePath: program, headless: true, args: FLAGS });
}

export class House {
  // `site`: url, name, password, key, welcome (the one-time link, if it is not spent yet).
  constructor(browser, site, pictures) {
    Object.assign(this, site);
    this.browser = browser;
    this.pictures = pictures;
    this.people = [];
    // Names of this run, so that a site can be visited twice.
    this.run = Date.now().toString(36).replace(/\d/g, (digit) => "abcdefghij"[digit]);
  }

  // Somebody at a browser of their own. A fresh profile each time.
  async person({ language = "en", width = 1280, height = 800, script = true, theme = "light", signedIn = true } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: language === "fr" ? "fr-FR" : "en-GB",
      viewport: { width, height },
      hasTouch: width < 600,
      isMobile: width < 600,
      javaScriptEnabled: script,
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PATIENCE);
    const person = new Person(this, context, await context.newPage(), { language, script });
    this.people.push(person);
    await person.guard();
    if (signedIn) await person.signIn();
    return person;
  }

  // A call of the API, to set the scene.
  async api(entity, action, params) {
    const answer = await fetch(`${this.url}/civicrm/ajax/api4/${entity}/${action}`, {
      method: "POST",
      headers: { "X-Civi-Auth": `Bearer ${this.key}`, "X-Requested-With": "XMLHttpRequest" },
      body: new URLSearchParams({ params: JSON.stringify(params) }),
    });
    const told = await answer.text();
    assert.equal(answer.status, 200, `${entity}.${action}: ${told}`);
    return JSON.parse(told).values;
  }

  // Somebody to work on, with a name that no other journey uses.
  async contact(values) {
    const [made] = await this.api("Contact", "create", { values: { contact_type: "Individual", ...values } });
    return made.id;
  }

  // Sends everybody home; what went wrong around them comes out now.
  async empty() {
    const wrong = [];
    for (const person of this.people.splice(0)) {
      wrong.push(...person.wrong);
      await person.context.close();
    }
    return [...new Set(wrong)];
  }

  // What everybody sees at this moment, for whoever mends it.
  async picture(name) {
    mkdirSync(this.pictures, { recursive: true });
    for (const [index, person] of this.people.entries()) {
      await person.page.screenshot({ path: `${this.pictures}/${name}-${index + 1}.png` }).catch(() => {});
    }
  }
}

class Person {
  constructor(house, context, page, { language, script }) {
    Object.assign(this, { house, context, page, language, script });
    this.wrong = [];
    this.expected = new Set();
  }

  // Everything that fails a journey without anybody having looked for it.
  async guard() {
    const { context, page } = this;
    const origin = new URL(this.house.url).origin;
    if (this.script) {
      await context.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => {
          console.error(`Content-Security-Policy: ${event.effectiveDirective} ${event.blockedURI}`);
        });
      });
    }
    await context.route("**/*", (route) => {
      const url = new URL(route.request().url());
      // A journey may name others that its people visit on purpose.
      const known = url.origin === origin || this.house.friends?.has(url.origin);
      if (known || ["data:", "blob:"].includes(url.protocol)) return route.continue();
      // What pages of others ask for is theirs; it is not fetched all the same.
      if (!this.elsewhere()) this.wrong.push(`a request to elsewhere: ${url}`);
      return route.abort();
    });
    page.on("console", (message) => {
      const status = /status of (\d+)/.exec(message.text())?.[1];
      const foreseen = status && this.expected.has(Number(status));
      if (message.type() === "error" && !foreseen && !this.elsewhere()) this.wrong.push(`console: ${message.text()} (${page.url()})`);
    });
    page.on("pageerror", (error) => {
      // A page that is left while it fades is no mistake of anybody's: the browser itself says so.
      if (/^Transition was (aborted|skipped)/.test(error.message)) return;
      this.wrong.push(`script: ${error.message} (${page.url()})`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.wrong.push(`${response.status()}: ${response.url()}`);
    });
  }

  // Whether the page that is open belongs to somebody else, whom the journey visits on purpose.
  elsewhere() {
    const { origin } = new URL(this.page.url());
    return Boolean(this.house.friends?.has(origin));
  }

  // The page will refuse, and that is right: 422 for a form, 409 for a conflict, 410 for a spent link.
  foresee(status) {
    this.expected.add(status);
  }

  says(key, values) {
    return words(this.language, key, values);
  }

  async signIn(name = this.house.name, password = this.house.password) {
    await this.visit("/sign-in");
    await this.field("sign-in-name").fill(name);
    await this.field("sign-in-password").fill(password);
    await this.press("sign-in-enter");
    await this.page.waitForURL((url) => url.pathname !== "/sign-in");
  }

  // Goes somewhere by the address bar, and looks around.
  async visit(path, status = 200) {
    const answer = await this.page.goto(path);
    assert.equal(answer.status(), status, `${path} answers ${answer.status()}`);
    await this.look();
  }

  // The input with this label, starred or not; the key is the label's.
  field(key, within = this.page) {
    return within.getByLabel(new RegExp(this.says(key).source.replace(/\$$/, "\\*?\\s*$"))).first();
  }

  async press(key, within = this.page) {
    await within.getByRole("button", { name: this.says(key) }).first().click();
  }

  async follow(key, within = this.page) {
    await within.getByRole("link", { name: this.says(key) }).first().click();
  }

  // The title of the page; a count may stand behind it.
  async heading(name) {
    const title = name instanceof RegExp ? new RegExp(name.source.replace(/\$$/, "[\\d\\s.,]*$")) : name;
    await this.page.getByRole("heading", { level: 1, name: title }).waitFor();
  }

  // The short word in the corner that says what was done.
  async told(key) {
    await this.page.getByRole("status").getByText(this.says(key)).first().waitFor();
  }

  // No page is too wide for its screen.
  async fits() {
    const { wide, screen } = await this.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      screen: document.documentElement.clientWidth,
    }));
    assert.ok(wide <= screen, `${this.page.url()} is ${wide} px wide on a screen of ${screen} px`);
  }

  // Whether everybody can use the page: axe's rules for WCAG 2.2 A and AA, whatever is serious.
  async look() {
    if (!this.script) return;
    await this.page.waitForLoadState("load");
    await this.page.evaluate(axe());
    const found = await this.page.evaluate(async () => {
      const result = await window.axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      });
      return result.violations
        .filter((one) => ["serious", "critical"].includes(one.impact))
        .map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join("  |  ")}`);
    });
    const { pathname } = new URL(this.page.url());
    this.wrong.push(...found.map((one) => `axe on ${pathname.replace(/\d+/g, "N")}: ${one}`));
  }
}

let source;
function axe() {
  source ??= readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  return source;
}
