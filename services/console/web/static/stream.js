// Streams of events. A browser opens at most six connections to one host, over all of its tabs: so its tabs share one
// stream of changes, at most a few of them hold one of their own, and one that nobody sees holds none.
const AGAIN_MS = 2000;
const AGAIN_MS_MAX = 30000;
const LOOK_MS = 2000;

const seen = () => document.visibilityState !== "hidden";

// An EventSource that comes back by itself, also where the browser's own gives up: after a 503, or while the console is
// started anew. `on` are functions by kind of message; `say` hears what is wrong, or nothing when it is well.
export function opened(address, on, say = () => {}) {
  let source = null;
  let timer = 0;
  let wait = AGAIN_MS;
  let over = false;
  const begin = () => {
    source = new EventSource(address());
    source.addEventListener("open", () => {
      wait = AGAIN_MS;
      say("");
    });
    for (const [kind, hear] of Object.entries(on)) source.addEventListener(kind, hear);
    source.addEventListener("error", async () => {
      if (over) return;
      say("cut off, trying again");
      if (source.readyState !== EventSource.CLOSED) return;
      const refused = await why(address());
      if (over) return;
      if (refused) say(refused);
      // Not all tabs of all people at the same moment.
      timer = setTimeout(begin, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, AGAIN_MS_MAX);
    });
  };
  begin();
  return () => {
    over = true;
    clearTimeout(timer);
    source.close();
  };
}

// An EventSource does not say why it was refused.
async function why(address) {
  const stop = new AbortController();
  try {
    const answer = await fetch(address, { headers: { accept: "text/event-stream" }, signal: stop.signal });
    if (answer.status === 401) location.reload();
    return answer.status === 503 ? `${(await answer.json()).error} Tried again by itself.` : "";
  } catch {
    return "";
  } finally {
    stop.abort();
  }
}

// Opens while this tab is seen and one of the locks is free; the locks are those of the browser, over all tabs.
// `open` gives what closes it; `full` is told when others have all of them.
export function whileSeen(locks, open, full = () => {}) {
  let asking = false;
  let close = null;
  let timer = 0;

  const during = () =>
    new Promise((over) => {
      const shut = open();
      close = () => {
        close = null;
        shut();
        over(true);
      };
      if (!seen()) close();
    });

  async function held() {
    if (!navigator.locks) return during();
    for (const name of locks) {
      if (await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock !== null && during())) return true;
    }
    return false;
  }

  async function go() {
    clearTimeout(timer);
    if (asking || !seen()) return;
    asking = true;
    const had = await held();
    asking = false;
    if (!had) full();
    if (seen()) timer = setTimeout(go, had ? 0 : LOOK_MS);
  }

  document.addEventListener("visibilitychange", () => (seen() ? go() : close?.()));
  addEventListener("pagehide", () => close?.());
  addEventListener("pageshow", go);
  go();
}

// One stream of changes for all tabs: whichever holds it tells the others. `changed` is also called when this tab is
// seen again, or begins to hold it: something may have come meanwhile.
export function sharedChanges(address, changed) {
  const others = new BroadcastChannel("doorstep-changes");
  others.addEventListener("message", () => seen() && changed());
  document.addEventListener("visibilitychange", () => seen() && changed());
  const tell = () => {
    others.postMessage("changed");
    changed();
  };
  whileSeen(["doorstep-changes"], () => opened(() => address, { changed: tell, open: changed }));
}
