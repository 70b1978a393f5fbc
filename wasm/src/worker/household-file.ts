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
  #is_tampered = false;
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

  // Of each of those names: nothing is stored any more (or, of a plain record, it is stored anew). Committed with what
  // makes it so, settleGone() then has all the time it needs.
  markGone(names: readonly string[]): Batch {
    return { put: Object.fromEntries(names.map((name) => [`gone/${name}`, new Uint8Array()])) };
  }

  // Destroys the keys of what is gone, and what an older release stored of it.
  async settleGone(): Promise<void> {
    const [, of] = this.people.key.split("/");
    const marks = (await this.#storage.list("gone/")).filter((mark) => {
      const [, kind, first, second] = mark.split("/");
      return (kind === "history" ? second : first) === of;
    });
    for (const mark of marks) {
      const name = mark.slice("gone/".length);
      if (!(await this.#storage.read(name))) await this.#sealers(name).forget();
      if (this.#old) await attempt(this.#old.drop(name));
    }
    if (marks.length > 0) await this.#storage.commit({ clear: marks });
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
    const opened = await this.#readSealed(this.#sitting_key, this.history.sealer);
    this.#is_tampered ||= opened === null;
    return opened?.bytes;
  }

  // Whether who sat there could not be read: then it is nobody.
  get isTampered(): boolean {
    return this.#is_tampered;
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

  // This shop's own; empty where there is none, undefined where it does not open. Destroys the keys of the one before.
  async readDigest(): Promise<Uint8Array | undefined> {
    const keys = await this.#storage.list(this.#digests);
    if (!keys.includes(this.#digest_key)) return new Uint8Array();
    const opened = await this.#readSealed(this.#digest_key, this.#digestSealer);
    this.#digest_generation = opened?.generation ?? null;
    if (opened) await this.#digestSealer.settle(opened.generation);
    return opened?.bytes;
  }

  // Each is of a generation of its own, as a base is. Read it again after it was committed.
  async putDigest(digest: Uint8Array): Promise<Batch> {
    const context = this.#digest_key;
    if (digest.length === 0) return { ...this.markGone([context]), clear: [context] };
    const sealer = this.#digestSealer;
    const generation = await sealer.renew(this.#digest_generation);
    return { put: { [context]: await sealer.seal(digest, { generation, context, previous: NO_TAG }) } };
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
    const places = ["history/", "damaged/history/", "sitting/"];
    const keys = (await Promise.all(places.map((place) => this.#storage.list(place)))).flat();
    const others = keys.filter((key) => this.#isOtherShops(key.replace("damaged/", "")));
    const digests = await this.#storage.list(this.#digests);
    return [...others, ...digests.filter((key) => key !== this.#digest_key)];
  }

  async countAside(): Promise<number> {
    const lists = await Promise.all([this.people, this.history].map((record) => record.listAside()));
    return lists.flat().length;
  }

  // The names of what has keys among those of listOtherShops(), and of what other shops kept in releases before.
  async listOtherNames(keys: readonly string[]): Promise<string[]> {
    const old = this.#old ? await attempt(this.#old.list("history/")) : [];
    const all = [...keys, ...old.filter((key) => this.#isOtherShops(key))];
    const names = all.filter((key) => /^(history|digest)\//.test(key)).map((key) => key.split("/").slice(0, 3).join("/"));
    return [...new Set(names)];
  }

  get hasOld(): boolean {
    return this.#old !== null;
  }

  // Of a key KIND/SHOP/HOUSEHOLD, or below it.
  #isOtherShops(key: string): boolean {
    const [, at, of] = this.history.key.split("/");
    const [, shop, household] = key.split("/");
    return household === of && shop !== at;
  }

  get #digestSealer(): Sealer {
    return this.#sealers(this.#digest_key);
  }

  #record(key: string): RecordFile {
    return new RecordFile(this.#storage, this.#sealers(key), key);
  }

  // Undefined when there is none, null for one that does not open.
  async #readSealed(key: string, sealer: Sealer): Promise<Opened | null | undefined> {
    const blob = await this.#storage.read(key);
    return blob && sealer.open(blob, key).catch(ignoreDamage);
  }
}

function ignoreDamage(error: unknown): null {
  if (error instanceof EngineError && error.code !== "storage_failed") return null;
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
