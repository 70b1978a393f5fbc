import type { HostApi } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { PROTOCOL } from "../shared/protocol.js";
import { Connection, type Port } from "../shared/rpc.js";
import { KnownSitting } from "./calls.js";
import { rememberControl } from "./control-of.js";
import { Hearth } from "./hearth.js";
import { HearthControl } from "./hearth-control.js";
import type { ImportSources } from "./history-reading.js";

export interface OpenOptions {
  // Names the shop; with `household`, the stored history. A household's people are the same in all shops of an origin.
  readonly shop: string;
  // The pack: where to fetch it, its bytes, or a small shop's catalog as JSON text.
  readonly pack: string | URL | Uint8Array | { readonly catalog: string };
  // hearth.wasm: where to fetch it, or its bytes. Default: beside this script.
  readonly wasm?: string | URL | Uint8Array;
  // hearth.words, the words by which sensitive things are known: where to fetch it, or its bytes. Default: beside this
  // script. Without it the shop works, and errs on the careful side: status().words says so, and the console.
  readonly words?: string | URL | Uint8Array;
  // worker.js, on the page's own origin. Default: beside this script.
  readonly worker?: string | URL;
  // What reads chosen files of purchases, loaded when one is chosen (HearthControl.history.read): import-worker.js, on
  // the page's own origin, and import.wasm, or its bytes. Default: beside this script. The pack is read once more for
  // it, out of the browser's cache: from a URL it must be the same as before ("pack_changed").
  readonly importWorker?: string | URL;
  readonly importWasm?: string | URL | Uint8Array;
  // Default "home".
  readonly household?: string;
  // Default "indexeddb". When the browser refuses, status().persistence says "memory".
  readonly storage?: "indexeddb" | "memory";
  // Global Privacy Control: while it is on, shops hand nothing to each other. Default: as the browser says.
  readonly gpc?: boolean;
  // The clock, in milliseconds since 1970; then every call's time is what it says. Default: Date.now of the worker,
  // whatever a page writes into its messages.
  readonly now?: () => number;
}

// Fetches pack and module once, hands their bytes to a new worker and reads the stored history.
// Rejects with EngineError: "load_failed", or what the core says of the pack.
export async function open(options: OpenOptions): Promise<Hearth> {
  return (await openWithControl(options)).hearth;
}

// The same, for a page that has a control centre. Whoever is given `control` may see and change everything that the
// shopper can.
export async function openWithControl(options: OpenOptions): Promise<{ hearth: Hearth; control: HearthControl }> {
  const words = bytesOf(options.words ?? new URL("./hearth.words", import.meta.url));
  words.catch(() => {}); // told below
  const [wasm, pack] = await Promise.all([
    bytesOf(options.wasm ?? new URL("./hearth.wasm", import.meta.url)),
    isCatalog(options.pack) ? options.pack : bytesOf(options.pack),
  ]);
  const worker = new Worker(options.worker ?? new URL("./worker.js", import.meta.url), {
    type: "module",
    name: "hearth",
  });
  const host = new Connection<HostApi>(worker, PROTOCOL);
  const [shop, member] = [new MessageChannel(), new MessageChannel()];
  const stop = (): void => {
    host.close();
    worker.terminate();
  };
  const { shop: name, household = "home", storage = "indexeddb", gpc = asksForPrivacy(), now = Date.now } = options;
  const clock = options.now ? "caller" : "worker";
  const ports = [shop.port2, member.port2] as const;
  const transfer = [wasm.buffer, ...(pack instanceof Uint8Array ? [pack.buffer] : []), ...ports];
  void handOver(words, host);
  try {
    const seat = await host.call("start", [{ wasm, pack, shop: name, household, storage, gpc, clock }, now(), ...ports], { transfer });
    const known = new KnownSitting();
    const control = new HearthControl(portOf(member.port1, worker), known, now, seat, sourcesOf(options));
    const hearth = new Hearth(portOf(shop.port1, worker), known, now, () => (control.close(), stop()));
    rememberControl(hearth, control);
    return { hearth, control };
  } catch (error) {
    stop();
    throw error;
  }
}

// Nothing of it is loaded before a file is chosen.
const sourcesOf = ({ pack, importWorker, importWasm }: OpenOptions): ImportSources => ({
  start: () => new Worker(importWorker ?? new URL("./import-worker.js", import.meta.url), { type: "module", name: "hearth import" }),
  wasm: () => bytesOf(importWasm ?? new URL("./import.wasm", import.meta.url)),
  pack: async () => (isCatalog(pack) ? pack : bytesOf(pack, "force-cache")),
});

// The worker hears too that there are none. Whoever looks at the console hears why, once.
async function handOver(words: Promise<Uint8Array<ArrayBuffer>>, host: Connection<HostApi>): Promise<void> {
  try {
    const file = await words.catch(async (error: unknown) => {
      await host.call("words", [null]);
      throw error;
    });
    await host.call("words", [file], { transfer: [file.buffer] });
  } catch (error) {
    if (error instanceof EngineError && error.code === "closed") return;
    const why = error instanceof Error ? error.message : String(error);
    console.warn(`hearth: without the words of sensitive things much is treated as sensitive: ${why}`);
  }
}

// A worker's port, which fails when the worker does.
const portOf = (port: MessagePort, worker: Worker): Port => ({
  postMessage: (message, transfer) => port.postMessage(message, transfer),
  addEventListener: (type, listener) => (type === "error" ? worker : port).addEventListener(type, listener),
  start: () => port.start(),
});

// Not every browser knows it.
const asksForPrivacy = (): boolean =>
  (globalThis.navigator as { globalPrivacyControl?: unknown } | undefined)?.globalPrivacyControl === true;

function isCatalog(pack: OpenOptions["pack"]): pack is { readonly catalog: string } {
  return typeof pack === "object" && "catalog" in pack;
}

// Bytes that may be transferred away: the caller's own are copied.
async function bytesOf(source: string | URL | Uint8Array, cache: RequestCache = "default"): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof Uint8Array) return new Uint8Array(source);
  try {
    const response = await fetch(source, { cache });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : "unknown";
    throw new EngineError("load_failed", `could not fetch ${String(source)}: ${why}`);
  }
}
