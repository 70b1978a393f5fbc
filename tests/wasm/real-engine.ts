import { readFileSync } from "node:fs";
import createModule from "engine-glue";
import type { RawEngine } from "../../wasm/src/worker/raw-engine.js";

declare const HEARTH_WASM: string;

// The words of the sensitive list, a file of its own.
export const wordsFile = (): Uint8Array => new Uint8Array(readFileSync(HEARTH_WASM.replace(/wasm$/, "words")));

// A new engine of the built module, without a catalog; with the words, or without.
export async function makeRealEngine(has_words = true): Promise<RawEngine> {
  const engine = await createModule({
    wasmBinary: new Uint8Array(readFileSync(HEARTH_WASM)),
    locateFile: (path) => path,
  });
  if (has_words) engine.loadWords(wordsFile());
  return engine;
}
