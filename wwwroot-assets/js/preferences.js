// What only the browser can do for the viewer's preferences: cookies, the class of the html element, and its own time zone.

const oneYearSeconds = 31536000;

export function keep(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${oneYearSeconds}; SameSite=Lax${secure}`;
}

// Kept before it is shown: a page that is reloaded at that moment must not fall back.
export function chooseTheme(themeClass, cookie, value) {
  keep(cookie, value);
  const root = document.documentElement;
  root.classList.remove("theme-system", "theme-light", "theme-dark");
  root.classList.add(themeClass);
}

export function browserZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
}
