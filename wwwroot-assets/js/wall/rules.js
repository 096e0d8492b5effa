// What a wall decides, without a browser around it: every function is given its time, so that days can be tried in a moment.

export const agingMs = 5000;
export const staleMs = 15000;
export const deadMs = 60000;

const silenceMs = 15000;
const reloadsMax = 3;
const reloadWindowMs = 5 * 60 * 1000;
const guardedProbeMs = 60000;
const opensMax = 4;
const heapBytesMax = 300 * 1024 * 1024;
const dayMinutes = 24 * 60;
const plannedFromMinute = 3 * 60;
const plannedSpreadMinutes = 2 * 60;
const plannedLeadMinutes = 60;

// How sure a reader may be of a figure that was last checked so long ago.
export function ageMark(milliseconds) {
  if (milliseconds > deadMs) return "dead";
  if (milliseconds > staleMs) return "stale";
  return milliseconds > agingMs ? "aging" : "fresh";
}

// The largest unit only, for what is read in passing.
export function roughly(milliseconds) {
  return words(milliseconds).split(" ").slice(0, 2).join(" ");
}

export function words(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${Math.floor(hours / 24)} d`;
}

// Sizes of letters in pixels: a capital is as high as the distance asks for. The window is taken for the whole screen.
export function sizes({ distance, diagonal, width, height }) {
  const capitalOfFont = 0.71;
  const millimetresOfPixel = (diagonal * 25.4) / Math.hypot(width, height);
  const font = share => (distance * 1000) / share / millimetresOfPixel / capitalOfFont;
  return { body: font(150), label: font(120), figure: font(60), floor: font(215) };
}

// Least heights and widths, in letters of the body.
const stripHeights = { wide: 3, one: 3, two: 5, least: 3 };
const cornerHeight = 0.95;
const gap = 0.45;
const margins = { width: 1, height: 0.8 };
const tileHeights = { rate: 4.8, events: 4.8, categories: 6.3, store: 3.5, feed: 3.5 };
const columnWidthWanted = 18;
const columnWidthMin = 11.5;

// How the strip at the top is laid out: the clock, what the board is, and health; without the middle; in two rows; or health alone, whose words
// hold the time as well.
export function stripWidth(letters) {
  if (letters >= 33) return "wide";
  if (letters >= 22.5) return "one";
  return letters >= 12.5 ? "two" : "least";
}

// Which tiles stand in which column. A tile that does not fit is left out; none is made smaller.
export function place(tiles, { width, height, body }) {
  const top = stripWidth(width / body);
  const room = { width: width / body - margins.width, height: height / body - margins.height - stripHeights[top] - cornerHeight - 2 * gap };
  const wanted = Math.floor(room.width / columnWidthWanted);
  const count = Math.max(1, wanted, room.width >= 2 * columnWidthMin + gap ? 2 : 1);
  const columns = Array.from({ length: Math.min(count, tiles.length || 1) }, () => ({ tiles: [], used: 0 }));
  const leftOut = top === "least" ? ["clock"] : [];
  for (const tile of tiles) {
    const need = tileHeights[tile] ?? Infinity;
    const column = columns
      .filter(one => one.used + need + (one.used ? gap : 0) <= room.height && room.width >= columnWidthMin)
      .sort((one, other) => one.used - other.used)[0];
    if (!column) {
      leftOut.push(tile);
      continue;
    }
    column.used += need + (column.used ? gap : 0);
    column.tiles.push(tile);
  }
  return { columns: columns.map(column => column.tiles).filter(column => column.length > 0), leftOut, top };
}

// Times of the day are minutes since midnight in the board's zone.
export function isDark(theme, minute, lightFrom, darkFrom) {
  if (theme !== "schedule") return theme === "dark";
  return lightFrom < darkFrom ? minute < lightFrom || minute >= darkFrom : minute >= darkFrom && minute < lightFrom;
}

export function minuteOf(text) {
  const [hours, minutes] = text.split(":");
  return Number(hours) * 60 + Number(minutes);
}

// Once a day in the small hours, every screen at another minute, and not right after the page was opened.
export function plannedReload(now, minute, random) {
  const target = plannedFromMinute + Math.floor(random() * plannedSpreadMinutes);
  const wait = (target - minute + dayMinutes) % dayMinutes;
  return now + (wait < plannedLeadMinutes ? wait + dayMinutes : wait) * 60000;
}

export function isHeapTooLarge(bytes) {
  return bytes > heapBytesMax;
}

// The ladder: the stream's own retries, then probes for ever, then a new stream or, if there is a reason for one, a reload. A reload comes only
// after the server has said that it is ready, and only so many times in a while.
// Times given as "now" only ever grow; times in "reloads" are of the calendar, since they outlive the page.
export class Recovery {
  constructor({ build, now, calendar, reloads = [], random = Math.random }) {
    Object.assign(this, { build, random, calendar, reloads });
    this.stage = "listening";
    this.heardAt = now;
    this.probeAt = now;
    this.opens = 0;
    this.reason = null;
    this.isLost = false;
    this.recoveries = 0;
  }

  // A frame or a beat came.
  heard(now) {
    if (this.isLost) this.recoveries++;
    this.isLost = false;
    this.stage = "listening";
    this.heardAt = now;
    this.opens = 0;
  }

  // The stream broke off. The browser tries again by itself, unless it has given up.
  lost(now, isGivenUp) {
    this.isLost = true;
    if (!isGivenUp || this.stage !== "listening") return;
    this.stage = "probing";
    this.probeAt = now + this.pause();
  }

  // Something calls for a new page: another build, the hour, the heap, a script that was late.
  want(reason) {
    this.reason ??= reason;
  }

  isGuarded() {
    const now = this.calendar();
    return this.reloads.filter(at => now - at < reloadWindowMs && at <= now).length >= reloadsMax;
  }

  // "wait", "probe", or "close": the stream is silent, so give it up and probe.
  next(now) {
    if (this.stage === "listening" && now - this.heardAt > silenceMs) {
      this.stage = "probing";
      this.isLost = true;
      this.probeAt = now + this.pause();
      return "close";
    }
    if (this.stage === "listening" && (!this.reason || this.isGuarded())) return "wait";
    if (now < this.probeAt) return "wait";
    this.probeAt = now + this.pause();
    return "probe";
  }

  // After a probe: "wait", "open" a new stream, or "reload".
  probed(now, health) {
    if (!health) return "wait";
    if (health.build !== this.build) this.want("build");
    if (this.stage === "probing" && this.opens >= opensMax) this.want("silence");
    if (this.reason && !this.isGuarded()) return "reload";
    if (this.stage === "listening") return "wait";
    this.stage = "listening";
    this.heardAt = now;
    this.opens++;
    return "open";
  }

  reloading() {
    const now = this.calendar();
    this.reloads = [...this.reloads.filter(at => now - at < reloadWindowMs), now];
    return this.reloads;
  }

  pause() {
    return this.isGuarded() ? guardedProbeMs : 3000 + 2000 * this.random();
  }
}
