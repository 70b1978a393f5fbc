// Holds the engine and keeps what is on disk and what is in memory the same.
//
// Operations run one after the other. Changes that wait together become one write, under a lock that
// all tabs share: catch up with what another tab wrote, apply, write, and only then answer. When the
// write fails the engine goes back to where it was, and every change of that write is refused.
import { type ChangeNotice, type Health, OPERATIONS, type OperationName } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { type RawEngine, unwrap } from "./raw-engine.js";
import { type RecordFile, sameBytes } from "./record-file.js";

export interface Surroundings {
  readonly engine: RawEngine; // with its catalog loaded and no history yet
  readonly file: RecordFile;
  readonly persistence: Health["persistence"];
  // Runs `work` while nobody else, in any tab, runs any.
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  // The other tabs must hear that there is something to catch up with.
  announce(): void;
  // Our own page must hear it.
  notify(notice: ChangeNotice): void;
}

type Damage = NonNullable<Health["damage"]>["reason"];

interface Job {
  readonly writes: boolean;
  readonly erasesAll: boolean;
  readonly signal: AbortSignal;
  readonly run: () => unknown;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

export class EngineHost {
  readonly #around: Surroundings;
  readonly #blank: Uint8Array; // the snapshot of no history
  #revision: Uint8Array | null = null; // of what the engine holds; null: nothing was stored
  #stale = true;
  #damage: Damage | null = null;
  #broken: Error | null = null; // the module trapped: what it holds is not to be believed
  #jobs: Job[] = [];
  #working = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#blank = around.engine.snapshot();
  }

  // Reads what is stored. Rejects with "storage_failed" when the storage cannot be used.
  async start(): Promise<void> {
    await this.health();
  }

  // `request` must not hold `op` or `now`. An aborted operation is dropped unless it has begun.
  run(
    op: OperationName, request: object, now: number, signal = new AbortController().signal,
  ): Promise<unknown> {
    if (!Object.hasOwn(OPERATIONS, op)) {
      return Promise.reject(new EngineError("not_found", "no such operation"));
    }
    const traits = OPERATIONS[op];
    const text = JSON.stringify({ ...request, op, ...(traits.now ? { now } : {}) });
    return this.#enqueue({
      writes: traits.writes === true,
      erasesAll: op === "history.erase" && "all" in request && request.all === true,
      signal,
      run: () => unwrap(this.#around.engine.handle(text)),
    });
  }

  async health(): Promise<Health> {
    const reason = (await this.#enqueue({
      writes: false, erasesAll: false, signal: new AbortController().signal,
      run: () => this.#damage,
    })) as Damage | null;
    const copies = (await this.#around.file.listAside()).length;
    const found = reason ?? (copies > 0 ? "unreadable" : null);
    return {
      persistence: reason === "newer_version" ? "memory" : this.#around.persistence,
      damage: found && { reason: found, copies },
    };
  }

  // Another tab wrote: catch up before the next answer.
  markStale(): void {
    this.#stale = true;
    this.#around.notify({ elsewhere: true });
  }

  #enqueue(job: Omit<Job, "resolve" | "reject">): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#jobs.push({ ...job, resolve, reject });
      if (!this.#working) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#jobs.length > 0) {
      const jobs = this.#takeNext();
      try {
        if (this.#broken) throw this.#broken;
        if (jobs[0]?.writes) await this.#change(jobs);
        else await this.#read(jobs);
      } catch (error) {
        if (!(error instanceof EngineError)) this.#broken = error as Error;
        for (const job of jobs) job.reject(error);
      }
    }
    this.#working = false;
  }

  // The jobs at the head that are alike: all changes, or all reads.
  #takeNext(): Job[] {
    const writes = this.#jobs[0]?.writes;
    const end = this.#jobs.findIndex((job) => job.writes !== writes);
    return this.#jobs.splice(0, end < 0 ? this.#jobs.length : end);
  }

  async #read(jobs: readonly Job[]): Promise<void> {
    if (this.#stale) await this.#around.exclusive(() => this.#catchUp());
    for (const settle of jobs.map(attempt)) settle();
  }

  async #change(jobs: readonly Job[]): Promise<void> {
    const { engine, file } = this.#around;
    const { changed, settle } = await this.#around.exclusive(async () => {
      await this.#catchUp();
      const before = engine.snapshot();
      const outcomes = jobs.map(attempt);
      const erased = jobs.some((job) => job.erasesAll && !job.signal.aborted);
      const after = engine.snapshot();
      const changed = erased || !sameBytes(before, after);
      const stores = changed && (erased || this.#damage !== "newer_version");
      try {
        if (erased) await file.removeAside();
        if (stores) this.#revision = await file.write(after, this.#revision);
        if (stores) this.#damage = null;
      } catch (error) {
        unwrap(engine.restore(before));
        throw error;
      }
      return { changed, settle: () => outcomes.forEach((outcome) => outcome()) };
    });
    settle();
    if (!changed) return;
    this.#around.announce();
    this.#around.notify({ elsewhere: false });
  }

  // Makes the engine hold what is stored. A record that does not open is kept aside, and the engine
  // keeps what it has: the next change writes that. A record of a newer release is left alone, until
  // everything is erased; changes live in memory meanwhile. A record that is gone was erased by
  // somebody: it is not brought back.
  async #catchUp(): Promise<void> {
    const { engine, file } = this.#around;
    const blob = await file.readBlob();
    if (!blob) {
      if (this.#revision) unwrap(engine.restore(this.#blank));
      this.#revision = null;
    } else {
      try {
        const { revision, snapshot } = await file.open(blob);
        if (!this.#revision || !sameBytes(revision, this.#revision)) {
          unwrap(engine.restore(snapshot));
          this.#revision = revision;
        }
        this.#damage = null;
      } catch (error) {
        await this.#reportDamage(blob, error);
      }
    }
    this.#stale = false;
  }

  async #reportDamage(blob: Uint8Array, error: unknown): Promise<void> {
    if (!(error instanceof EngineError)) throw error;
    const is_newer = error.code === "unsupported_version";
    if (!is_newer) await this.#around.file.keepAside(blob);
    this.#damage = is_newer ? "newer_version" : "unreadable";
  }
}

// Runs a job now; what comes back tells its caller, later. Throws when the module itself failed.
function attempt(job: Job): () => void {
  if (job.signal.aborted) return () => job.reject(new EngineError("closed", "aborted"));
  try {
    const value = job.run();
    return () => job.resolve(value);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return () => job.reject(error);
  }
}
