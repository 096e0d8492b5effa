// Endless, honest reconnecting. The last content stays readable and is marked; nothing that acts is ever sent again by this script;
// the page reloads only after the server has said that it is ready, so that no browser error page can appear.

const root = document.documentElement;
const retryMs = [0, 1000, 2000, 3000, 5000];
const probeTimeoutMs = 4000;
const quietMs = 3000;
const startMs = 20000;
const reloadsMax = 3;
const reloadWindowMs = 5 * 60 * 1000;
const guardedProbeMs = 60000;
const reloadsKey = "reloads";
const resumeKey = "resume";

let downSince = 0;
let wake = () => { };
let running = false;
// True once a reload was refused by the guard: from then on a person decides, and the server is asked more seldom.
let refused = false;

export function isConnected() {
  return root.dataset.connection === "live";
}

export const reconnectionHandler = {
  onConnectionDown() { recover(); },
  onConnectionUp() { up(); },
};

// "live" is said when the circuit has drawn, not when the socket has opened.
export function watchInteractivity() {
  root.dataset.connection = "starting";
  const isInteractive = () => document.querySelector("[data-interactive=true]") !== null;
  const observer = new MutationObserver(() => {
    if (!isInteractive()) return;
    observer.disconnect();
    if (!downSince) root.dataset.connection = "live";
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-interactive"] });
  if (isInteractive()) root.dataset.connection = "live";
  // The first connection can fail as well, and then nothing else would ever try again.
  setTimeout(() => { if (root.dataset.connection === "starting") reloadWhenReady("start"); }, startMs);

  bar().querySelector("[data-reconnect-now]").addEventListener("click", () => wake());
  for (const button of document.querySelectorAll("[data-reconnect-reload]")) button.addEventListener("click", () => location.reload());
  // Asks of a page that is cut off: what acts says why it does not, everything else stays usable.
  document.addEventListener("click", event => {
    if (!downSince || !(event.target instanceof Element) || !event.target.closest("[data-acts]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("The server does not answer, so nothing can be changed now.");
  }, true);
}

// Reloads once the server is ready, whatever the circuit thinks.
export async function reloadWhenReady(reason) {
  if (running) return;
  running = true;
  down();
  await loop(async health => { if (health) reload(reason); });
}

async function recover() {
  if (running) return;
  running = true;
  down();
  let failures = 0;
  await loop(async health => {
    if (!health) return;
    if (health.build !== root.dataset.build) return reload("build");
    try {
      if (await Blazor.reconnect() || await Blazor.resumeCircuit()) return up();
      reload("rejected");
    } catch {
      // The server answers and the socket does not come up: after a few tries a new page is the better way.
      if (++failures >= 3) reload("failed");
    }
  });
}

async function loop(attempt) {
  for (let tries = 0; downSince; tries++) {
    const pause = refused ? guardedProbeMs : retryMs[Math.min(tries, retryMs.length - 1)];
    await rest(pause === 0 ? 0 : pause * (0.85 + 0.3 * Math.random()));
    if (!downSince) break;
    await attempt(await probe());
  }
  running = false;
}

function rest(milliseconds) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    wake = () => { clearTimeout(timer); resolve(); };
  });
}

async function probe() {
  try {
    const answer = await fetch("health/ui", { cache: "no-store", signal: AbortSignal.timeout(probeTimeoutMs) });
    const health = answer.ok ? await answer.json() : null;
    return health?.ready ? health : null;
  } catch {
    return null;
  }
}

function recentReloads() {
  try {
    const known = JSON.parse(sessionStorage.getItem(reloadsKey) ?? "[]");
    return known.filter(at => Date.now() - at < reloadWindowMs);
  } catch {
    return [];
  }
}

function reloadsLeft() {
  return recentReloads().length < reloadsMax;
}

function reload(reason) {
  if (!reloadsLeft()) {
    refused = true;
    say(`This page has reloaded ${reloadsMax} times in five minutes and still cannot go on (${reason}).`);
    bar().querySelector("[data-reconnect-reload]").hidden = false;
    return;
  }
  sessionStorage.setItem(reloadsKey, JSON.stringify([...recentReloads(), Date.now()]));
  const place = document.querySelector("[data-resume-from]")?.dataset.resumeFrom;
  if (place) sessionStorage.setItem(resumeKey, JSON.stringify({ address: location.href, place }));
  location.reload();
}

// Where this page stood before it reloaded itself; told once.
export function takeResume() {
  const known = sessionStorage.getItem(resumeKey);
  sessionStorage.removeItem(resumeKey);
  const { address, place } = JSON.parse(known ?? "{}");
  return address === location.href ? place : null;
}

function down() {
  downSince = Date.now();
  root.dataset.connection = "reconnecting";
  root.dataset.asOf = new Date(downSince).toISOString();
  const tick = () => {
    if (!downSince) return;
    const elapsed = Date.now() - downSince;
    if (elapsed >= quietMs) {
      root.dataset.connection = "offline";
      if (!refused) say(`The server has not answered for ${words(elapsed)}. What you see is as of ${clockTime(downSince)}. Trying again by itself.`);
    }
    setTimeout(tick, 1000);
  };
  tick();
}

function up() {
  downSince = 0;
  refused = false;
  delete root.dataset.asOf;
  root.dataset.connection = "live";
  bar().hidden = true;
  wake();
}

function say(words) {
  const element = bar();
  element.hidden = false;
  element.querySelector("[data-reconnect-words]").textContent = words;
}

function bar() {
  return document.getElementById("reconnect-bar");
}

function words(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// In the zone of the page's own clock.
function clockTime(instant) {
  const minutes = Number(document.querySelector("[data-clock]")?.dataset.offsetMinutes ?? -new Date(instant).getTimezoneOffset());
  return new Date(instant + minutes * 60000).toISOString().slice(11, 19);
}
