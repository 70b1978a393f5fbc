import assert from "node:assert/strict";
import { test } from "node:test";
import { EngineError } from "../../wasm/src/shared/errors.js";
import { Connection, type Port } from "../../wasm/src/shared/rpc.js";
import { serve } from "../../wasm/src/shared/rpc-server.js";

interface Kitchen {
  cook(dish: string): Promise<string>;
  burn(): Promise<string>;
  never(): Promise<string>;
  weigh(bytes: Uint8Array): Promise<number>;
}

// The worker's end, a message port that can also die.
function makeChannel(): { near: Port & EventTarget; far: Port; stop: () => void } {
  const { port1, port2 } = new MessageChannel();
  return {
    near: port1 as unknown as Port & EventTarget,
    far: port2 as unknown as Port,
    stop: () => port1.close(),
  };
}

const signals: AbortSignal[] = [];

function serveKitchen(far: Port, protocol = 1): (notice: unknown) => void {
  return serve<Kitchen>(far, protocol, {
    cook: async (_signal, dish) => `hot ${dish}`,
    burn: async () => {
      throw new EngineError("not_found", "no such dish");
    },
    never: (signal) => {
      signals.push(signal);
      return new Promise(() => {});
    },
    weigh: async (_signal, bytes) => bytes.length,
  });
}

const code = (expected: string) => (error: unknown) =>
  error instanceof EngineError && error.code === expected;

test("answers a call that was made before the worker was ready", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  const kitchen = new Connection<Kitchen>(near, 1);
  const early = kitchen.call("cook", ["soup"]);
  serveKitchen(far);
  assert.equal(await early, "hot soup");
});

test("carries an error's code across", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  serveKitchen(far);
  await assert.rejects(new Connection<Kitchen>(near, 1).call("burn", []), code("not_found"));
});

test("refuses a method that the service does not have, inherited ones too", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  serveKitchen(far);
  const kitchen = new Connection<Kitchen>(near, 1);
  await assert.rejects(kitchen.call("toString" as "burn", []), code("not_found"));
});

test("rejects pending calls when the worker dies", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  serveKitchen(far);
  const kitchen = new Connection<Kitchen>(near, 1);
  await kitchen.call("cook", ["soup"]);
  const pending = kitchen.call("never", []);
  near.dispatchEvent(new Event("error"));
  await assert.rejects(pending, code("closed"));
  await assert.rejects(kitchen.call("cook", ["soup"]), code("closed"));
});

test("rejects waiting calls when the worker does not start", async (t) => {
  const { near, stop } = makeChannel();
  t.after(stop);
  const kitchen = new Connection<Kitchen>(near, 1);
  const waiting = kitchen.call("cook", ["soup"]);
  near.dispatchEvent(new Event("error"));
  await assert.rejects(waiting, code("load_failed"));
});

test("rejects everything pending when it is closed", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  serveKitchen(far);
  const kitchen = new Connection<Kitchen>(near, 1);
  const pending = [kitchen.call("never", []), kitchen.call("never", [])];
  kitchen.close();
  for (const call of pending) await assert.rejects(call, code("closed"));
});

test("refuses a worker of another protocol", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  serveKitchen(far, 2);
  await assert.rejects(new Connection<Kitchen>(near, 1).call("cook", ["soup"]), code("load_failed"));
});

test("rejects an aborted call with the signal's reason and tells the worker", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  serveKitchen(far);
  const kitchen = new Connection<Kitchen>(near, 1);
  const controller = new AbortController();
  const call = kitchen.call("never", [], { signal: controller.signal });
  await kitchen.call("cook", ["soup"]);
  controller.abort(new Error("not hungry"));
  await assert.rejects(call, /not hungry/);
  await kitchen.call("cook", ["soup"]);
  assert.equal(signals.at(-1)?.aborted, true);
});

test("does not send a call whose signal was aborted before", async (t) => {
  const { near, stop } = makeChannel();
  t.after(stop);
  const kitchen = new Connection<Kitchen>(near, 1);
  const signal = AbortSignal.abort(new Error("too late"));
  await assert.rejects(kitchen.call("cook", ["soup"], { signal }), /too late/);
});

test("transfers bytes away", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  serveKitchen(far);
  const bytes = new Uint8Array(100);
  const call = new Connection<Kitchen>(near, 1).call("weigh", [bytes], { transfer: [bytes.buffer] });
  assert.equal(await call, 100);
  assert.equal(bytes.length, 0);
});

test("delivers notices", async (t) => {
  const { near, far, stop } = makeChannel();
  t.after(stop);
  const heard = new Promise((resolve) => new Connection<Kitchen, string>(near, 1, resolve));
  serveKitchen(far)("dinner");
  assert.equal(await heard, "dinner");
});
