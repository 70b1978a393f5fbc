// The demo's shoppers: somebody new, and real (anonymous) customers whose history is copied into this
// browser the first time they are chosen. One file with all of them is fetched by everybody, so that
// the server cannot tell who was chosen.
import type { Hearth, ShopEvent } from "hearth";
import { keep, recall } from "./kept.ts";

export interface Shopper {
  readonly name: string;
  readonly household: string;
  readonly events: readonly ShopEvent[];
}

interface Samples {
  readonly asOf: number;
  readonly members: readonly { readonly name: string; readonly events: readonly ShopEvent[] }[];
}

const DAY_MS = 86_400_000;
const CHOSEN = "wren-willow.shopper";
const importedKey = (household: string): string => `wren-willow.imported.${household}`;

export const NEW_HERE: Shopper = { name: "New here", household: "me", events: [] };

// The samples' times, moved by whole days so that their last day is today.
export function shoppersOf(samples: Samples, now: number): readonly Shopper[] {
  const shift_ms = Math.floor((now - samples.asOf) / DAY_MS) * DAY_MS;
  const members = samples.members.map(({ name, events }) => ({
    name,
    household: name.toLowerCase(),
    events: events.map((event) => ({ ...event, time: (event.time ?? samples.asOf) + shift_ms })),
  }));
  return [NEW_HERE, ...members];
}

export async function fetchShoppers(now: number): Promise<readonly Shopper[]> {
  const response = await fetch("samples.json");
  if (!response.ok) throw new Error(`the sample shoppers could not be loaded (${response.status})`);
  return shoppersOf(await response.json() as Samples, now);
}

export function chosenShopper(shoppers: readonly Shopper[]): Shopper {
  const household = recall("localStorage", CHOSEN);
  return shoppers.find((shopper) => shopper.household === household) ?? NEW_HERE;
}

// Every page load is the same for every shopper, so a change of shopper is one. False where the browser
// does not keep who was chosen.
export function chooseShopper(shopper: Shopper): boolean {
  if (!keep("localStorage", CHOSEN, shopper.household)) return false;
  location.hash = "#/";
  location.reload();
  return true;
}

// Once: who erases the history does not want it back at the next visit.
export async function importHistory(hearth: Hearth, shopper: Shopper): Promise<void> {
  if (shopper.events.length === 0 || recall("localStorage", importedKey(shopper.household)) !== null) return;
  await hearth.history.import({ format: "hearth-history", version: 1, events: shopper.events });
  keep("localStorage", importedKey(shopper.household), "yes");
}
