// What open() makes of a worker that answers, or does not. The worker here is a message channel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "../../wasm/src/client/open.js";
import type { EngineApi, Sitting } from "../../wasm/src/shared/api.js";
import { EngineError } from "../../wasm/src/shared/errors.js";
import { PROTOCOL } from "../../wasm/src/shared/protocol.js";
import type { Port } from "../../wasm/src/shared/rpc.js";
import { serve } from "../../wasm/src/shared/rpc-server.js";

const SITTING: Sitting = { number: 7, picked: false, member: null, mode: { label: "personal" } };

// Opens a shop whose worker refuses `refused`.
async function openWith(refused: readonly string[]) {
  const asked: string[] = [];
  let terminated = 0;
  const refuse = (op: string): void => {
    asked.push(op);
    if (refused.includes(op)) throw new EngineError("storage_failed", "the disk is full");
  };
  class ChannelWorker {
    constructor() {
      const { port1, port2 } = new MessageChannel();
      serve<EngineApi>(port2 as unknown as Port, PROTOCOL, {
        start: async () => (refuse("start"), SITTING),
        run: async (_signal, op) => (refuse(op), { name: op }),
        sit: async () => SITTING,
        health: async () => ({ persistence: "memory", damage: null }),
      });
      return Object.assign(port1, { terminate: () => (terminated += 1, port1.close()) });
    }
  }
  Object.assign(globalThis, { Worker: ChannelWorker });
  const bytes = () => new Uint8Array(8);
  const opening = open({ shop: "demo", pack: bytes(), wasm: bytes(), worker: "worker.js" });
  return { opening, asked, terminated: () => terminated };
}

test("a shop opens although its surprises cannot be settled", async () => {
  const { opening, asked, terminated } = await openWith(["household.settle"]);
  const hearth = await opening;
  assert.deepEqual(asked, ["start", "household.settle"]);
  assert.deepEqual(await hearth.catalog.item("A1"), { name: "catalog.item" });
  assert.equal(hearth.sitting.number, SITTING.number);
  assert.equal(terminated(), 0);
  hearth.close();
});

test("a shop whose engine does not start is closed", async () => {
  const { opening, terminated } = await openWith(["start"]);
  await assert.rejects(opening, { code: "storage_failed" });
  assert.equal(terminated(), 1);
});
