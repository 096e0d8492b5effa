// What only the browser can do for the viewer's preferences: cookies, the class of the html element, and its own time zone.

const oneYearSeconds = 31536000;

export function keep(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${oneYearSeconds}; SameSite=Lax${secure}`;
}

export function applyTheme(themeClass) {
  const root = document.documentElement;
  root.classList.remove("theme-system", "theme-light", "theme-dark");
  root.classList.add(themeClass);
}

export function browserZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
}
