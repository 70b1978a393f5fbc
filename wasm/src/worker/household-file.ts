// What is stored of a household, as a worker of one of its shops reads and writes it:
//
//   people/HOUSEHOLD         a record (record-file.ts): its people, for all shops
//   history/SHOP/HOUSEHOLD   a record: what happened at the shop
//   sitting/SHOP/HOUSEHOLD   who sits at the browser (sitting.ts), under the keys of the history
//   digest/HOUSEHOLD/SHOP    what the shop hands to the household's other shops; none where that is nothing
import { NO_TAG, type Opened, type Sealer, type Sealers } from "../crypto/sealer.js";
import { EngineError } from "../shared/errors.js";
import type { Batch, Durability, Records, Storage } from "../storage/storage.js";
import type { OldRecord, OldRecords } from "./old-records.js";
import { RecordFile } from "./record-file.js";

// Every method throws EngineError "storage_failed" when the storage fails, and then nothing was changed.
export class HouseholdFile {
  readonly shop: string;
  readonly people: RecordFile;
  readonly history: RecordFile;
  readonly #storage: Storage;
  readonly #sealers: Sealers;
  readonly #sitting_key: string;
  readonly #digests: string;
  readonly #digest_key: string;
  readonly #old: OldRecords | null;
  #held_sitting: Uint8Array | null = null;
  #digest_generation: Uint8Array | null = null; // of the digest that is stored

  constructor(storage: Storage, sealers: Sealers, shop: string, household: string, old: OldRecords | null = null) {
    const [at, of] = [encodeURIComponent(shop), encodeURIComponent(household)];
    this.shop = shop;
    this.#storage = refusing(storage);
    this.#sealers = (name) => refusingToo(sealers(name));
    this.#old = old;
    this.people = this.#record(`people/${of}`);
    this.history = this.#record(`history/${at}/${of}`);
    this.#sitting_key = `sitting/${at}/${of}`;
    this.#digests = `digest/${of}/`;
    this.#digest_key = this.#digests + at;
  }

  // What an older release stored of that record.
  oldOf({ key }: RecordFile): OldRecord | null {
    const old = this.#old?.of(key);
    return old ? { read: () => attempt(old.read()) } : null;
  }

  // What an older release stored of the record is stored anew.
  async dropOld({ key }: RecordFile): Promise<void> {
    if (this.#old) await attempt(this.#old.drop([key]));
  }

  // Writes all of it in one step, or nothing where there is nothing to write.
  async commit(batches: readonly Batch[], durability: Durability): Promise<void> {
    const clear = batches.flatMap((batch) => batch.clear ?? []);
    const put: Records = Object.assign({}, ...batches.map((batch) => batch.put));
    if (clear.length + Object.keys(put).length > 0) await this.#storage.commit({ clear, put, durability });
  }

  // Undefined when there is none, or none that opens.
  async readSitting(): Promise<Uint8Array | undefined> {
    if (this.#held_sitting) return this.#held_sitting;
    return (await this.#readSealed(this.#sitting_key, this.history.sealer))?.bytes;
  }

  // `generation`: of the history that is stored in the same step, or was.
  async putSitting(record: Uint8Array, generation: Uint8Array): Promise<Batch> {
    const context = this.#sitting_key;
    this.#held_sitting = null;
    return { put: { [context]: await this.history.sealer.seal(record, { generation, context, previous: NO_TAG }) } };
  }

  // While nothing may be stored: for this worker alone.
  holdSitting(record: Uint8Array): Batch {
    this.#held_sitting = record;
    return {};
  }

  // This shop's own; empty where there is none, undefined where it does not open.
  async readDigest(): Promise<Uint8Array | undefined> {
    const keys = await this.#storage.list(this.#digests);
    if (!keys.includes(this.#digest_key)) return new Uint8Array();
    const opened = await this.#readSealed(this.#digest_key, this.#digestSealer);
    this.#digest_generation = opened?.generation ?? null;
    return opened?.bytes;
  }

  // Each is of a generation of its own, as a base is.
  async putDigest(digest: Uint8Array): Promise<Batch> {
    const context = this.#digest_key;
    if (digest.length === 0) return { clear: [context] };
    const sealer = this.#digestSealer;
    const generation = await sealer.renew(this.#digest_generation);
    this.#digest_generation = generation;
    return { put: { [context]: await sealer.seal(digest, { generation, context, previous: NO_TAG }) } };
  }

  // After it was put. Destroys the keys of the one before.
  async settleDigest(digest: Uint8Array): Promise<void> {
    if (digest.length === 0) await this.#digestSealer.forget();
    else if (this.#digest_generation) await this.#digestSealer.settle(this.#digest_generation);
  }

  // Those of the other shops, by shop; undefined for one that does not open.
  async readOtherDigests(): Promise<Map<string, Uint8Array | undefined>> {
    const keys = (await this.#storage.list(this.#digests)).filter((key) => key !== this.#digest_key);
    const shopOf = (key: string) => decodeURIComponent(key.slice(this.#digests.length));
    return new Map(await Promise.all(keys.map(async (key) =>
      [shopOf(key), (await this.#readSealed(key, this.#sealers(key)))?.bytes] as const)));
  }

  // Everything that other shops keep of the household.
  async listOtherShops(): Promise<string[]> {
    const [, at, of] = this.history.key.split("/");
    const places = ["history/", "damaged/history/", "sitting/"];
    const keys = (await Promise.all(places.map((place) => this.#storage.list(place)))).flat();
    const others = keys.filter((key) => {
      const [, shop, household] = key.replace("damaged/", "").split("/");
      return household === of && shop !== at;
    });
    const digests = await this.#storage.list(this.#digests);
    return [...others, ...digests.filter((key) => key !== this.#digest_key)];
  }

  async countAside(): Promise<number> {
    const lists = await Promise.all([this.people, this.history].map((record) => record.listAside()));
    return lists.flat().length;
  }

  // What of it was cleared goes from elsewhere too: the keys, and what an older release stored.
  async forgetOthers(keys: readonly string[]): Promise<void> {
    const records = new Set(keys.filter((key) => key.startsWith("history/") || key.startsWith("digest/"))
      .map((key) => (key.startsWith("history/") ? key.split("/").slice(0, 3).join("/") : key)));
    await Promise.all([...records].map((name) => this.#sealers(name).forget()));
    if (!this.#old) return;
    const household = this.people.key.split("/")[1];
    const old = (await this.#old.list("history/")).filter((key) => key.split("/")[2] === household);
    await attempt(this.#old.drop(old));
  }

  get #digestSealer(): Sealer {
    return this.#sealers(this.#digest_key);
  }

  #record(key: string): RecordFile {
    return new RecordFile(this.#storage, this.#sealers(key), key);
  }

  async #readSealed(key: string, sealer: Sealer): Promise<Opened | undefined> {
    const blob = await this.#storage.read(key);
    return blob && sealer.open(blob, key).catch(ignoreDamage);
  }
}

function ignoreDamage(error: unknown): undefined {
  if (error instanceof EngineError && error.code !== "storage_failed") return undefined;
  throw error;
}

// The same sealer, whose storage's failures are refusals.
function refusingToo(sealer: Sealer): Sealer {
  return {
    renew: (before) => attempt(sealer.renew(before)),
    settle: (generation) => attempt(sealer.settle(generation)),
    forget: () => attempt(sealer.forget()),
    hasKeys: () => attempt(sealer.hasKeys()),
    seal: (bytes, place) => attempt(sealer.seal(bytes, place)),
    open: (blob, context) => attempt(sealer.open(blob, context)),
  };
}

// The same storage, whose failures are refusals.
function refusing(storage: Storage): Storage {
  return {
    read: (key) => attempt(storage.read(key)),
    commit: (batch) => attempt(storage.commit(batch)),
    list: (prefix) => attempt(storage.list(prefix)),
  };
}

function attempt<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof EngineError) throw error;
    const name = error instanceof Error ? error.name : "unknown";
    throw new EngineError("storage_failed", `the browser's storage failed (${name})`, { cause: error });
  });
}
