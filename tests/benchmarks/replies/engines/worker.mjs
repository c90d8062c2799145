// node worker.mjs FOLDER ENGINE ROUNDS < rows: as worker.py, for the libraries that are in JavaScript.
// FOLDER has node_modules. Times are of the processor, a batch of calls each, since the clock counts microseconds.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const [folder, name, rounds] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const PACKAGES = { chrono: "chrono-node", "recognizers-js": "@microsoft/recognizers-text-date-time" };
const load = createRequire(path.resolve(folder, "package.json"));
const library = load(PACKAGES[name]);
const about = path.join(folder, "node_modules", PACKAGES[name], "package.json");

// The clock of the process is set to UTC by whoever starts it, so that a moment's parts are the borrower's.
const moment = (text) => new Date(text.slice(0, 19).replace(" ", "T") + "Z");
const two = (number) => String(number).padStart(2, "0");
const dayOf = (part) => `${part.get("year")}-${two(part.get("month"))}-${two(part.get("day"))}`;
const hourOf = (part) => `${two(part.get("hour"))}:${two(part.get("minute"))}:${two(part.get("second") ?? 0)}`;
const longest = (found) => found.reduce((best, one) => (!best || one.text.length > best.text.length ? one : best), null);

const NIGHT = ["20:00:00", "23:59:59"];
const EVENING = ["16:00:00", "20:00:00"];
const PARTS = { 6: [["08:00:00", "12:00:00"]], 15: [["12:00:00", "16:00:00"], EVENING], 20: [EVENING, NIGHT], 22: [NIGHT] };

const engines = {
  // Told the language and to look forward. A part that it is certain of was said.
  chrono: {
    of: { en: library.en, es: library.es, fr: library.fr, pt: library.pt, zh: library.zh, ar: library.ar, id: library.id },
    parse: (of, text, now) => of.parse(text, now, { forwardDate: true }),
    readings: (found) => {
      const best = longest(found);
      if (!best) return [];
      const said = (part) => ["day", "weekday", "month"].some((one) => part.isCertain(one));
      const [start, end] = [best.start, best.end];
      const [day, hour] = [said(start), start.isCertain("hour")];
      if (!end) {
        if (day && hour) return [[{ type: "datetime", value: `${dayOf(start)} ${hourOf(start)}` }]];
        if (hour) return [[{ type: "time", value: hourOf(start) }, { type: "moment", value: `${dayOf(start)} ${hourOf(start)}` }]];
        // A part of the day implies an hour without being certain of it: 6, 15, 20 and 22 with it, 12 without.
        const ways = [{ type: "date", value: dayOf(start) }, { type: "moment", value: `${dayOf(start)} ${hourOf(start)}` }];
        for (const [first, last] of PARTS[start.get("hour")] ?? []) {
          ways.push({ type: "timerange", start: first, end: last });
          ways.push({ type: "datetimerange", start: `${dayOf(start)} ${first}`, end: `${dayOf(start)} ${last}` });
        }
        return [ways];
      }
      const whole = { type: "datetimerange", start: `${dayOf(start)} ${hourOf(start)}`, end: `${dayOf(end)} ${hourOf(end)}` };
      const days = { type: "daterange", start: dayOf(start), end: dayOf(end) };
      const hours = { type: "timerange", start: hourOf(start), end: hourOf(end) };
      if (!hour) return [[days]];
      return [day || said(end) ? [whole] : [hours, whole]];
    },
  },
  // Told the culture; the future first among its readings.
  "recognizers-js": {
    of: Object.fromEntries(
      name === "recognizers-js"
        ? Object.entries({ en: "en-us", es: "es-es", fr: "fr-fr", zh: "zh-cn" }).map(([lang, culture]) => [
            lang,
            new library.DateTimeRecognizer(culture).getDateTimeModel(culture, false),
          ])
        : [],
    ),
    parse: (of, text, now) => of.parse(text, now),
    readings: (found, now) => {
      const kinds = ["date", "time", "datetime", "daterange", "timerange", "datetimerange"];
      const best = longest(found.filter((one) => one.resolution?.values?.some((value) => kinds.includes(value.type))));
      const today = now.toISOString().slice(0, 10);
      const begins = (value) => value.value ?? value.start ?? value.end ?? "";
      const past = (value) => begins(value).length > 8 && begins(value).slice(0, 10) < today;
      const values = (best?.resolution.values ?? []).filter((value) => kinds.includes(value.type));
      return [...values.filter((value) => !past(value)), ...values.filter(past)];
    },
  },
};

const { of, parse, readings } = engines[name];
const languages = Object.keys(of).filter((lang) => of[lang]);
console.log(JSON.stringify({ name, version: JSON.parse(readFileSync(about)).version, languages }));
const rows = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const spent = () => process.cpuUsage().user + process.cpuUsage().system;
const timed = (call, times) => {
  const began = spent();
  for (let number = 0; number < times; number += 1) call();
  return (spent() - began) / 1e3 / times;
};
// Compiled as it would be after a day's work: every text once and, of the first, some hundreds of calls.
for (const row of rows.slice(0, 200)) if (of[row.lang]) try { for (let n = 0; n < 3; n += 1) parse(of[row.lang], row.text, moment(row.now)); } catch {}
for (const row of rows) {
  if (!of[row.lang]) {
    console.log(JSON.stringify({ id: row.id, readings: [], ms: null }));
    continue;
  }
  const now = moment(row.now);
  let found = [];
  try {
    const first = timed(() => (found = parse(of[row.lang], row.text, now)), 1);
    let ms = Infinity;
    for (let round = 0; round < rounds; round += 1) ms = Math.min(ms, timed(() => parse(of[row.lang], row.text, now), first > 1 ? 1 : 10));
    console.log(JSON.stringify({ id: row.id, readings: readings(found, now), ms, first_ms: first }));
  } catch (error) {
    console.log(JSON.stringify({ id: row.id, readings: [], ms: null, failed: error.name }));
  }
}
