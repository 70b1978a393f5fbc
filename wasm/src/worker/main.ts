// The worker's entry: the only owner of the engine. Bytes come in by `start`; nothing here, nor in
// the glue (build.mjs takes its loader out, audit.mjs checks), can reach a network.
import createModule from "engine-glue";
import { plainSealer } from "../crypto/plain-sealer.js";
import type { EngineApi, Sitting, StartOptions } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { PROTOCOL } from "../shared/protocol.js";
import { serve } from "../shared/rpc-server.js";
import { IndexedDbStorage } from "../storage/indexeddb-storage.js";
import { MemoryStorage } from "../storage/memory-storage.js";
import { EngineHost } from "./engine-host.js";
import { type RawEngine, unwrap } from "./raw-engine.js";
import { RecordFile } from "./record-file.js";

declare const self: DedicatedWorkerGlobalScope;

let host: EngineHost | null = null;

const notify = serve<EngineApi>(self, PROTOCOL, {
  start: async (signal, options, now): Promise<Sitting> => {
    if (host) throw new EngineError("invalid_argument", "started already");
    host = await openHost(await loadEngine(options), options);
    return host.sit(null, now, signal);
  },
  run: (signal, op, request, now, sitting) => started().run(op, request, now, signal, sitting),
  sit: (signal, change, now, sitting) => started().sit(change, now, signal, sitting),
  health: () => started().health(),
});

function started(): EngineHost {
  if (!host) throw new EngineError("not_ready", "the engine was not started");
  return host;
}

async function loadEngine({ wasm, pack }: StartOptions): Promise<RawEngine> {
  const locateFile = (path: string) => path;
  const module = await createModule({ wasmBinary: wasm, locateFile }).catch(() => {
    throw new EngineError("load_failed", "hearth.wasm does not start");
  });
  const engine = new module.Engine();
  unwrap(pack instanceof Uint8Array ? engine.loadPack(pack) : engine.loadCatalog(pack.catalog));
  return engine;
}

// Storage that cannot be used costs persistence, not the shop.
// Without Web Locks two tabs could overwrite one another, so then nothing is stored either.
async function openHost(engine: RawEngine, options: StartOptions): Promise<EngineHost> {
  if (options.storage === "memory" || !("locks" in navigator) || !("indexedDB" in self)) {
    return memoryHost(engine, options);
  }
  try {
    return await storedHost(engine, options);
  } catch (error) {
    if (!(error instanceof EngineError && error.code === "storage_failed")) throw error;
    return memoryHost(engine, options);
  }
}

async function storedHost(engine: RawEngine, { shop, household }: StartOptions): Promise<EngineHost> {
  const file = new RecordFile(new IndexedDbStorage(), plainSealer, shop, household);
  const channel = new BroadcastChannel(`hearth:${file.key}`);
  const stored = new EngineHost({
    engine,
    file,
    persistence: "indexeddb",
    exclusive: (work) => locked(`hearth:${file.key}`, work),
    announce: () => channel.postMessage(null),
    notify,
  });
  channel.onmessage = () => stored.markStale();
  try {
    await stored.start();
    return stored;
  } catch (error) {
    channel.close();
    throw error;
  }
}

// What the work throws is its own; that there is no lock to be had is a failure of the storage.
async function locked<T>(name: string, work: () => Promise<T>): Promise<T> {
  let begun = false;
  const begin = (): Promise<T> => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request(name, begin);
  } catch (error) {
    if (begun) throw error;
    throw new EngineError("storage_failed", `the browser gave no lock (${(error as Error).name})`);
  }
}

function memoryHost(engine: RawEngine, { shop, household }: StartOptions): EngineHost {
  return new EngineHost({
    engine,
    file: new RecordFile(new MemoryStorage(), plainSealer, shop, household),
    persistence: "memory",
    exclusive: (work) => work(),
    announce: () => {},
    notify,
  });
}
