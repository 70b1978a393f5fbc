// What a shop may ask of the worker, and what only a member may, by the worker's own ports; and the two clients over
// them. The engine here keeps words (word-engine.ts).
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { KnownSitting } from "../../wasm/src/client/calls.js";
import { Hearth } from "../../wasm/src/client/hearth.js";
import { HearthControl } from "../../wasm/src/client/hearth-control.js";
import { hashOfCode } from "../../wasm/src/client/household-code.js";
import { type ChangeNotice, type OperationName, OPERATIONS, type ShopNotice } from "../../wasm/src/shared/api.js";
import type { Port } from "../../wasm/src/shared/rpc.js";
import { type Ports, servePorts } from "../../wasm/src/worker/ports.js";
import { Browser } from "./browser-of-tabs.js";
import { WordEngine } from "./word-engine.js";

const NOW = 1000;
const CODE = { salt: "00112233445566778899aabbccddeeff", iterations: 100_000 };

// A port whose messages can be held back: of a worker's two, either may be the slower.
class SlowPort {
  readonly #port: MessagePort;
  readonly #held: (() => void)[] = [];
  #holds = false;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  addEventListener(type: string, listener: (event: MessageEvent) => void): void {
    this.#port.addEventListener(type as "message", (event) => {
      if (this.#holds) this.#held.push(() => listener(event));
      else listener(event);
    });
  }

  start(): void {
    this.#port.start();
  }

  hold(): void {
    this.#holds = true;
  }

  release(): void {
    this.#holds = false;
    for (const deliver of this.#held.splice(0)) deliver();
  }
}

class CodedEngine extends WordEngine {
  readonly asked: Record<string, unknown>[] = [];
  kind: typeof CODE | null = null;

  override handle(text: string): string {
    const request = JSON.parse(text) as Record<string, unknown>;
    this.asked.push(request);
    if (request["op"] !== "household.members") return super.handle(text);
    return JSON.stringify({ ok: { members: [{ id: 0 }, { id: 1 }], code: this.kind } });
  }
}

function openShop(t: TestContext, clock = (told: number) => told) {
  const channels = [new MessageChannel(), new MessageChannel()] as const;
  const [shop, member] = channels;
  t.after(() => channels.forEach(({ port1 }) => port1.close()));
  const engine = new CodedEngine();
  const notices: ChangeNotice[] = [];
  const host = new Browser().makeHost(engine, notices);
  const ports: Ports = servePorts(host, shop.port2 as unknown as Port, member.port2 as unknown as Port, clock);
  notices.push = (...told) => (told.forEach((each) => ports.notify(each)), 0);
  const known = new KnownSitting();
  const hearth = new Hearth(shop.port1 as unknown as Port, known, () => NOW, () => {});
  const first = { number: 0, picked: false, member: null, mode: { label: "personal" } } as const;
  const members_port = new SlowPort(member.port1);
  const control = new HearthControl(members_port as unknown as Port, known, () => NOW, ports.seat(first));
  return { engine, hearth, control, shop: shop.port1, member: member.port1, members_port, asked: (op: string) => engine.asked.filter((each) => each["op"] === op) };
}

// Sends a message of the page's own making, as no client would.
function forge(port: MessagePort, method: string, args: unknown[]): Promise<{ value?: unknown; error?: { code: string } }> {
  const id = 1_000_000 + Math.floor(Math.random() * 1e6);
  return new Promise((resolve) => {
    const listen = ({ data }: MessageEvent<{ id?: number; value?: unknown; error?: { code: string } }>) => {
      if (data.id !== id) return;
      port.removeEventListener("message", listen);
      resolve(data);
    };
    port.addEventListener("message", listen);
    port.postMessage({ id, method, args });
  });
}

test("a shop's port refuses every operation of a member's, whatever the page sends", async (t) => {
  const { shop, engine, hearth } = openShop(t);
  await hearth.status();
  engine.asked.length = 0;
  const members = (Object.keys(OPERATIONS) as OperationName[]).filter((op) => OPERATIONS[op].caller === "member");
  assert.ok(members.length > 20);
  for (const op of members) {
    for (const request of [{}, { caller: "member" }, { op: "rank" }]) {
      assert.equal((await forge(shop, "run", [op, request, NOW, 0])).error?.code, "not_allowed", op);
    }
  }
  assert.equal((await forge(shop, "run", [new String("record"), { events: [] }, NOW, 0])).error?.code, "not_found");
  assert.equal((await forge(shop, "run", ["status", {}, Number.NaN, 0])).error?.code, "invalid_argument");
  assert.equal((await forge(shop, "sit", [{ member: 0 }, NOW, 0])).error?.code, "not_allowed");
  assert.equal((await forge(shop, "sit", [null, NOW, 0])).error?.code, "not_allowed");
  assert.equal((await forge(shop, "start", [{}, NOW])).error?.code, "not_found");
  assert.deepEqual(engine.asked, []);
});

test("a page does not say what time it is where the worker's clock counts", async (t) => {
  const { shop, asked } = openShop(t, () => NOW);
  await forge(shop, "run", ["record", { events: [] }, NOW + 400 * 86_400_000, 0]);
  assert.deepEqual(asked("record").map(({ now }) => now), [NOW]);
});

test("a shop's port takes neither an import nor a grown-up's word", async (t) => {
  const { shop } = openShop(t);
  const events = [{ type: "view", sku: "tea" }];
  assert.equal((await forge(shop, "run", ["record", { events }, NOW, 0])).error, undefined);
  for (const more of [{ skipKnown: true }, { skipKnown: false }, { grownUp: { asked: true } }]) {
    assert.equal((await forge(shop, "run", ["record", { events, ...more }, NOW, 0])).error?.code, "not_allowed");
  }
});

test("a page cannot say what is asked, when, nor by whom", async (t) => {
  const { shop, asked } = openShop(t);
  await forge(shop, "run", ["rank", { op: "history.list", now: 5, viewer: 1 }, NOW, 0]);
  assert.deepEqual(asked("rank").map(({ now, viewer }) => [now, viewer]), [[NOW, undefined]]);
  assert.deepEqual(asked("history.list"), []);
});

test("what a page is given holds nothing of a member's", async (t) => {
  const { hearth } = openShop(t);
  const names = new Set<string>();
  for (let each: object | null = hearth; each && each !== Object.prototype; each = Object.getPrototypeOf(each) as object | null) {
    for (const name of Object.getOwnPropertyNames(each)) names.add(name);
  }
  assert.deepEqual([...names].sort(), [
    "catalog", "close", "constants", "constructor", "onChange", "rank", "record", "sitting", "status",
  ]);
});

test("a member asks by the other port", async (t) => {
  const { hearth, control } = openShop(t);
  await hearth.record({ type: "view", sku: "tea" });
  assert.deepEqual(await control.history.list(), ["tea"]);
  assert.equal((await control.history.erase({ all: true })).erased, 1);
});

// What each was refused with. All are waited for at once: one that is refused while another is still awaited would end
// the test.
async function codesOf(begun: Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(begun);
  return settled.map((each) => (each.status === "rejected" ? (each.reason as { code?: unknown }).code : "done"));
}

test("the page's next event belongs to the sitting that the control has just begun", async (t) => {
  const { hearth, control, asked } = openShop(t);
  const { number } = await control.household.switchTo(1);
  assert.equal(hearth.sitting, number);
  await hearth.record({ type: "view", sku: "tea" });
  assert.equal(asked("record")[0]?.["viewer"], 1);
});

test("what a control begins belongs to the sitting that it shows, although the shop's port knows the next", async (t) => {
  const { hearth, control, member, members_port, asked } = openShop(t);
  const { number } = await control.household.switchTo(1);
  members_port.hold();
  await forge(member, "sit", [{ member: 0 }, NOW, number]);
  await hearth.status();
  assert.notEqual(hearth.sitting, number);
  assert.equal(control.sitting.number, number);
  const gift = control.controls.gift({ until: NOW + 86_400_000 });
  const label = control.controls.label({ events: [] }, "private");
  await hearth.status();
  members_port.release();
  assert.deepEqual(await codesOf([gift, label]), ["sitting_over", "sitting_over"]);
  assert.deepEqual(asked("controls.label"), []);
  assert.deepEqual(control.sitting.mode, { label: "personal" });
});

test("what waits for a grown-up's word belongs to the sitting in which it was asked for", async (t) => {
  const { engine, control, member, asked } = openShop(t);
  engine.kind = CODE;
  engine.code = await hashOfCode("1234", CODE);
  const { number } = await control.household.switchTo(1);
  const word = { code: "1234" };
  const begun = [
    control.history.import({ format: "hearth-history", version: 1, currency: null, events: [] }, word),
    control.household.erase(word),
    control.household.setCode("5678", word),
  ];
  await forge(member, "sit", [{ member: 0 }, NOW, number]);
  assert.deepEqual(await codesOf(begun), ["sitting_over", "sitting_over", "sitting_over"]);
  for (const op of ["record", "household.erase", "household.code"]) assert.deepEqual(asked(op), [], op);
});

test("what a page finishes later than it began is recorded in that sitting or not at all", async (t) => {
  const { hearth, control, asked } = openShop(t);
  const { number } = await control.household.switchTo(1);
  await hearth.record({ type: "view", sku: "tea" }, { sitting: number });
  await control.household.switchTo(0);
  await assert.rejects(hearth.record({ type: "view", sku: "pot" }, { sitting: number }), { code: "sitting_over" });
  assert.deepEqual(asked("record").map(({ viewer }) => viewer), [1]);
});

test("of two tellings of who sits there the later counts, by whichever port it comes first", () => {
  const known = new KnownSitting();
  known.take({ turn: 2, sitting: 20 });
  known.take({ turn: 1, sitting: 10 });
  assert.equal(known.number, 20);
  known.take({ turn: 3, sitting: 30 });
  assert.equal(known.number, 30);
});

test("a shop hears that somebody else sits there, a member who and how", async (t) => {
  const { hearth, control } = openShop(t);
  const shop: ShopNotice[] = [];
  const member: ChangeNotice[] = [];
  hearth.onChange((change) => shop.push(change));
  control.onChange((change) => member.push(change));
  const sitting = await control.household.switchTo(1);
  await hearth.record({ type: "view", sku: "tea" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(shop, [{ elsewhere: false, sitting: sitting.number }, { elsewhere: false }]);
  assert.deepEqual(member, [{ elsewhere: false, sitting }, { elsewhere: false }]);
});

test("of the household's code only its slow hash reaches the worker", async (t) => {
  const { engine, control, asked } = openShop(t);
  engine.kind = CODE;
  engine.code = await hashOfCode("1234", CODE);
  await control.household.erase({ code: " 1234 " });
  assert.deepEqual(asked("household.erase")[0]?.["grownUp"], { code: engine.code });
  assert.doesNotMatch(JSON.stringify(engine.asked), /"1234"|" 1234 "/);
  await assert.rejects(control.household.erase({ code: "4321" }), { code: "needs_grown_up" });
});

test("the hash of a code is PBKDF2's", async () => {
  // RFC 7914, section 11: PBKDF2-HMAC-SHA-256, P="Password", S="NaCl", c=80000, the first 32 bytes.
  assert.equal(await hashOfCode("Password", { salt: "4e61436c", iterations: 80_000 }),
    "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
});

test("a new code has a salt of its own and 100,000 rounds at least", async (t) => {
  const { control, asked } = openShop(t);
  await control.household.setCode("1234", { asked: true });
  await control.household.setCode("1234", { asked: true });
  await control.household.setCode(null, { asked: true });
  const [one, two, none] = asked("household.code") as { salt?: string; iterations?: number; hash: string | null; grownUp: object }[];
  assert.match(one!.salt!, /^[0-9a-f]{32}$/);
  assert.match(one!.hash!, /^[0-9a-f]{64}$/);
  assert.ok(one!.iterations! >= 100_000);
  assert.notEqual(one!.salt, two!.salt);
  assert.notEqual(one!.hash, two!.hash);
  assert.deepEqual(one!.grownUp, { asked: true });
  assert.deepEqual([none!.hash, none!.salt], [null, undefined]);
  await assert.rejects(control.household.setCode(" "), { code: "invalid_argument" });
});

test("a code that is no longer valid counts as a grown-up's word", async (t) => {
  const { control, asked } = openShop(t);
  await control.household.discard("00", { code: "1234" });
  assert.deepEqual(asked("household.discard")[0]?.["grownUp"], { asked: true });
});

test("a guarded method passes a grown-up's word on where one was given", async (t) => {
  const { control, asked } = openShop(t);
  const word = { asked: true } as const;
  await control.household.add({ name: "Dora" }, word);
  await control.household.change(1, { kind: "adult" }, word);
  await control.household.remove(1, "erase", word);
  await control.household.settings({ threshold: 90 }, word);
  await control.household.erase(word);
  await control.history.import({ format: "hearth-history", version: 1, currency: "SEK", events: [] }, word);
  for (const op of ["household.add", "household.change", "household.remove", "household.settings", "household.erase", "record"]) {
    assert.deepEqual(asked(op)[0]?.["grownUp"], word, op);
  }
  assert.equal(asked("record")[0]?.["currency"], "SEK");
  await control.household.rename(1, "Dora");
  assert.equal(asked("household.change")[1]?.["grownUp"], undefined);
});
