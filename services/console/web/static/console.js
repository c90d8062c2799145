// What every page has: light or dark, ids copied by a press, the menu of a phone, `/` to find a case.
import { sharedChanges } from "./stream.js";

const root = document.documentElement;

function toggleTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `doorstep-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.dataset.copied = "";
  setTimeout(() => delete button.dataset.copied, 1200);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "theme") toggleTheme();
  if (button.id === "menu") button.ariaExpanded = button.ariaExpanded === "true" ? "false" : "true";
  if (button.dataset.copy !== undefined) copy(button);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById("find")?.focus();
  }
});

// In a window too low for the whole menu, the entry of this page is in sight.
const menu = document.querySelector("header.frame nav");
const here = menu?.querySelector("[aria-current]");
if (here) menu.scrollTop = Math.max(0, here.offsetTop + here.offsetHeight + 16 - menu.offsetTop - menu.clientHeight);

// Two presses are one act: what is sent is not sent again meanwhile.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]")) return;
  if (form.dataset.sent !== undefined) event.preventDefault();
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// A page that lives asks anew when something came, and not while nobody looks at it.
let listens = false;
function listen() {
  if (listens || !document.querySelector("[data-live]")) return;
  listens = true;
  sharedChanges("/stream/changes", () => document.body.dispatchEvent(new Event("changed")));
}
listen();
document.addEventListener("htmx:afterSettle", listen);

// What somebody opened stays open when the page is renewed, and a list stays where it was scrolled to.
document.addEventListener("htmx:beforeSwap", () => {
  const open = [...document.querySelectorAll("details[open][id]")].map((each) => each.id);
  const scrolled = [...document.querySelectorAll("[data-scrolls][id]")].map((each) => [each.id, each.scrollTop]);
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const [id, top] of scrolled) document.getElementById(id)?.scrollTo(0, top);
  }, { once: true });
});
