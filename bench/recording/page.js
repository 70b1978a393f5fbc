// Times what it takes to record one event, from the page's call to the worker's answer, next to a probe: an empty worker
// that puts as many bytes into IndexedDB, under the same sort of lock, asked over the same sort of port.
import { openWithControl } from "/hearth.js";

const ITEMS = 2000;
const BATCH = 500;
const DAY = 86_400_000;

const catalog = JSON.stringify({
  shop: "bench", currency: "GBP",
  items: Array.from({ length: ITEMS }, (_, i) => ({ id: `I${i}`, title: `Thing number ${i}`, price: 1 + (i % 50), product_type: `Sort ${i % 40}` })),
});

globalThis.opened = openWithControl({ shop: "bench", pack: { catalog }, worker: "/hearth-worker.js", wasm: "/hearth.wasm", words: "/hearth.words" });

// Fills the history up to so many events, of the past 300 days.
globalThis.fill = async (events) => {
  const { hearth } = await opened;
  const begin = Date.now() - 300 * DAY;
  for (let at = (await hearth.status()).events; at < events; at += BATCH) {
    const count = Math.min(BATCH, events - at);
    await hearth.record(Array.from({ length: count }, (_, i) => ({
      type: "view", sku: `I${((at + i) * 7919) % ITEMS}`, time: begin + (at + i) * 60_000,
    })));
  }
  return (await hearth.status()).events;
};

// What one event adds to the storage, in bytes: a segment. (Its head is 106 bytes more.)
globalThis.bytesOfOne = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("hearth-sealed");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("records").objectStore("records").getAll(IDBKeyRange.bound("history/", "history/\uffff"));
    all.onsuccess = () => {
      request.result.close();
      resolve(Math.min(...all.result.map(({ length }) => length).filter((length) => length > 1000)));
    };
  };
});

let probe;
function put(bytes, durability) {
  probe ??= new Worker("/probe.js", { type: "module" });
  return new Promise((resolve) => {
    probe.onmessage = () => resolve();
    probe.postMessage({ bytes, durability });
  });
}

// Milliseconds for each, in rounds of `batch` events or puts one after the other; who begins takes turns.
globalThis.measure = async (type, bytes, rounds, batch) => {
  const { hearth } = await opened;
  const times = { hearth: [], probe: [] };
  let number = 0;
  const ways = {
    hearth: () => hearth.record({ type, sku: `I${(++number * 31) % ITEMS}` }),
    probe: () => put(bytes, type === "view" ? "relaxed" : "strict"),
  };
  for (let round = -5; round < rounds; ++round) {
    for (const name of round % 2 ? ["hearth", "probe"] : ["probe", "hearth"]) {
      const begin = performance.now();
      for (let i = 0; i < batch; ++i) await ways[name]();
      if (round >= 0) times[name].push((performance.now() - begin) / batch);
    }
  }
  return times;
};
