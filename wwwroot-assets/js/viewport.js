// Whether there is room, asked when an act needs to know.
export const isAtLeast = pixels => matchMedia(`(width >= ${pixels}px)`).matches;
