// Compiled, never run: what the public API's types promise.
import {
  EngineError, type ErrorCode, type Hearth, HearthShelf, type HistoryEvent, open, type RankedItem,
  type Recorded, showWhy, type Slate, type Status, type Why,
} from "hearth";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function expect<_Condition extends true>(): void {}

export async function check(): Promise<void> {
  const hearth: Hearth = await open({ shop: "demo", pack: "/shop.hpack" });
  await open({ shop: "demo", pack: { catalog: "{}" }, storage: "memory", now: () => 0 });
  await open({ shop: "demo", pack: new Uint8Array(), wasm: new Uint8Array(), household: "home" });
  // @ts-expect-error a shop has a name
  await open({ pack: "/shop.hpack" });
  // @ts-expect-error storage is one of two
  await open({ shop: "demo", pack: "/shop.hpack", storage: "cookie" });

  const recorded = await hearth.record({ type: "view", sku: "A" });
  expect<Same<typeof recorded, Recorded>>();
  await hearth.record([{ type: "buy", sku: "A", quantity: 2 }]);
  // @ts-expect-error there is no such event
  await hearth.record({ type: "click", sku: "A" });
  // @ts-expect-error an event names its item
  await hearth.record({ type: "view" });
  await hearth.record({ type: "search", query: "tea" });
  // @ts-expect-error a search is about no item
  await hearth.record({ type: "search", query: "tea", sku: "A" });
  // @ts-expect-error a look has no words
  await hearth.record({ type: "view", query: "tea" });

  const slate = await hearth.rank({ surface: "basket", basket: ["A"], limit: 12 });
  expect<Same<typeof slate, Slate>>();
  const first = slate.items[0];
  expect<Same<typeof first, RankedItem | undefined>>();
  // @ts-expect-error there are no scores in an answer
  first?.score;
  // @ts-expect-error a slate is read only
  slate.items.push();
  // @ts-expect-error there is no such surface
  await hearth.rank({ surface: "offers" });

  const why = await hearth.why("A", { surface: "basket", basket: ["A"] });
  expect<Same<typeof why, Why>>();
  // @ts-expect-error visits are the history's, not a request's
  await hearth.rank({ surface: "home", session: 1 });

  const status = await hearth.status();
  expect<Same<typeof status, Status>>();
  expect<Same<typeof status.persistence, "indexeddb" | "memory">>();
  const { events } = await hearth.history.list({ limit: 10 });
  expect<Same<(typeof events)[number], HistoryEvent>>();
  await hearth.history.erase({ all: true });
  await hearth.history.erase({ from: 0, to: 1 });
  // @ts-expect-error a range has two ends
  await hearth.history.erase({ from: 0 });
  // @ts-expect-error everything is everything
  await hearth.history.erase({ all: false });
  await hearth.history.import(await hearth.history.export());
  await hearth.controls.pause(true);
  const anna = await hearth.household.add({ name: "Anna", colour: "plum", kind: "adult" });
  await hearth.household.switchTo(anna.id);
  await hearth.household.switchTo(null);
  // @ts-expect-error somebody, or nobody in particular
  await hearth.household.switchTo();
  // @ts-expect-error who is asking is not the page's to say
  await hearth.rank({ surface: "home", viewer: anna.id });
  // @ts-expect-error there is no such colour
  await hearth.household.change(anna.id, { colour: "red" });
  // @ts-expect-error a history is erased or handed over
  await hearth.household.remove(anna.id);
  await hearth.controls.gift({ until: 1, for: anna.id, then: "reveal" });
  await hearth.controls.gift(null);
  // @ts-expect-error a surprise has a day
  await hearth.controls.gift({ for: anna.id });
  await hearth.controls.label({ skus: ["A"] }, "gift", { until: 1 });
  // @ts-expect-error which events?
  await hearth.controls.label({}, "private");
  const { suggest } = await hearth.gift.suggest(["A"]);
  expect<Same<typeof suggest, boolean>>();
  const stop: () => void = hearth.onChange(({ elsewhere }) => expect<Same<typeof elsewhere, boolean>>());
  stop();

  const shelf: HearthShelf = document.createElement("hearth-shelf");
  shelf.hearth = hearth;
  shelf.picture = () => document.createElement("img");
  await shelf.flush();
  HearthShelf.provide(hearth);
  showWhy(document.createElement("button"), { title: "Tea", shopOrder: true });

  const error: unknown = null;
  if (error instanceof EngineError) expect<Same<typeof error.code, ErrorCode>>();
}
