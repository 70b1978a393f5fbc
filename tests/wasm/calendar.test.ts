// A surprise is hidden until a day begins where the shopper is. Each test runs in three zones; the page's
// client asks the real engine.
import assert from "node:assert/strict";
import { afterEach, test, type TestContext } from "node:test";
import { KnownSitting } from "../../wasm/src/client/calls.js";
import { HearthControl } from "../../wasm/src/client/hearth-control.js";
import type { HistoryList, PortApi } from "../../wasm/src/shared/api.js";
import { PROTOCOL } from "../../wasm/src/shared/protocol.js";
import type { Port } from "../../wasm/src/shared/rpc.js";
import { serve } from "../../wasm/src/shared/rpc-server.js";
import { unwrap } from "../../wasm/src/worker/raw-engine.js";
import { makeRealEngine } from "./real-engine.js";
import { SMALL_CATALOG } from "./small-catalog.js";

const ZONES = ["UTC", "America/Los_Angeles", "Pacific/Auckland"];
const BASKET = ["A1"];
const [ANNA, BEN] = [0, 1];

const zone_before = process.env["TZ"];
afterEach(() => {
  if (zone_before === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone_before;
});

// A page whose clock stands where `clock.now` says, and the engine behind it. `ask` says who asks.
async function openPage(t: TestContext) {
  const engine = await makeRealEngine();
  unwrap(engine.loadCatalog(SMALL_CATALOG));
  const clock = { now: 0 };
  const ask = (op: string, request: object, now = clock.now) =>
    unwrap(engine.handle(JSON.stringify({ ...request, op, now })));
  const { port1, port2 } = new MessageChannel();
  const seat = { turn: 1, sitting: { number: 0, picked: false, member: null, mode: { label: "personal" } } } as const;
  serve<PortApi>(port2 as unknown as Port, PROTOCOL, {
    run: async (_signal, op, request, now) => ask(op, request, now),
    sit: async () => seat,
    health: async () => ({ state: "visit", persistence: "memory", damage: null }),
  });
  t.after(() => port1.close());
  ask("household.change", { member: ANNA, name: "Anna" }, Date.UTC(2026, 0, 1));
  ask("household.add", { name: "Ben" }, Date.UTC(2026, 0, 1));
  return { clock, ask, control: new HearthControl(port1 as unknown as Port, new KnownSitting(), () => clock.now, seat) };
}

// In the zone of the test.
const local = (month: number, day: number, hour = 0, minute = 0): number =>
  new Date(2026, month - 1, day, hour, minute).getTime();

for (const zone of ZONES) {
  test(`in ${zone} the suggested day is the family's own, at any hour of the day`, async (t) => {
    process.env["TZ"] = zone;
    const { clock, ask, control } = await openPage(t);
    for (const [hour, minute] of [[0, 1], [7, 0], [12, 0], [17, 0], [23, 59]] as const) {
      clock.now = local(12, 22, hour, minute);
      ask("household.settings", { dates: [] });
      assert.equal((await control.gift.suggest(BASKET)).until, local(12, 26), "the day after Christmas");
      for (const [day, until] of [[22, 23], [23, 24], [26, 26]] as const) {
        ask("household.settings", { dates: [{ month: 12, day, name: "Ben" }] });
        const suggestion = await control.gift.suggest(BASKET);
        assert.deepEqual(suggestion, { suggest: true, because: "date", until: local(12, until) }, `${day} at ${hour}:${minute}`);
      }
      ask("household.settings", { dates: [{ month: 12, day: 21, name: "Ben" }] });
      assert.equal((await control.gift.suggest(BASKET)).suggest, false, "it was yesterday");
    }
  });

  test(`in ${zone} a day beyond the change of the clocks begins at its own midnight`, async (t) => {
    process.env["TZ"] = zone;
    const { clock, ask, control } = await openPage(t);
    for (const [month, day] of [[3, 20], [4, 10], [10, 5], [11, 5]] as const) {
      clock.now = local(month, day - 15, 18);
      ask("household.settings", { dates: [{ month, day, name: "Ben" }] });
      assert.equal((await control.gift.suggest(BASKET)).until, local(month, day + 1));
    }
  });

  test(`in ${zone} the surprise is hidden up to that midnight and there from it on`, async (t) => {
    process.env["TZ"] = zone;
    const { clock, ask, control } = await openPage(t);
    clock.now = local(12, 22, 21);
    const { until } = await control.gift.suggest(BASKET);
    ask("record", { viewer: ANNA, events: [{ type: "buy", sku: "A1", label: "gift" }], gift: { until, for: BEN } });
    const gift_at = (now: number) => {
      const { events: [event] } = ask("history.list", { viewer: ANNA }, now) as HistoryList;
      return event?.gift;
    };
    assert.equal(gift_at(local(12, 25, 23, 59))?.until, local(12, 26));
    assert.equal(gift_at(local(12, 26)), null);
  });
}
