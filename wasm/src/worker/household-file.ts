// What is stored of a household, as a worker of one of its shops reads and writes it:
//
//   people/HOUSEHOLD         a record (record-file.ts): its people, for all shops
//   history/SHOP/HOUSEHOLD   a record: what happened at the shop
//   sitting/SHOP/HOUSEHOLD   who sits at the browser (sitting.ts)
//   digest/HOUSEHOLD/SHOP    what the shop hands to the household's other shops; none where that is nothing
import type { Sealer } from "../crypto/sealer.js";
import { EngineError } from "../shared/errors.js";
import type { Batch, Durability, Records, Storage } from "../storage/storage.js";
import { RecordFile } from "./record-file.js";

// Every method throws EngineError "storage_failed" when the storage fails, and then nothing was changed.
export class HouseholdFile {
  readonly shop: string;
  readonly people: RecordFile;
  readonly history: RecordFile;
  readonly #storage: Storage;
  readonly #sealer: Sealer;
  readonly #sitting_key: string;
  readonly #digests: string;
  readonly #digest_key: string;

  constructor(storage: Storage, sealer: Sealer, shop: string, household: string) {
    const [at, of] = [encodeURIComponent(shop), encodeURIComponent(household)];
    this.shop = shop;
    this.#storage = refusing(storage);
    this.#sealer = sealer;
    this.people = new RecordFile(this.#storage, sealer, `people/${of}`);
    this.history = new RecordFile(this.#storage, sealer, `history/${at}/${of}`);
    this.#sitting_key = `sitting/${at}/${of}`;
    this.#digests = `digest/${of}/`;
    this.#digest_key = this.#digests + at;
  }

  // Writes all of it in one step, or nothing where there is nothing to write.
  async commit(batches: readonly Batch[], durability: Durability): Promise<void> {
    const clear = batches.flatMap((batch) => batch.clear ?? []);
    const put: Records = Object.assign({}, ...batches.map((batch) => batch.put));
    if (clear.length + Object.keys(put).length > 0) await this.#storage.commit({ clear, put, durability });
  }

  // Undefined when there is none, or none that opens.
  readSitting(): Promise<Uint8Array | undefined> {
    return this.#readSealed(this.#sitting_key);
  }

  putSitting(record: Uint8Array): Promise<Batch> {
    return this.#putSealed(this.#sitting_key, record);
  }

  // This shop's own; empty where there is none, undefined where it does not open.
  async readDigest(): Promise<Uint8Array | undefined> {
    const keys = await this.#storage.list(this.#digests);
    return keys.includes(this.#digest_key) ? this.#readSealed(this.#digest_key) : new Uint8Array();
  }

  async putDigest(digest: Uint8Array): Promise<Batch> {
    return digest.length > 0 ? this.#putSealed(this.#digest_key, digest) : { clear: [this.#digest_key] };
  }

  // Those of the other shops, by shop; undefined for one that does not open.
  async readOtherDigests(): Promise<Map<string, Uint8Array | undefined>> {
    const keys = (await this.#storage.list(this.#digests)).filter((key) => key !== this.#digest_key);
    const shopOf = (key: string) => decodeURIComponent(key.slice(this.#digests.length));
    return new Map(await Promise.all(keys.map(async (key) => [shopOf(key), await this.#readSealed(key)] as const)));
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

  async #readSealed(key: string): Promise<Uint8Array | undefined> {
    const blob = await this.#storage.read(key);
    return blob && this.#sealer.open(blob, key).catch(() => undefined);
  }

  async #putSealed(key: string, record: Uint8Array): Promise<Batch> {
    return { put: { [key]: await this.#sealer.seal(record, key) } };
  }
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
    const name = error instanceof Error ? error.name : "unknown";
    throw new EngineError("storage_failed", `the browser's storage failed (${name})`);
  });
}
