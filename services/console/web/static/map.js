// The day on the map: streets, cells, routes and visits. Colours are those of the page; what is said is text, never HTML.
const place = document.getElementById("map");
const SHAPES = { good: "●", wait: "▲", bad: "■", held: "◆", "": "○" };
const PORTO = [[41.12, -8.7], [41.2, -8.56]];
const AGAIN_MS = 10_000;

const ours = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const map = L.map(place, { preferCanvas: true, zoomSnap: 0.5, attributionControl: false }).fitBounds(PORTO);
L.control.attribution({ prefix: false }).addAttribution(place.dataset.by.replaceAll("<", "‹")).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
const streets = L.layerGroup().addTo(map);
const drawn = L.layerGroup().addTo(map);
let shown = "";
let placed = false;

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
  const flat = await told(place.dataset.streets);
  const style = { radius: 1.2, stroke: false, fillColor: ours("line-strong"), fillOpacity: 0.55, interactive: false };
  for (let at = 0; at < flat.length; at += 2) streets.addLayer(L.circleMarker([flat[at], flat[at + 1]], style));
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
    shown = now;
    place.removeAttribute("data-stale");
  } catch (error) {
    place.dataset.stale = String(error);
  }
}

await look();
drawStreets().catch(() => {});
setInterval(() => document.hidden || look(), AGAIN_MS);
