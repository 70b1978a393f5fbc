import { test } from "node:test";
import { MemoryStorage } from "../../wasm/src/storage/memory-storage.js";
import { StoredKeys } from "../../wasm/src/storage/key-store.js";
import { KEY_STORE_CONTRACT } from "./key-store-contract.js";
import { STORAGE_CONTRACT } from "./storage-contract.js";

for (const [promise, check] of Object.entries(STORAGE_CONTRACT)) {
  test(`memory storage ${promise}`, () => check(new MemoryStorage()));
}

for (const [promise, check] of Object.entries(KEY_STORE_CONTRACT)) {
  test(`a store of keys beside the records ${promise}`, () => check(new StoredKeys(new MemoryStorage())));
}
