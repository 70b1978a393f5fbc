const opened = new Promise((resolve) => {
  const request = indexedDB.open("probe", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("records");
  request.onsuccess = () => resolve(request.result);
});
let number = 0;

self.onmessage = ({ data: { bytes, durability } }) => navigator.locks.request("probe", async () => {
  const transaction = (await opened).transaction("records", "readwrite", { durability });
  const store = transaction.objectStore("records");
  number += 1;
  store.put(new Uint8Array(bytes).fill(number), String(number));
  store.put(new Uint8Array(106).fill(number), "head");
  await new Promise((resolve) => (transaction.oncomplete = resolve));
}).then(() => postMessage("done"));
