// What a browser fetches and how long a person waits: node timings.mjs --url URL --session SECRET PATH...
// Each page is visited with an empty cache, then again; the processor is slowed down four times.
import { parseArgs } from "node:util";
import { launch } from "./house.mjs";

const text = { type: "string" };
const { values: given, positionals: paths } = parseArgs({ allowPositionals: true, options: { url: text, session: text } });
const SLOWED = 4;
const AGAIN = 5;

const browser = await launch();
const found = [];
for (const path of paths) {
  const context = await browser.newContext({ baseURL: given.url, viewport: { width: 1280, height: 800 }, locale: "fr-FR" });
  await context.addCookies([{ name: "ruche", value: given.session, url: given.url }]);
  const name = path.replace(/\d+/g, "N");
  found.push({ name: `${name} first`, ...(await visit(context, path)) });
  // The likeliest of several later visits: other programs run beside us.
  const later = [];
  for (let time = 0; time < AGAIN; time += 1) later.push(await visit(context, path));
  later.sort((a, b) => a.usable - b.usable);
  found.push({ name: `${name} later`, ...later[Math.floor(AGAIN / 2)] });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));

// One visit in a tab of its own; the browser's cache is the context's.
async function visit(context, path) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  const kinds = new Map();
  const cached = new Set();
  let [requests, bytes, font] = [0, 0, 0];
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    kinds.set(requestId, type);
    if (response.fromDiskCache) cached.add(requestId);
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => cached.add(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (cached.has(requestId) || !kinds.has(requestId)) return;
    requests += 1;
    if (kinds.get(requestId) === "Font") font += encodedDataLength;
    else bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(path, { waitUntil: "load" });
  await page.waitForTimeout(300);
  const told = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    // Seen, and its scripts listen.
    return { usable: Math.max(navigation.domContentLoadedEventEnd, painted), shift: window.shift };
  });
  await page.close();
  return { requests, bytes, font, usable: Math.round(told.usable), shift: told.shift };
}
