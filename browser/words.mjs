// The words of the pages in both languages, read from the files that the product takes them from.
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../locales/", import.meta.url);

// Messages of one line; `{ $name }` is filled from the values. What counts has several lines and is not needed here.
function read(language) {
  const words = new Map();
  for (const file of readdirSync(new URL(`${language}/`, folder)).filter((name) => name.endsWith(".ftl"))) {
    for (const line of readFileSync(new URL(`${language}/${file}`, folder), "utf8").split("\n")) {
      const message = /^([A-Za-z][\w-]*) = (.+)$/.exec(line);
      if (message) words.set(message[1], message[2]);
    }
  }
  return words;
}

const languages = { en: read("en"), fr: read("fr") };

// Pages set typographic apostrophes and unbreakable spaces: both are matched, whichever the file has.
const loose = (text) =>
  text
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/['’]/g, "['’]")
    .replace(/["“”]/g, '["“”]')
    .replace(/[ \u00a0\u202f]+/g, "[\\s\\u00a0\\u202f]+")
    .replace(/\u2026|\\\.\\\.\\\./g, "(?:…|\\.\\.\\.)");

// What a page says under this key, as an expression that matches it whole.
export function words(language, key, values = {}) {
  const text = languages[language].get(key);
  if (text === undefined) throw new Error(`no message of one line is called ${key} (${language})`);
  const parts = text.split(/(\{ \$\w+ \})/).map((part) => {
    const name = /^\{ \$(\w+) \}$/.exec(part)?.[1];
    if (!name) return loose(part);
    return name in values ? loose(String(values[name])) : ".+?";
  });
  return new RegExp(`^\\s*${parts.join("[\\u2068\\u2069]*")}\\s*$`);
}
