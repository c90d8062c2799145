// The day on the map: streets, cells, routes and visits. Colours are those of the page; what is said is text, never HTML.
const place = document.getElementById("map");
const SHAPES = { good: "●", wait: "▲", bad: "■", held: "◆", "": "○" };
const PORTO = [[41.12, -8.7], [41.2, -8.56]];
const AGAIN_MS = 10_000;

const ours = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const map = L.map(place, { preferCanvas: true, zoomSnap: 0.5, attributionControl: false }).fitBounds(PORTO);
L.control.attribution({ prefix: false }).addAttribution(place.dataset.by.replaceAll("<", "‹")).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.createPane("streets").style.zIndex = 350;
const streets = L.layerGroup().addTo(map);
const drawn = L.layerGroup().addTo(map);
let shown = "";
let placed = false;
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

// Wide lines under narrow ones: a street has an edge and a surface. Two shapes for all of them, so that moving stays quick.
function layStreets() {
  const { points, lines } = ground;
  const at = (number) => [points[2 * number], points[2 * number + 1]];
  const ways = [];
  for (let each = 0; each < lines.length; each += 2) ways.push([at(lines[each]), at(lines[each + 1])]);
  streets.clearLayers();
  const wide = Math.max(0, map.getZoom() - 11);
  const style = { interactive: false, lineCap: "round", smoothFactor: 0 };
  streets.addLayer(L.polyline(ways, { ...style, color: ours("street-edge"), weight: 1.8 + 0.9 * wide, pane: "streets" }));
  streets.addLayer(L.polyline(ways, { ...style, color: ours("street"), weight: 0.7 + 0.8 * wide, pane: "streets" }));
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
  if (!placed && day.visits.length) {
    map.fitBounds(L.latLngBounds(day.cells.flat()).pad(0.15), { maxZoom: 13 });
    placed = true;
  }
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
await look();
drawStreets().catch(() => {});
setInterval(() => document.hidden || look(), AGAIN_MS);
