// Compiled, never run: what the public API's types promise.
import {
  EngineError, type ErrorCode, type Hearth, type HearthControl, HearthShelf, type HistoryEvent, open, openWithControl,
  type RankedItem,
  type Recorded, showWhy, type Slate, type Status, type Why,
} from "hearth";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function expect<_Condition extends true>(): void {}

export async function check(): Promise<void> {
  const hearth: Hearth = await open({ shop: "demo", pack: "/shop.hpack" });
  const { control }: { control: HearthControl } = await openWithControl({ shop: "demo", pack: "/shop.hpack" });
  // @ts-expect-error what is a member's is not a page's
  hearth.history;
  // @ts-expect-error
  hearth.household;
  // @ts-expect-error
  await hearth.why("A");
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
  // @ts-expect-error a view has no words
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

  const why = await control.why("A", { surface: "basket", basket: ["A"] });
  expect<Same<typeof why, Why>>();
  // @ts-expect-error visits are the history's, not a request's
  await hearth.rank({ surface: "home", session: 1 });

  const status = await hearth.status();
  expect<Same<typeof status, Status>>();
  expect<Same<typeof status.persistence, "indexeddb" | "memory">>();
  const { events } = await control.history.list({ limit: 10 });
  expect<Same<(typeof events)[number], HistoryEvent>>();
  await control.history.erase({ all: true });
  await control.history.erase({ from: 0, to: 1 });
  // @ts-expect-error a range has two ends
  await control.history.erase({ from: 0 });
  // @ts-expect-error everything is everything
  await control.history.erase({ all: false });
  await control.history.import(await control.history.export());
  await control.controls.pause(true);
  const anna = await control.household.add({ name: "Anna", colour: "plum", kind: "adult" });
  await control.household.switchTo(anna.id);
  await control.household.switchTo(null);
  // @ts-expect-error somebody, or nobody in particular
  await control.household.switchTo();
  // @ts-expect-error who is asking is not the page's to say
  await hearth.rank({ surface: "home", viewer: anna.id });
  // @ts-expect-error there is no such colour
  await control.household.change(anna.id, { colour: "red" });
  // @ts-expect-error a history is erased or handed over
  await control.household.remove(anna.id);
  const { undo } = await control.household.remove(anna.id, "erase", { code: "1234" });
  if (undo) await control.household.undo(undo);
  await control.household.setCode(null, { asked: true });
  // @ts-expect-error a grown-up was asked, or knows the code
  await control.household.erase({ asked: false });
  await control.controls.gift({ until: 1, for: anna.id, then: "reveal" });
  await control.controls.gift(null);
  // @ts-expect-error a surprise has a day
  await control.controls.gift({ for: anna.id });
  await control.controls.label({ skus: ["A"] }, "gift", { until: 1 });
  // @ts-expect-error which events?
  await control.controls.label({}, "private");
  const { suggest } = await control.gift.suggest(["A"]);
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
