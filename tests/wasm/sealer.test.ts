import assert from "node:assert/strict";
import { test } from "node:test";
import { plainSealer } from "../../wasm/src/crypto/plain-sealer.js";

const record = Uint8Array.from([5, 6, 7]);
const malformed = { code: "malformed" };

test("opens what it sealed", async () => {
  const blob = await plainSealer.seal(record, "here");
  assert.deepEqual(await plainSealer.open(blob, "here"), record);
});

test("begins with version, algorithm and key id", async () => {
  const blob = await plainSealer.seal(record, "here");
  assert.deepEqual([...blob.subarray(0, 6)], [2, 0, 0, 0, 0, 0]);
});

test("opens what the first release sealed", async () => {
  const blob = await plainSealer.seal(record, "here");
  blob[0] = 1;
  assert.deepEqual(await plainSealer.open(blob, "here"), record);
});

test("refuses a blob of another context", async () => {
  await assert.rejects(plainSealer.open(await plainSealer.seal(record, "here"), "there"), malformed);
});

test("refuses every blob with one bit changed, and every shorter one", async () => {
  const blob = await plainSealer.seal(record, "here");
  for (let bit = 0; bit < blob.length * 8; ++bit) {
    const damaged = blob.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    await assert.rejects(plainSealer.open(damaged, "here"), { name: "EngineError" });
  }
  for (let length = 0; length < blob.length; ++length) {
    await assert.rejects(plainSealer.open(blob.slice(0, length), "here"), malformed);
  }
});

test("says so when a newer release sealed it", async () => {
  const blob = await plainSealer.seal(record, "here");
  blob[1] = 1;
  await assert.rejects(plainSealer.open(blob, "here"), { code: "unsupported_version" });
});
