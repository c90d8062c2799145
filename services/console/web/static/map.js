// The day on the map: streets, cells, routes and visits. Colours are those of the page; what is said is text, never HTML.
const place = document.getElementById("map");
const SHAPES = { good: "●", wait: "▲", bad: "■", held: "◆", "": "○" };
const PORTO = [[41.12, -8.7], [41.2, -8.56]];
const AGAIN_MS = 10_000;
const SURFACE_FROM = 13;

const ours = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const map = L.map(place, { preferCanvas: true, zoomSnap: 0.5, attributionControl: false }).fitBounds(PORTO);
L.control.attribution({ prefix: false }).addAttribution(place.dataset.by.replaceAll("<", "‹")).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.createPane("streets").style.zIndex = 350;
const streets = L.layerGroup().addTo(map);
const drawn = L.layerGroup().addTo(map);
let shown = "";
let placed = false;
let moved = false;
let fitting = false;
let ground = null;

async function told(url) {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function drawStreets() {
  if (place.dataset.tiles) {
    L.tileLayer(place.dataset.tiles, { maxZoom: 19 }).addTo(map);
    return;
  }
  ground = await told(place.dataset.streets);
  layStreets();
}

// From near a street has an edge and a surface: wide lines under narrow ones. From far it is one line, because an edge and
// a surface of less than a pixel each are no street to the eye. All of them are one or two shapes, so that moving stays quick.
function layStreets() {
  const { points, lines } = ground;
  const at = (number) => [points[2 * number], points[2 * number + 1]];
  const ways = [];
  for (let each = 0; each < lines.length; each += 2) ways.push([at(lines[each]), at(lines[each + 1])]);
  streets.clearLayers();
  const wide = Math.max(0, map.getZoom() - 11);
  const lay = (color, weight) =>
    streets.addLayer(L.polyline(ways, { interactive: false, lineCap: "round", smoothFactor: 0, color: ours(color), weight, pane: "streets" }));
  if (map.getZoom() < SURFACE_FROM) {
    lay("street-thin", 0.8 + 0.2 * wide);
    return;
  }
  lay("street-edge", 1.8 + 0.9 * wide);
  lay("street", 0.7 + 0.8 * wide);
}

function words(lines, crew) {
  const box = document.createElement("div");
  for (const line of lines) box.appendChild(document.createElement("div")).textContent = line;
  if (crew) {
    const link = box.appendChild(document.createElement("a"));
    link.href = `${place.dataset.link}${encodeURIComponent(crew)}#why`;
    link.textContent = "why this crew";
  }
  return box;
}

function draw(day) {
  drawn.clearLayers();
  for (const outline of day.cells) {
    drawn.addLayer(L.polygon(outline, { color: ours("accent"), weight: 1, opacity: 0.5, fillOpacity: 0.06, interactive: false }));
  }
  for (const route of day.routes) {
    if (route.points.length < 2) continue;
    const line = L.polyline(route.points, { color: ours("router"), weight: 2.5, opacity: 0.8, dashArray: "6 5" });
    drawn.addLayer(line.bindTooltip(words([route.crew]), { sticky: true }));
  }
  for (const visit of day.visits) {
    const icon = L.divIcon({ className: `pin ${visit.tone}`, html: SHAPES[visit.tone] ?? "○", iconSize: [20, 20] });
    const pin = L.marker(visit.at, { icon, title: visit.said.join(", "), alt: visit.said.join(", "), keyboard: true });
    pin.on("mouseover", () => near(visit.case, true)).on("mouseout", () => near(visit.case, false));
    drawn.addLayer(pin.bindPopup(words(visit.said, visit.case)));
  }
  fit(day);
}

// Every visit and every way of a crew is in view, also one that comes later; whoever has moved the map keeps their view.
function fit(day) {
  const all = L.latLngBounds([...day.cells.flat(), ...day.visits.map((visit) => visit.at), ...day.routes.flatMap((route) => route.points)]);
  if (moved || !all.isValid() || (placed && map.getBounds().contains(all))) return;
  fitting = true;
  map.fitBounds(all, { maxZoom: 13, animate: false, paddingTopLeft: [48, 16], paddingBottomRight: [16, 40] });
  fitting = false;
  placed = true;
}

function near(name, is) {
  document.querySelector(`.rows li[data-case="${CSS.escape(name)}"]`)?.classList.toggle("near", is);
}

async function look() {
  try {
    const day = await told(place.dataset.day);
    const now = JSON.stringify(day) + document.documentElement.dataset.theme;
    if (now !== shown) draw(day);
    if (now !== shown && ground) layStreets();
    shown = now;
    place.removeAttribute("data-stale");
  } catch (error) {
    place.dataset.stale = String(error);
  }
}

map.on("zoomend", () => ground && layStreets());
map.on("movestart", () => {
  moved ||= !fitting;
});
await look();
drawStreets().catch(() => {});
setInterval(() => document.hidden || look(), AGAIN_MS);
