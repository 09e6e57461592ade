// What a browser fetches and how long a person waits: node timings.mjs --url URL --session SECRET PATH...
// Each page is visited with an empty cache, then again in the tab that one works in; the processor is slowed down four
// times. A page of three words is visited in the same way: no page can be faster here. Last comes the click that leads
// from the list to a contact, as people go about.
import { parseArgs } from "node:util";
import { launch } from "./house.mjs";

const text = { type: "string" };
const { values: given, positionals: paths } = parseArgs({ allowPositionals: true, options: { url: text, session: text } });
const SLOWED = 4;
const AGAIN = 7;
const NOTHING = "/health";

const browser = await launch();
const found = [];
for (const path of [NOTHING, ...paths]) {
  const tab = await opened();
  const name = path.replace(/\d+/g, "N");
  found.push({ name: `${name} first`, ...(await visit(tab, path)) });
  const later = [];
  for (let time = 0; time < AGAIN; time += 1) later.push(await visit(tab, path));
  found.push({ name: `${name} later`, ...likeliest(later) });
  await tab.page.context().close();
}
const tab = await opened();
const clicks = [];
for (let time = 0; time < AGAIN; time += 1) clicks.push(await click(tab, "/contacts", "tbody a[href^='/contacts/']"));
found.push({ name: "/contacts/N clicked", ...likeliest(clicks) });
await browser.close();
console.log(JSON.stringify(found));

// The likeliest of several visits: other programs run beside us.
function likeliest(visits) {
  return visits.sort((a, b) => a.usable - b.usable)[Math.floor(visits.length / 2)];
}

// A tab with a cache of its own, on a slow processor, that counts what it fetches.
async function opened() {
  const context = await browser.newContext({ baseURL: given.url, viewport: { width: 1280, height: 800 }, locale: "fr-FR" });
  await context.addCookies([{ name: "ruche", value: given.session, url: given.url }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  const tab = { page, kinds: new Map(), cached: new Set(), requests: 0, bytes: 0, font: 0 };
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    tab.kinds.set(requestId, type);
    if (response.fromDiskCache) tab.cached.add(requestId);
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => tab.cached.add(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (tab.cached.has(requestId) || !tab.kinds.has(requestId)) return;
    tab.requests += 1;
    if (tab.kinds.get(requestId) === "Font") tab.font += encodedDataLength;
    else tab.bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  return tab;
}

// A page by its address.
async function visit(tab, path) {
  Object.assign(tab, { requests: 0, bytes: 0, font: 0 });
  await tab.page.goto(path, { waitUntil: "load" });
  await tab.page.waitForTimeout(300);
  const told = await tab.page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    // Seen, and its scripts listen.
    return { usable: Math.max(navigation.domContentLoadedEventEnd, painted), shift: window.shift };
  });
  return fetched(tab, told);
}

// From the click on a link to the frame that shows what it led to.
async function click(tab, from, selector) {
  await tab.page.goto(from, { waitUntil: "load" });
  await tab.page.waitForTimeout(300);
  Object.assign(tab, { requests: 0, bytes: 0, font: 0 });
  const told = await tab.page.evaluate(async (selector) => {
    const link = document.querySelector(selector);
    const leads = new URL(link.href).pathname;
    const frame = () => new Promise(requestAnimationFrame);
    const begin = performance.now();
    window.shift = 0;
    link.click();
    do await frame();
    while (location.pathname !== leads || link.isConnected);
    await frame();
    return { usable: performance.now() - begin, shift: window.shift };
  }, selector);
  await tab.page.waitForTimeout(300);
  return fetched(tab, told);
}

function fetched({ requests, bytes, font }, { usable, shift }) {
  return { requests, bytes, font, usable: Math.round(usable), shift };
}
