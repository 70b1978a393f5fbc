import { readFileSync } from "node:fs";
import createModule from "engine-glue";
import type { RawEngine } from "../../wasm/src/worker/raw-engine.js";

declare const HEARTH_WASM: string;

// A new engine of the built module, without a catalog.
export async function makeRealEngine(): Promise<RawEngine> {
  return createModule({
    wasmBinary: new Uint8Array(readFileSync(HEARTH_WASM)),
    locateFile: (path) => path,
  });
}
