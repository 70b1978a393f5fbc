// What the page keeps between visits. A browser may refuse its storage: then nothing is remembered,
// and the shop goes on.
export type Place = "localStorage" | "sessionStorage";

export function recall(place: Place, key: string): string | null {
  try {
    return globalThis[place].getItem(key);
  } catch {
    return null;
  }
}

// False where it could not be kept.
export function keep(place: Place, key: string, value: string): boolean {
  try {
    globalThis[place].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
