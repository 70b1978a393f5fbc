// What open() makes of a worker that answers, or does not. The worker here is a message channel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { controlOf } from "../../wasm/src/client/control-of.js";
import { open, type OpenOptions, openWithControl } from "../../wasm/src/client/open.js";
import type { HostApi, PortApi, Sitting, StartOptions } from "../../wasm/src/shared/api.js";
import { EngineError } from "../../wasm/src/shared/errors.js";
import { PROTOCOL } from "../../wasm/src/shared/protocol.js";
import type { Port } from "../../wasm/src/shared/rpc.js";
import { serve } from "../../wasm/src/shared/rpc-server.js";

const SITTING: Sitting = { number: 7, picked: false, member: null, mode: { label: "personal" } };
const OPTIONS = () => ({ shop: "demo", pack: new Uint8Array(8), wasm: new Uint8Array(8), words: new Uint8Array(9), worker: "worker.js" });

// Gives the pages a worker that starts, or refuses to. Its ports say by whom they were asked.
function provideWorker(starts = true, takes_words = true) {
  const workers: {
    port: MessagePort; asked: string[]; options: StartOptions[]; words: (number | null)[]; terminated: number; die(): void;
  }[] = [];
  const serveAs = (caller: string, port: MessagePort, asked: string[]) => serve<PortApi>(port as unknown as Port, PROTOCOL, {
    run: async (_signal, op) => (asked.push(`${caller} ${op}`), op === "household.who" ? new Promise(() => {}) : { name: op }),
    sit: async () => ({ turn: 2, sitting: SITTING }),
    health: async () => ({ state: "visit", persistence: "memory", damage: null }),
  });
  class ChannelWorker {
    constructor() {
      const { port1, port2 } = new MessageChannel();
      const asked: string[] = [];
      const kept: MessagePort[] = [];
      serve<HostApi>(port2 as unknown as Port, PROTOCOL, {
        start: async (_signal, options, _now, shop, member) => {
          worker.options.push(options);
          kept.push(shop, member);
          if (!starts) throw new EngineError("storage_failed", "the disk is full");
          serveAs("shop", shop, asked);
          serveAs("member", member, asked);
          return { turn: 1, sitting: SITTING };
        },
        words: async (_signal, file) => {
          worker.words.push(file && file.length);
          if (file && !takes_words) throw new EngineError("malformed", "words: not the file of this release");
        },
      });
      const worker = {
        port: port1, asked, options: [] as StartOptions[], words: [] as (number | null)[], terminated: 0,
        die: () => void port1.dispatchEvent(new Event("error")),
      };
      workers.push(worker);
      return Object.assign(port1, { terminate: () => {
        worker.terminated += 1;
        for (const port of [port1, ...kept]) port.close();
      } });
    }
  }
  Object.assign(globalThis, { Worker: ChannelWorker });
  return workers;
}

test("a page and its control centre ask by ports of their own", async () => {
  const [workers, { hearth, control }] = [provideWorker(), await openWithControl(OPTIONS())];
  await hearth.catalog.item("A1");
  await control.history.list();
  assert.deepEqual(workers[0]?.asked, ["shop catalog.item", "member history.list"]);
  assert.deepEqual([hearth.sitting, control.sitting], [SITTING.number, SITTING]);
  hearth.close();
  assert.equal(workers[0]?.terminated, 1);
  await assert.rejects(control.history.list(), { code: "closed" });
});

test("a page that did not ask for the control does not get it; the package's own shelf has", async () => {
  const [, hearth] = [provideWorker(), await open(OPTIONS())];
  const reachable = JSON.stringify(Object.values(hearth as object).map((each) => Object.keys(each as object)));
  assert.doesNotMatch(reachable, /history|household|control/);
  assert.ok(!("control" in hearth));
  assert.ok(controlOf(hearth));
  hearth.close();
});

test("what is pending is refused by either when the worker dies", async () => {
  const [workers, { hearth, control }] = [provideWorker(), await openWithControl(OPTIONS())];
  await hearth.constants(); // the ports are open
  await control.history.list();
  const pending = control.household.whoIsShopping();
  workers[0]?.die();
  await assert.rejects(pending, { code: "closed" });
  await assert.rejects(hearth.constants(), { code: "closed" });
  hearth.close();
});

test("a shop whose engine does not start is closed", async () => {
  const workers = provideWorker(false);
  await assert.rejects(open(OPTIONS()), { code: "storage_failed" });
  assert.equal(workers[0]?.terminated, 1);
});

test("Global Privacy Control is as the browser says, unless the page says", async () => {
  const workers = provideWorker();
  const open_with = async (browsers: unknown, pages: { gpc?: boolean } = {}) => {
    Object.defineProperty(globalThis, "navigator", { value: browsers, configurable: true });
    (await open({ ...OPTIONS(), ...pages })).close();
    return workers.at(-1)?.options[0]?.gpc;
  };
  assert.equal(await open_with({}), false);
  assert.equal(await open_with({ globalPrivacyControl: true }), true);
  assert.equal(await open_with({ globalPrivacyControl: true }, { gpc: false }), false);
  assert.equal(await open_with({ globalPrivacyControl: false }, { gpc: true }), true);
});

test("the words are handed over; without them, or with others, the shop opens and the console says so once", async () => {
  const said: string[] = [];
  const warn = console.warn;
  console.warn = (text: string) => void said.push(text);
  const opened_with = async (words: OpenOptions["words"], takes_words = true) => {
    const workers = provideWorker(true, takes_words);
    const hearth = await open({ ...OPTIONS(), ...(words !== undefined && { words }) });
    await hearth.constants();
    for (let i = 0; i < 100 && (workers[0]?.words.length === 0 || said.length === 0); ++i) await new Promise(setImmediate);
    hearth.close();
    return [workers[0]?.words, said.splice(0)];
  };
  try {
    assert.deepEqual(await opened_with(new Uint8Array(5)), [[5], []]);
    const [missing, why] = await opened_with("no-such-scheme://words");
    assert.deepEqual([missing, why?.length], [[null], 1]);
    const [other, reason] = await opened_with(new Uint8Array(6), false);
    assert.deepEqual([other, reason?.length], [[6], 1]);
    assert.match(String(reason?.[0]), /not the file of this release/);
  } finally {
    console.warn = warn;
  }
});
