// Keeps a board going for weeks without anybody near it: draws what its stream says, and recovers by the rules of the ladder.
import { drawAges, drawBeat, drawClock, drawFrame, drawHealth, lay, leftOut } from "./draw.js";
import { isDark, isHeapTooLarge, minuteOf, plannedReload, Recovery, roughly, staleMs, words } from "./rules.js";

const root = document.documentElement;
const probeTimeoutMs = 4000;
const reportMs = 60000;
const firstReportMs = 5000;
const reloadsKey = "wall-reloads";
const lifeKey = "wall-life";

const times = new Intl.DateTimeFormat("en-GB", { timeZone: root.dataset.zone, hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dates = new Intl.DateTimeFormat("en-GB", { timeZone: root.dataset.zone, weekday: "short", day: "numeric", month: "short" });

const openedAt = performance.now();
const life = remembered(lifeKey, { screen: crypto.randomUUID(), began: Date.now(), recoveries: 0 });
const recovery = new Recovery({ build: root.dataset.build, now: openedAt, calendar: Date.now, reloads: remembered(reloadsKey, []) });
const plannedAt = plannedReload(openedAt, minuteOf(times.format(Date.now())), Math.random);

let source;
let beat;
let heardAt = openedAt;
let offset = Date.now() - openedAt;
let probing = false;
let reportAt = openedAt + firstReportMs;

function remembered(key, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function remember(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage the guard begins anew with each page, and the server's answer still comes before a reload.
  }
}

function open() {
  source?.close();
  source = new EventSource(root.dataset.stream);
  source.addEventListener("frame", event => hear(event, drawFrame));
  source.addEventListener("beat", event => hear(event, newest => {
    beat = newest;
    drawBeat(beat, time => times.format(time));
    if (beat.build !== root.dataset.build) recovery.want("build");
  }));
  source.onerror = () => recovery.lost(performance.now(), source.readyState === EventSource.CLOSED);
}

function hear(event, draw) {
  const said = JSON.parse(event.data);
  heardAt = performance.now();
  offset = said.now - heardAt;
  recovery.heard(heardAt);
  draw(said);
  const isNews = root.dataset.state !== "live" || event.type === "beat";
  root.dataset.state = "live";
  if (isNews) tick();
}

async function probe() {
  if (probing) return;
  probing = true;
  let health = null;
  try {
    const answer = await fetch("/health/ui", { cache: "no-store", signal: AbortSignal.timeout(probeTimeoutMs) });
    const said = answer.ok ? await answer.json() : null;
    health = said?.ready ? said : null;
  } catch {
    // Nobody answers; the next probe may find somebody.
  }
  probing = false;
  const step = recovery.probed(performance.now(), health);
  if (step === "open") open();
  if (step === "reload") reload();
}

function reload() {
  remember(reloadsKey, recovery.reloading());
  remember(lifeKey, { ...life, recoveries: recoveries() + 1 });
  location.reload();
}

function recoveries() {
  return life.recoveries + recovery.recoveries;
}

function tick() {
  const now = performance.now();
  const serverTime = now + offset;
  if (now > plannedAt) recovery.want("daily");
  if (isHeapTooLarge(performance.memory?.usedJSHeapSize ?? 0)) recovery.want("heap");
  const step = recovery.next(now);
  if (step === "close") {
    source.close();
    probe();
  }
  if (step === "probe") probe();
  const silence = now - heardAt;
  if (silence > staleMs) root.dataset.state = "silent";
  const ages = {
    server: silence,
    feed: beat?.feedChecked ? serverTime - beat.feedChecked : now - openedAt,
    store: beat?.storeChecked ? serverTime - beat.storeChecked : now - openedAt,
  };
  drawAges(ages);
  drawHealth(...health(ages));
  const time = times.format(serverTime);
  const up = words(Date.now() - life.began);
  const came = recoveries();
  drawClock(time, dates.format(serverTime), `${root.dataset.place} · build ${root.dataset.build} · up ${up} · came back ${came}× · ${beat?.screens ?? 0} ${beat?.screens === 1 ? "screen" : "screens"}`);
  shade(minuteOf(time));
  if (now > reportAt) report(now);
}

function health(ages) {
  if (ages.server > staleMs) return ["bad", `Server silent for ${roughly(ages.server)}`];
  if (!beat) return ["waiting", "connecting"];
  const [worst, ...others] = beat.problems;
  if (worst) return ["bad", others.length ? `${worst} (+${others.length})` : worst];
  if (Math.max(ages.feed, ages.store) > staleMs) return ["warn", ages.store > ages.feed ? `Store not checked for ${roughly(ages.store)}` : `Feed not read for ${roughly(ages.feed)}`];
  return ["ok", `0 problems, ${times.format(beat.now)}`];
}

function shade(minute) {
  const dark = isDark(root.dataset.theme, minute, minuteOf(root.dataset.lightFrom), minuteOf(root.dataset.darkFrom));
  root.classList.toggle("theme-dark", dark);
  root.classList.toggle("theme-light", !dark);
}

async function report(now) {
  reportAt = now + reportMs;
  const said = {
    screen: life.screen,
    board: root.dataset.board,
    build: root.dataset.build,
    upSeconds: Math.floor((Date.now() - life.began) / 1000),
    recoveries: recoveries(),
    tilesLeftOut: leftOut().length,
    width: innerWidth,
    height: innerHeight,
  };
  try {
    await fetch(root.dataset.report, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(said), signal: AbortSignal.timeout(probeTimeoutMs) });
  } catch {
    // A minute later there is another one.
  }
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // The machine's own settings decide.
  }
}

function startClock() {
  try {
    const worker = new Worker(root.dataset.worker);
    worker.onmessage = message => {
      worker.postMessage("here");
      if (message.data === "late") recovery.want("late");
      tick();
    };
    worker.onerror = () => setInterval(tick, 1000);
  } catch {
    setInterval(tick, 1000);
  }
}

remember(lifeKey, life);
lay();
addEventListener("resize", lay);
document.addEventListener("visibilitychange", () => { if (!document.hidden) stayAwake(); });
stayAwake();
open();
startClock();
