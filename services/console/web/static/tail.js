// Records as they come: at most 500 rows; while paused the newest wait, and all are counted.
import { opened, whileSeen } from "./stream.js";

const ROWS_MAX = 500;
const TAILS = ["doorstep-tail-1", "doorstep-tail-2", "doorstep-tail-3"];

const rows = document.getElementById("rows");
// Topics whose key is a case.
const OF_CASES = new Set(rows.dataset.ofCases.split(" "));
const trouble = document.getElementById("trouble");
const flow = document.getElementById("flow");
const pause = document.getElementById("pause");
const counts = { shown: 0, missed: 0, unknown: false };
let waiting = { count: 0, rows: [] };
let paused = false;
let place = "";

function say(word, tone) {
  flow.textContent = word;
  flow.className = `state ${tone}`;
}

function tell() {
  document.getElementById("shown").textContent = counts.shown.toLocaleString("en");
  document.getElementById("waiting").textContent = waiting.count.toLocaleString("en");
  document.getElementById("missed").textContent = counts.missed.toLocaleString("en") + (counts.unknown ? " or more" : "");
  document.getElementById("empty").hidden = counts.shown > 0;
}

function cell(row, label, text, kind) {
  const made = row.insertCell();
  made.dataset.label = label;
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

function rowOf(record) {
  const row = document.createElement("tr");
  if (record.refused) row.className = "refused";
  row.dataset.seq = record.seq;
  cell(row, "", record.at.slice(0, 19).replace("T", " "));
  cell(row, "topic", record.topic);
  const key = cell(row, "key", "");
  if (record.subject && record.type && OF_CASES.has(record.topic)) {
    const link = document.createElement("a");
    link.className = "id";
    link.href = `/cases/${encodeURIComponent(record.subject)}`;
    link.textContent = record.subject;
    key.append(link);
  } else key.textContent = record.subject;
  const what = cell(row, "", "");
  what.append(Object.assign(document.createElement("b"), { textContent: record.what }));
  cell(row, "", record.said, "said");
  cell(row, "place", `${record.partition}:${record.offset}`, "place");
  return row;
}

// `rows` are the newest of `count` that came: a page has no place for more.
function show({ count, rows: came }) {
  const made = document.createDocumentFragment();
  for (const record of came.toReversed()) made.append(rowOf(record));
  rows.prepend(made);
  while (rows.rows.length > ROWS_MAX) rows.deleteRow(-1);
  counts.shown += count;
}

function take(came) {
  if (paused) waiting = { count: waiting.count + came.count, rows: [...waiting.rows, ...came.rows].slice(-ROWS_MAX) };
  else show(came);
  tell();
}

const ON = {
  records(event) {
    place = event.lastEventId;
    take(JSON.parse(event.data));
  },
  trouble(event) {
    const { what, since } = JSON.parse(event.data);
    trouble.hidden = !what;
    if (what) trouble.textContent = `nothing comes since ${since.slice(11, 19)} UTC: ${what} It is tried again by itself.`;
  },
  missed(event) {
    const number = JSON.parse(event.data);
    if (number === null) counts.unknown = true;
    else counts.missed += number;
    tell();
  },
};

function address() {
  const made = new URL(rows.dataset.stream, location.href);
  made.search = location.search;
  if (place) made.searchParams.set("after", place);
  return made;
}

function state(trouble) {
  if (trouble) say(trouble, "bad");
  else say(paused ? "paused" : "live", paused ? "wait" : "good");
}

pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? "Go on" : "Pause";
  say(paused ? "paused" : "live", paused ? "wait" : "good");
  if (!paused && waiting.count) {
    show(waiting);
    waiting = { count: 0, rows: [] };
  }
  tell();
});

tell();
whileSeen(TAILS, () => opened(address, ON, state), () => say("three other tails are open in this browser; this one begins when one is closed", "wait"));
