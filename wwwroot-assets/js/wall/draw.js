// Puts frames and beats on the board. Texts of events are set as text and nothing else; sizes go through the CSSOM.
import { ageMark, place, roughly, sizes } from "./rules.js";

const root = document.documentElement;
const one = name => document.querySelector(`[data-${name}]`);
const tiles = [...document.querySelectorAll("[data-columns] > [data-tile]")];
const tileNames = tiles.map(tile => tile.dataset.tile);
const numbers = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const svgNamespace = "http://www.w3.org/2000/svg";

const signs = {
  waiting: "M10 2a8 8 0 1 0 0 16a8 8 0 1 0 0-16z",
  ok: "M10 2a8 8 0 1 0 0 16a8 8 0 1 0 0-16z",
  slow: "M10 2L19 18H1z",
  warn: "M10 2L19 18H1z",
  down: "M5 2L10 7L15 2L18 5L13 10L18 15L15 18L10 13L5 18L2 15L7 10L2 5z",
  bad: "M5 2L10 7L15 2L18 5L13 10L18 15L15 18L10 13L5 18L2 15L7 10L2 5z",
};
const marks = [
  "M10 2a8 8 0 1 0 0 16a8 8 0 1 0 0-16z",
  "M3 3h14v14H3z",
  "M10 2L19 18H1z",
  "M10 1L19 10L10 19L1 10z",
  "M7.5 2h5v5.5H18v5h-5.5V18h-5v-5.5H2v-5h5.5z",
  "M6 2h8l4 8l-4 8H6l-4-8z",
  "M1 2h18L10 18z",
];

const rooms = new Map();
let shown = { leftOut: [] };
let frame = null;
let store = null;

export function leftOut() {
  return shown.leftOut;
}

// The board's own layout: which tiles, how large, how many lines. Called when the window changes.
export function lay() {
  const screen = { width: innerWidth, height: innerHeight };
  const size = sizes({ distance: Number(root.dataset.dist), diagonal: Number(root.dataset.diag), ...screen });
  for (const [name, pixels] of Object.entries(size)) root.style.setProperty(`--wall-${name}`, `${pixels.toFixed(2)}px`);
  shown = place(tileNames, { ...screen, body: size.body });
  const columns = shown.columns.map(names => {
    const column = document.createElement("div");
    column.className = "wall-column";
    column.append(...names.map(name => tiles[tileNames.indexOf(name)]));
    return column;
  });
  one("columns").replaceChildren(...columns);
  document.querySelector("[data-tile=clock]").dataset.width = shown.top;
  const count = shown.leftOut.length;
  setText(one("left-out"), count === 0 ? "" : `${count} ${count === 1 ? "tile" : "tiles"} not shown`);
  root.dataset.laid = "true";
  rooms.clear();
  if (frame) drawFrame(frame);
}

export function drawFrame(newest) {
  frame = newest;
  if (one("rate")) drawRate(frame.rate);
  if (one("events")) drawEvents(frame.events);
  if (one("categories")) drawCategories(frame);
  if (one("position")) setText(one("position"), frame.position);
}

export function drawBeat(beat, clockTime) {
  store = beat.store;
  if (one("complete") && beat.feedChecked) setText(one("complete"), clockTime(beat.feedChecked));
}

// What asks for attention: one thing, the worst.
export function drawHealth(state, text) {
  const health = one("health");
  if (health.dataset.health !== state) {
    health.dataset.health = state;
    one("health-shape").setAttribute("d", signs[state]);
  }
  setText(one("health-words"), text);
}

// Ages by the server's clock; a tile that was never checked is as old as the page.
export function drawAges(ages) {
  for (const tile of tiles) {
    const age = tile.dataset.tile === "store" ? ages.store : ages.feed;
    const mark = ageMark(age);
    if (tile.dataset.age !== mark) tile.dataset.age = mark;
    setText(tile.querySelector("[data-age-word]"), { fresh: "", aging: "checked" }[mark] ?? "STALE");
    setText(tile.querySelector("[data-age-time]"), mark === "fresh" ? "" : mark === "aging" ? `${roughly(age)} ago` : roughly(age));
  }
  drawStore(ages.store);
  const strip = document.querySelector("[data-tile=clock]");
  strip.dataset.age = ageMark(ages.server);
}

export function drawClock(time, date, corner) {
  setText(one("clock"), time);
  setText(one("date"), date);
  setText(one("corner"), corner);
}

// What the store said last, and only while that is recent as its state.
function drawStore(age) {
  const status = one("store");
  if (!status || !store) return;
  const isKnown = ["fresh", "aging"].includes(ageMark(age));
  const state = isKnown ? store.state : "waiting";
  if (status.dataset.store !== state) {
    status.dataset.store = state;
    one("store-shape").setAttribute("d", signs[state]);
  }
  setText(one("store-words"), isKnown ? store.words : `last: ${store.words}`);
  setText(one("store-detail"), store.detail);
}

function drawRate(rate) {
  const mean = rate.reduce((sum, count) => sum + count, 0) / rate.length;
  const peak = Math.max(...rate);
  setText(one("rate"), mean > 0 && mean < 10 ? tenths.format(mean) : numbers.format(mean));
  setText(one("rate-words"), `now ${numbers.format(rate.at(-1))} · peak ${numbers.format(peak)} · 60 s`);
  const bars = rate.map((count, second) => count ? `M${second + 0.1} 20V${(20 - (19 * count) / peak).toFixed(2)}H${second + 0.9}V20z` : "").join("");
  const path = one("rate-bars");
  if (path.getAttribute("d") !== bars) path.setAttribute("d", bars);
}

function drawEvents(events) {
  const list = one("events");
  const lines = events.slice(0, linesOf(list, one("events-note")));
  fill(list, lines.length, () => row("wall-time", "mark", "wall-words", "wall-kind"), (line, index) => {
    const { time, category, mark, words: text } = lines[index];
    setText(line.children[0], time);
    setMark(line.children[1], mark);
    setText(line.children[2], text);
    setText(line.children[3], category);
  });
  setText(one("events-note"), lines.length ? "" : "no events yet");
}

function drawCategories({ categories, rest, total, day, isCounting }) {
  const list = one("categories");
  const lines = categories.slice(0, linesOf(list, one("categories-note")));
  const largest = Math.max(1, ...lines.map(line => line.count));
  fill(list, lines.length, () => row("mark", "wall-words", "wall-bar", "wall-count"), (line, index) => {
    const { name, mark, count } = lines[index];
    setMark(line.children[0], mark);
    setText(line.children[1], name);
    line.children[2].firstChild.dataset.mark = mark % marks.length;
    line.children[2].firstChild.style.inlineSize = `${((100 * count) / largest).toFixed(1)}%`;
    setText(line.children[3], numbers.format(count));
  });
  const hidden = categories.slice(lines.length).reduce((sum, line) => sum + line.count, rest);
  setText(one("total"), numbers.format(total));
  const more = hidden ? ` · ${numbers.format(hidden)} in others` : "";
  setText(one("categories-note"), isCounting ? "still counting" : `since midnight, ${day}${more}`);
}

// As many lines as the list has room for. Asking the browser makes it lay the board out, so the answer is kept until something beside the list
// comes or goes, or the window changes.
function linesOf(list, note) {
  const isAlone = note.textContent === "";
  const known = rooms.get(list);
  if (known?.isAlone === isAlone) return known.lines;
  const lines = Math.max(1, Math.floor((list.clientHeight + 1) / parseFloat(getComputedStyle(list).lineHeight)));
  rooms.set(list, { isAlone, lines });
  return lines;
}

function fill(list, count, make, draw) {
  while (list.children.length > count) list.lastChild.remove();
  while (list.children.length < count) list.append(make());
  [...list.children].forEach(draw);
}

function row(...parts) {
  const line = document.createElement("li");
  line.append(...parts.map(part => {
    if (part === "mark") return signElement();
    const element = document.createElement(part === "wall-words" ? "bdi" : "span");
    element.className = part;
    if (part === "wall-bar") element.append(document.createElement("i"));
    return element;
  }));
  return line;
}

function signElement() {
  const sign = document.createElementNS(svgNamespace, "svg");
  sign.setAttribute("viewBox", "0 0 20 20");
  sign.setAttribute("class", "wall-sign");
  sign.setAttribute("aria-hidden", "true");
  sign.append(document.createElementNS(svgNamespace, "path"));
  return sign;
}

// Seven colours and seven shapes; beyond seven categories the pairs are others.
function setMark(sign, mark) {
  if (sign.dataset.index === String(mark)) return;
  sign.dataset.index = mark;
  sign.dataset.mark = mark % marks.length;
  sign.firstChild.setAttribute("d", marks[(mark + Math.floor(mark / marks.length)) % marks.length]);
}

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
