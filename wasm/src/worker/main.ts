// The worker's entry: the only owner of the engine. Bytes come in by `start`; nothing here, nor in
// the glue (build.mjs takes its loader out, audit.mjs checks), can reach a network.
import createModule from "engine-glue";
import { AesSealer } from "../crypto/aes-sealer.js";
import { memorySealer } from "../crypto/memory-sealer.js";
import type { ChangeNotice, HostApi, Seat, Sitting, StartOptions } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { PROTOCOL } from "../shared/protocol.js";
import { serve } from "../shared/rpc-server.js";
import { hasDatabase, IndexedDbStorage, replaceByEmpty } from "../storage/indexeddb-storage.js";
import { type KeyStore, StoredKeys } from "../storage/key-store.js";
import { MemoryStorage } from "../storage/memory-storage.js";
import { OpfsKeys } from "../storage/opfs-keys.js";
import { EngineHost, type Surroundings } from "./engine-host.js";
import { HouseholdFile } from "./household-file.js";
import { OldRecords } from "./old-records.js";
import { type Ports, servePorts } from "./ports.js";
import { type RawEngine, unwrap } from "./raw-engine.js";
import type { Written } from "./stored-household.js";

declare const self: DedicatedWorkerGlobalScope;

let ports: Ports | null = null;
let started = false;

// How long a start waits for them. A file that comes later is taken then.
const WORDS_WAIT_MS = 5000;

// The words of the sensitive list: undefined until the page says, null where it has none.
let words: Uint8Array | null | undefined;
const words_came = later<void>();
const words_taken = later<void>();

serve<HostApi>(self, PROTOCOL, {
  start: async (_signal, options, now, shop, member): Promise<Seat<Sitting>> => {
    if (started) throw new EngineError("invalid_argument", "already started");
    started = true;
    const engine = await loadEngine(options);
    // A pack that says which items are sensitive need not wait for the words.
    if (engine.needsWords()) await Promise.race([words_came.promise, new Promise((waited) => setTimeout(waited, WORDS_WAIT_MS))]);
    const early = words;
    if (early) settle(words_taken, () => void unwrap(engine.loadWords(early)));
    const host = await openHost(engine, options, now);
    if (early === undefined) {
      void words_came.promise.then(() => (words ? host.heed(words) : undefined))
        .then(words_taken.resolve, words_taken.reject);
    }
    const sitting = await host.sit(null, now);
    ports = servePorts(host, shop, member, options.clock === "worker" ? Date.now : (told) => told);
    return ports.seat(sitting);
  },

  words: async (_signal, file): Promise<void> => {
    if (words !== undefined) throw new EngineError("invalid_argument", "the words were handed over already");
    words = file;
    words_came.resolve();
    if (file) await words_taken.promise;
  },
});

interface Later<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

function later<T>(): Later<T> {
  const made = {} as { -readonly [Name in keyof Later<T>]: Later<T>[Name] };
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  made.promise.catch(() => {}); // whoever waits for it hears
  return made;
}

// What the module throws besides is a trap, and the next call says so.
function settle(outcome: Later<void>, work: () => void): void {
  try {
    outcome.resolve(work());
  } catch (error) {
    outcome.reject(error);
  }
}

const notify = (notice: ChangeNotice): void => ports?.notify(notice);

async function loadEngine({ wasm, pack, shop, gpc }: StartOptions): Promise<RawEngine> {
  const locateFile = (path: string) => path;
  const engine = await createModule({ wasmBinary: wasm, locateFile }).catch(() => {
    throw new EngineError("load_failed", "hearth.wasm could not be started");
  });
  engine.enterShop(shop, gpc);
  unwrap(pack instanceof Uint8Array ? engine.loadPack(pack) : engine.loadCatalog(pack.catalog));
  return engine;
}

// Storage that cannot be used costs persistence, not the shop.
// Without Web Locks two tabs could overwrite one another, so then nothing is stored either.
async function openHost(engine: RawEngine, options: StartOptions, now: number): Promise<EngineHost> {
  if (options.storage === "memory" || !("locks" in navigator) || !("indexedDB" in self) || !crypto.subtle) {
    return memoryHost(engine, options, now, "visit");
  }
  try {
    return await storedHost(engine, options, now);
  } catch (error) {
    if (!(error instanceof EngineError && error.code === "storage_failed")) throw error;
    const held = (error.cause as Partial<DOMException> | undefined)?.name === "NoModificationAllowedError";
    return memoryHost(engine, options, now, held ? "busy" : "visit");
  }
}

const surroundings = {
  notify,
  elapsed: () => performance.now(),
  later: (ms, work) => void setTimeout(work, ms),
} satisfies Partial<Surroundings>;

// Records of releases that stored them in plain.
const OLD_DATABASE = "hearth";
const DATABASE = "hearth-sealed";

async function storedHost(engine: RawEngine, { shop, household }: StartOptions, now: number): Promise<EngineHost> {
  const storage = new IndexedDbStorage(DATABASE);
  const [keys, old] = await Promise.all([keysBeside(storage), openOld()]).catch((cause: unknown) => {
    throw new EngineError("storage_failed", "the browser's storage failed", { cause });
  });
  const file = new HouseholdFile(storage, (name) => new AesSealer(keys, name), shop, household, old);
  const name = `hearth:${file.people.key}`; // one lock for all shops: of two, two workers might wait for each other
  const channel = new BroadcastChannel(name);
  const stored = new EngineHost({
    ...surroundings,
    engine,
    file,
    state: keys instanceof OpfsKeys ? "stored" : "session",
    exclusive: (work) => locked(name, work),
    announce: (written) => channel.postMessage(written),
  });
  channel.onmessage = ({ data }) => stored.markStale(data as Written);
  try {
    await stored.start(now);
    return stored;
  } catch (error) {
    channel.close();
    throw error;
  }
}

// In files, or else beside the records. Where keys are they stay; records whose keys are in files are left alone while
// those are refused.
async function keysBeside(storage: IndexedDbStorage): Promise<KeyStore> {
  const [opfs, names] = await Promise.all([OpfsKeys.open(), storage.list("")]);
  const has_keys = names.some((name) => name.startsWith("keys/"));
  if (has_keys) return new StoredKeys(storage);
  if (opfs) return opfs;
  if (names.length > 0) throw new Error("the keys are refused");
  return new StoredKeys(storage);
}

// Its place is taken by an empty database of a later version: a tab of that release that is still open is refused, and
// can store nothing that would be lost.
async function openOld(): Promise<OldRecords | null> {
  if (!(await hasDatabase(OLD_DATABASE, 1))) return null;
  const storage = new IndexedDbStorage(OLD_DATABASE);
  return new OldRecords(storage, async () => {
    await storage.close();
    void replaceByEmpty(OLD_DATABASE, 2).catch(() => {}); // a page that holds it delays that
  });
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
    throw new EngineError("storage_failed", `the browser did not grant the lock (${(error as Error).name})`);
  }
}

async function memoryHost(
  engine: RawEngine, { shop, household }: StartOptions, now: number, state: "visit" | "busy",
): Promise<EngineHost> {
  const host = new EngineHost({
    ...surroundings,
    engine,
    file: new HouseholdFile(new MemoryStorage(), () => memorySealer, shop, household),
    state,
    exclusive: (work) => work(),
    announce: () => {},
  });
  await host.start(now);
  return host;
}
