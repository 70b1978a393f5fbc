// A browser: one storage, one lock, any number of tabs of one shop or another that hear each other, and a clock that a
// test moves.
import type { Sealers } from "../../wasm/src/crypto/sealer.js";
import type { ChangeNotice } from "../../wasm/src/shared/api.js";
import { MemoryStorage } from "../../wasm/src/storage/memory-storage.js";
import type { Batch } from "../../wasm/src/storage/storage.js";
import { EngineHost } from "../../wasm/src/worker/engine-host.js";
import { HouseholdFile } from "../../wasm/src/worker/household-file.js";
import { OldRecords } from "../../wasm/src/worker/old-records.js";
import type { RawEngine } from "../../wasm/src/worker/raw-engine.js";
import type { Written } from "../../wasm/src/worker/stored-household.js";
import { PlainKeys } from "./plain-sealer.js";
import { WordEngine } from "./word-engine.js";

export const PEOPLE = "people/home";
export const BASE = "history/demo/home";
export const headOf = (base: string): string => `${base}/head`;
export const HEAD = headOf(BASE);
export const segment = (number: number, base = BASE): string => `${base}/${String(number).padStart(8, "0")}`;

// Counts, and fails when it is told to.
export class CountingStorage extends MemoryStorage {
  writes = 0;
  reads = 0;
  bytes = 0; // read and written
  full = false;
  slow = true; // others get their turn during a write
  fail_at = Infinity; // the operation of that number fails; 1 is the next
  readonly batches: Batch[] = [];

  override async read(key: string): Promise<Uint8Array | undefined> {
    this.step();
    this.reads += 1;
    const found = await super.read(key);
    this.bytes += found?.length ?? 0;
    return found;
  }

  override async list(prefix: string): Promise<string[]> {
    this.step();
    return super.list(prefix);
  }

  override async commit(batch: Batch): Promise<void> {
    if (this.slow) await new Promise((resolve) => setImmediate(resolve));
    this.step();
    if (this.full) throw new DOMException("disk is full", "QuotaExceededError");
    this.writes += 1;
    this.batches.push(batch);
    for (const bytes of Object.values(batch.put ?? {})) this.bytes += bytes.length;
    await super.commit(batch);
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    return super.commit({ put: { [key]: bytes } });
  }

  async text(): Promise<string> {
    const records = await Promise.all((await super.list("")).map((key) => super.read(key)));
    return records.map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  }

  async keys(place = "history/"): Promise<string[]> {
    return super.list(place);
  }

  step(): void {
    if (this.fail_at === Infinity) return;
    this.fail_at -= 1;
    if (this.fail_at === 0) {
      this.fail_at = Infinity;
      throw new DOMException("it failed", "UnknownError");
    }
  }
}

export class Browser {
  readonly storage = new CountingStorage();
  readonly keys = new PlainKeys();
  sealers: Sealers = (name) => this.keys.sealer(name);
  old_storage: CountingStorage | null = null; // of a release before encryption; null: none, or deleted
  readonly #all: EngineHost[] = [];
  readonly #tabs: EngineHost[] = []; // those that hear each other
  readonly #timers: { at: number; work: () => void }[] = [];
  #last: Promise<unknown> = Promise.resolve();
  elapsed = 0;
  constructor() {
    this.keys.step = () => this.storage.step();
  }

  locked = true; // false: the browser gives no lock
  speaks = true; // false: its channel throws
  readonly announced: Written[] = [];

  makeHost(engine: RawEngine, notices: ChangeNotice[], deaf = false, shop = "demo", household = "home"): EngineHost {
    const host: EngineHost = new EngineHost({
      engine,
      file: new HouseholdFile(this.storage, this.sealers, shop, household, this.#oldRecords()),
      state: "stored",
      exclusive: <T>(work: () => Promise<T>) => {
        if (!this.locked) return Promise.reject(new DOMException("no lock", "InvalidStateError"));
        const result = this.#last.then(work);
        this.#last = result.catch(() => {});
        return result;
      },
      announce: (written) => {
        if (!this.speaks) throw new DOMException("closed", "InvalidStateError");
        this.announced.push(written);
        this.#tabs.filter((tab) => tab !== host).forEach((tab) => tab.markStale(written));
      },
      notify: (notice) => notices.push(notice),
      elapsed: () => this.elapsed,
      later: (ms, work) => this.#timers.push({ at: this.elapsed + ms, work }),
    });
    this.#all.push(host);
    if (!deaf) this.#tabs.push(host);
    return host;
  }

  #oldRecords(): OldRecords | null {
    return this.old_storage && new OldRecords(this.old_storage, async () => {
      this.old_storage = null;
    });
  }

  // Lets time pass, and everybody do what they waited for.
  async pass(ms: number): Promise<void> {
    this.elapsed += ms;
    const due = this.#timers.filter(({ at }) => at <= this.elapsed);
    for (const timer of due) this.#timers.splice(this.#timers.indexOf(timer), 1);
    for (const { work } of due) work();
    for (let i = 0; i < 3; ++i) await Promise.all(this.#all.map((host) => host.health().catch(() => {})));
  }

  openTab(deaf = false, engine = new WordEngine(), shop = "demo") {
    const notices: ChangeNotice[] = [];
    const host = this.makeHost(engine, notices, deaf, shop);
    const record = (now: number, ...skus: string[]) =>
      host.run("record", { events: skus.map((sku) => ({ type: "view", sku })) }, now);
    return {
      engine,
      notices,
      host,
      record: (...skus: string[]) => record(1, ...skus),
      recordAt: record,
      buy: (sku: string) => host.run("record", { events: [{ type: "buy", sku }] }, 1),
      words: (now = 1) => host.run("history.list", {}, now),
      erase: (selection: object) => host.run("history.erase", selection, 1),
      eraseHousehold: () => host.run("household.erase", { everything: true }, 1),
      add: () => host.run("household.add", { name: "Ben" }, 1) as Promise<{ id: number }>,
      pick: (member: number) => host.sit({ member }, 1),
      remove: (now = 1) => host.run("household.remove", { member: 1, history: "erase" }, now),
      undo: () => host.run("household.undo", { undo: "0" }, 1),
      seal: (sku: string) => host.run("controls.label", { sku, label: "private" }, 1),
      pause: (paused: boolean) => host.run("controls.pause", { paused }, 1),
      isPaused: async () => (await host.run("status", {}, 1) as { paused: boolean }).paused,
      start: (now = 1) => host.start(now),
    };
  }
}
