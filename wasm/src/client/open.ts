import type { ChangeNotice, EngineApi } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { PROTOCOL } from "../shared/protocol.js";
import { Connection } from "../shared/rpc.js";
import { type ChangeListener, Hearth } from "./hearth.js";

export interface OpenOptions {
  // Names the shop; with `household`, the stored history.
  readonly shop: string;
  // The pack: where to fetch it, its bytes, or a small shop's catalog as JSON text.
  readonly pack: string | URL | Uint8Array | { readonly catalog: string };
  // hearth.wasm: where to fetch it, or its bytes. Default: beside this script.
  readonly wasm?: string | URL | Uint8Array;
  // worker.js, on the page's own origin. Default: beside this script.
  readonly worker?: string | URL;
  // Default "home".
  readonly household?: string;
  // Default "indexeddb". When the browser refuses, status().persistence says "memory".
  readonly storage?: "indexeddb" | "memory";
  // The clock, in milliseconds since 1970. Default Date.now. The core itself has none.
  readonly now?: () => number;
}

// Fetches pack and module once, hands their bytes to a new worker and reads the stored history.
// Rejects with EngineError: "load_failed", or what the core says of the pack.
export async function open(options: OpenOptions): Promise<Hearth> {
  const [wasm, pack] = await Promise.all([
    bytesOf(options.wasm ?? new URL("./hearth.wasm", import.meta.url)),
    isCatalog(options.pack) ? options.pack : bytesOf(options.pack),
  ]);
  const worker = new Worker(options.worker ?? new URL("./worker.js", import.meta.url), {
    type: "module",
    name: "hearth",
  });
  const listeners = new Set<ChangeListener>();
  const connection = new Connection<EngineApi, ChangeNotice>(worker, PROTOCOL, (change) => {
    for (const listener of [...listeners]) listener(change);
  });
  const now = options.now ?? Date.now;
  const hearth = new Hearth(connection, listeners, now, () => worker.terminate());
  const { shop, household = "home", storage = "indexeddb" } = options;
  try {
    const transfer = pack instanceof Uint8Array ? [wasm.buffer, pack.buffer] : [wasm.buffer];
    const sitting = await connection.call("start", [{ wasm, pack, shop, household, storage }, now()], { transfer });
    for (const listener of [...listeners]) listener({ elsewhere: true, sitting });
    await hearth.household.settle().catch(() => {}); // until the next opening then: no reason to close the shop
    return hearth;
  } catch (error) {
    hearth.close();
    throw error;
  }
}

function isCatalog(pack: OpenOptions["pack"]): pack is { readonly catalog: string } {
  return typeof pack === "object" && "catalog" in pack;
}

// Bytes that may be transferred away: the caller's own are copied.
async function bytesOf(source: string | URL | Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof Uint8Array) return new Uint8Array(source);
  try {
    const response = await fetch(source);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : "unknown";
    throw new EngineError("load_failed", `could not fetch ${String(source)}: ${why}`);
  }
}
