// Names of streams opened in this browser. Storage may be refused or hold anything: then there are none.

const key = "recent-streams";
const most = 12;

export function list() {
  try {
    const names = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(names) ? names.filter(name => typeof name === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

export function visit(name) {
  keep([name, ...list().filter(other => other !== name)].slice(0, most));
}

export function forget(name) {
  keep(list().filter(other => other !== name));
}

export function forgetAll() {
  keep([]);
}

function keep(names) {
  try {
    localStorage.setItem(key, JSON.stringify(names));
  } catch {
    // Full or refused: the list is a convenience.
  }
}
