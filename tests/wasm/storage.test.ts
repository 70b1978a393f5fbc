import { test } from "node:test";
import { MemoryStorage } from "../../wasm/src/storage/memory-storage.js";
import { STORAGE_CONTRACT } from "./storage-contract.js";

for (const [promise, check] of Object.entries(STORAGE_CONTRACT)) {
  test(`memory storage ${promise}`, () => check(new MemoryStorage()));
}
