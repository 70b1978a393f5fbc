// The sealer of stored records: WebCrypto, keys in a file of two heads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AesSealer } from "../../wasm/src/crypto/aes-sealer.js";
import { KeyLost, NO_TAG, type Sealer, tagOf } from "../../wasm/src/crypto/sealer.js";
import { KEY_FILE_BYTES, StoredKeys } from "../../wasm/src/storage/key-store.js";
import { MemoryStorage } from "../../wasm/src/storage/memory-storage.js";

const malformed = { code: "malformed" };
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const record = text("a secret that is at least thirty-two bytes long");
const HEADER = 54;

async function make() {
  const storage = new MemoryStorage();
  const keys = new StoredKeys(storage);
  const sealer: Sealer = new AesSealer(keys, "history/demo/home");
  const generation = await sealer.renew(null);
  const place = { generation, context: "here", previous: NO_TAG };
  const reopened = (): Sealer => new AesSealer(keys, "history/demo/home");
  return { storage, keys, sealer, generation, place, reopened };
}

// As the engine makes them: 20 bytes, then an open part and 16 slots, of which the third is filled.
function parted(slot_bytes = 64, open_bytes = 32): Uint8Array {
  const bytes = new Uint8Array(20 + open_bytes + 16 * slot_bytes);
  bytes.set(text("HEARTHPS"));
  const head = new DataView(bytes.buffer);
  head.setUint32(8, 1, true);
  head.setUint32(12, open_bytes, true);
  head.setUint32(16, slot_bytes, true);
  bytes.set(text("open words"), 24);
  bytes.set([6, 0, 0, 0, ...text("secret")], 20 + open_bytes + 2 * slot_bytes);
  return bytes;
}

function holds(blob: Uint8Array, words: string): boolean {
  return Buffer.from(blob).includes(Buffer.from(words));
}

test("opens what it sealed, also in another worker", async () => {
  const { sealer, place, generation, reopened } = await make();
  for (const bytes of [record, new Uint8Array(), parted()]) {
    const blob = await sealer.seal(bytes, { ...place, previous: tagOf(record) });
    for (const each of [sealer, reopened()]) {
      assert.deepEqual(await each.open(blob, "here"), { generation, previous: tagOf(record), bytes });
    }
  }
});

test("what it sealed shows nothing, and differs each time", async () => {
  const { sealer, place } = await make();
  const blob = await sealer.seal(parted(), place);
  assert.ok(!holds(blob, "open") && !holds(blob, "secret"));
  const again = await sealer.seal(parted(), place);
  assert.equal(again.length, blob.length);
  let same = 0;
  for (let i = HEADER; i < blob.length; ++i) same += Number(blob[i] === again[i]);
  assert.ok(same < blob.length / 16, `${same} of ${blob.length} bytes are the same`);
});

test("a slot that holds nothing looks as one that does", async () => {
  const { sealer, place } = await make();
  const [filled, empty] = [parted(), parted()];
  empty.fill(0, 20 + 32);
  const [one, other] = [await sealer.seal(filled, place), await sealer.seal(empty, place)];
  assert.equal(one.length, other.length);
  for (const blob of [one, other]) {
    for (let slot = 0; slot < 16; ++slot) {
      const at = HEADER + slot * (64 + 48);
      const zeros = blob.subarray(at, at + 64 + 48).filter((byte) => byte === 0).length;
      assert.ok(zeros < 8, `slot ${slot}: ${zeros} zeros`);
    }
  }
  assert.deepEqual((await sealer.open(other, "here")).bytes, empty);
});

test("refuses a piece of another place, and one whose keys another record has", async () => {
  const { sealer, place, keys } = await make();
  const blob = await sealer.seal(record, place);
  await assert.rejects(sealer.open(blob, "there"), malformed);
  const other = new AesSealer(keys, "people/home");
  await assert.rejects(other.open(blob, "here"), KeyLost);
});

test("refuses every piece with one bit changed, and every shorter one", async () => {
  const { sealer, place } = await make();
  for (const bytes of [record, parted(16, 16)]) {
    const blob = await sealer.seal(bytes, place);
    for (let at = 0; at < blob.length; ++at) {
      const damaged = blob.slice();
      damaged[at]! ^= 1 << (at & 7);
      await assert.rejects(sealer.open(damaged, "here"), { name: "EngineError" }, `byte ${at}`);
    }
    for (let length = 0; length < blob.length; length += length < 200 ? 1 : 17) {
      await assert.rejects(sealer.open(blob.slice(0, length), "here"), malformed);
    }
  }
});

test("refuses slots that were exchanged, or taken from another piece", async () => {
  const { sealer, place } = await make();
  const [blob, other] = [await sealer.seal(parted(), place), await sealer.seal(parted(), place)];
  const slot = (from: Uint8Array, number: number) => from.slice(HEADER + number * 112, HEADER + (number + 1) * 112);
  const spliced = blob.slice();
  spliced.set(slot(other, 2), HEADER + 2 * 112);
  await assert.rejects(sealer.open(spliced, "here"), malformed);
  const exchanged = blob.slice();
  exchanged.set(slot(blob, 3), HEADER + 2 * 112);
  exchanged.set(slot(blob, 2), HEADER + 3 * 112);
  await assert.rejects(sealer.open(exchanged, "here"), malformed);
});

test("says so when a newer release sealed it", async () => {
  const { sealer, place } = await make();
  for (const [at, value] of [[0, 4], [1, 2]] as const) {
    const blob = await sealer.seal(record, place);
    blob[at] = value;
    await assert.rejects(sealer.open(blob, "here"), { code: "unsupported_version" });
  }
});

test("the generation before opens until the next one is settled, and then its keys are nowhere", async () => {
  const { sealer, place, generation, storage, reopened } = await make();
  const old = await sealer.seal(record, place);
  const file_before = (await storage.read("keys/history/demo/home"))!;
  const next = await sealer.renew(generation);
  const blob = await sealer.seal(record, { ...place, generation: next });
  for (const each of [sealer, reopened()]) {
    await each.open(old, "here");
    await each.open(blob, "here");
  }
  await sealer.settle(next);
  for (const each of [sealer, reopened()]) {
    await each.open(blob, "here");
    await assert.rejects(each.open(old, "here"), KeyLost);
  }
  const file = Buffer.from((await storage.read("keys/history/demo/home"))!);
  assert.equal(file.length, KEY_FILE_BYTES);
  for (let at = 0; at < 560; at += 16) {
    assert.ok(!file.includes(Buffer.from(file_before.subarray(at, at + 16))), `old key bytes at ${at}`);
  }
});

test("never overwrites the keys of what is stored", async () => {
  const { sealer, place, generation, reopened } = await make();
  const blob = await sealer.seal(record, place);
  for (let i = 0; i < 5; ++i) await reopened().renew(generation); // none of these bases was written
  await reopened().open(blob, "here");
});

test("writes keys beside those that may be in use, where it does not know which are", async () => {
  const { sealer, place, generation, reopened } = await make();
  const blob = await sealer.seal(record, place);
  await reopened().renew(null);
  await reopened().open(blob, "here");
  const second = await make();
  const next = await second.sealer.renew(second.generation);
  await second.sealer.settle(next); // in the other half
  const other = await second.sealer.seal(record, { ...second.place, generation: next });
  await second.reopened().renew(null);
  await second.reopened().open(other, "here");
  assert.notDeepEqual(generation, next);
});

test("settles for nothing whose keys are not there", async () => {
  const { sealer, place, reopened } = await make();
  const blob = await sealer.seal(record, place);
  await reopened().settle(new Uint8Array(16).fill(7));
  await reopened().open(blob, "here");
});

test("a head that was written half is none", async () => {
  const { sealer, place, generation, keys, reopened } = await make();
  const blob = await sealer.seal(record, place);
  const file = (await keys.read("history/demo/home"))!;
  for (const cut of [1, 100, 575]) {
    await keys.write("history/demo/home", 4096, file.slice(0, cut));
    const other = reopened();
    assert.deepEqual((await other.open(blob, "here")).bytes, record);
    const next = await other.renew(generation);
    await other.open(await other.seal(record, { ...place, generation: next }), "here");
    await other.settle(generation);
    assert.equal((await keys.read("history/demo/home"))!.subarray(4096, -1).some((byte) => byte !== 0), false);
  }
});

test("forgets", async () => {
  const { sealer, place, storage, reopened } = await make();
  const blob = await sealer.seal(record, place);
  assert.equal(await reopened().hasKeys(), false, "nothing was stored under them yet");
  await sealer.settle(place.generation);
  assert.equal(await reopened().hasKeys(), true);
  await sealer.forget();
  assert.deepEqual([await reopened().hasKeys(), await storage.list("")], [false, []]);
  await assert.rejects(sealer.open(blob, "here"), KeyLost);
});
