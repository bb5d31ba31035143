// What the explorer remembers: in sessionStorage, which ends with the tab, and which signing out clears.

const PREFIX = "integrates.explorer.";
const MOST = 30;

export function readText(name, otherwise) {
  return sessionStorage.getItem(PREFIX + name) ?? otherwise;
}

export function writeText(name, text) {
  try {
    sessionStorage.setItem(PREFIX + name, text);
  } catch {
    // The storage is full: what is typed stays in its editor.
  }
}

export function readHistory() {
  try {
    const entries = JSON.parse(sessionStorage.getItem(`${PREFIX}history`) ?? "[]");
    return Array.isArray(entries) ? entries : [];
  } catch {
    return [];
  }
}

export function addToHistory(entry) {
  const isSame = (other) => other.query === entry.query && other.variables === entry.variables;
  const others = readHistory().filter((other) => !isSame(other));
  writeText("history", JSON.stringify([entry, ...others].slice(0, MOST)));
}

export function clearHistory() {
  sessionStorage.removeItem(`${PREFIX}history`);
}
