// The demo's households: an empty one, and a sample family of real (anonymous) shoppers, whose history is
// copied into this browser the first time it is chosen. One file is fetched by everybody, so that the
// server cannot tell which was chosen.
import type { HearthControl, Member, ShopEvent } from "hearth";
import { SHOP_ID } from "./brand.ts";
import { startOfDay } from "./format.ts";
import { keep, recall } from "./kept.ts";

interface Samples {
  readonly asOf: number;
  readonly name: string;
  readonly members: readonly (Pick<Member, "name" | "colour" | "kind"> & { readonly events: readonly ShopEvent[] })[];
  readonly unsigned: readonly { readonly daysAgo: number; readonly at: string; readonly events: readonly ShopEvent[] }[];
  readonly running: readonly { readonly minutesAgo: number; readonly event: ShopEvent }[];
}

export interface HouseholdChoice {
  readonly id: string;
  readonly name: string;
  readonly samples: Samples | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ASKED = { asked: true } as const; // who sets a demo up is grown-up enough
const CHOSEN = `${SHOP_ID}.household`;
const importedKey = (id: string): string => `${SHOP_ID}.imported.${id}`;

export async function fetchHouseholds(): Promise<readonly HouseholdChoice[]> {
  const response = await fetch("samples.json");
  if (!response.ok) throw new Error(`the sample household could not be loaded (${response.status})`);
  const samples = await response.json() as Samples;
  const empty = { id: "me", name: "New here", samples: null };
  return samples.members.length === 0 ? [empty] : [{ id: "willow", name: samples.name, samples }, empty];
}

export function chosenHousehold(choices: readonly HouseholdChoice[]): HouseholdChoice {
  const id = recall("localStorage", CHOSEN) ?? "me";
  const choice = choices.find((each) => each.id === id) ?? choices[0];
  if (!choice) throw new Error("there is no household");
  return choice;
}

// Every page load is the same for every household, so a change of household is one. False where the
// browser does not keep which was chosen.
export function chooseHousehold({ id }: HouseholdChoice): boolean {
  if (!keep("localStorage", CHOSEN, id)) return false;
  location.hash = "#/";
  location.reload();
  return true;
}

// Once: who erases a history does not want it back at the next visit.
export async function importSamples(control: HearthControl, { id, samples }: HouseholdChoice, now: number): Promise<void> {
  if (!samples || recall("localStorage", importedKey(id)) !== null) return;
  const { members } = await control.household.members();
  if (members.length > 1 || members[0]?.name !== "") return;
  const ids: number[] = [];
  for (const { name, colour, kind } of samples.members) {
    const traits = { name, colour, kind };
    ids.push((ids.length === 0 ? await control.household.change(0, traits) : await control.household.add(traits, ASKED)).id);
  }
  for (const [i, { events }] of samples.members.entries()) {
    await control.household.switchTo(ids[i] ?? 0);
    await put(control, events.map((event) => ({ ...event, time: movedTime(event.time ?? samples.asOf, samples.asOf, now) })));
  }
  await control.household.leave();
  for (const { daysAgo, at, events } of samples.unsigned) {
    const time = timeOfDay(startOfDay(now) - daysAgo * DAY_MS, at);
    await put(control, events.map((event, i) => ({ ...event, time: time + i * MINUTE_MS })));
  }
  await put(control, samples.running.map(({ minutesAgo, event }) => ({ ...event, time: now - minutesAgo * MINUTE_MS })));
  keep("localStorage", importedKey(id), "yes");
}

const put = (control: HearthControl, events: readonly ShopEvent[]): Promise<unknown> =>
  control.history.import({ format: "hearth-history", version: 1, events }, ASKED);

// The samples' times, moved by whole days so that their last day is today.
const movedTime = (time: number, as_of: number, now: number): number => time + Math.floor((now - as_of) / DAY_MS) * DAY_MS;

function timeOfDay(day: number, clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return new Date(day).setHours(hours, minutes, 0, 0);
}
