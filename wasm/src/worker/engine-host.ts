// Holds the engine and keeps what is on disk and what is in memory the same.
//
// Operations run one after the other. Changes that wait together become one write, under a lock that
// all tabs share: catch up with what another tab wrote, apply, write, and only then answer. When the
// write fails the engine goes back to where it was, and every change of that write is refused. A write
// that erases, or comes after a surprise's day, also removes what was kept aside: that may hold the very
// thing. Of a record that a newer release wrote nobody here can say whose it is: only erasing the whole
// household takes it.
//
// The host, not the page, says who is asking (sitting.ts), and labels what is recorded in gift or
// private mode. A change that a page began in another sitting is refused.
import {
  type Answer, type ChangeNotice, type CoreStatus, type Health, type Household, OPERATIONS,
  type OperationName, type ShopEvent, type Sitting, type SittingChange,
} from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { type RawEngine, unwrap } from "./raw-engine.js";
import { type RecordFile, sameBytes } from "./record-file.js";
import { SittingKeeper } from "./sitting.js";

export interface Surroundings {
  readonly engine: RawEngine; // with its catalog loaded and no history yet
  readonly file: RecordFile;
  readonly persistence: Health["persistence"];
  // Runs `work` while nobody else, in any tab, runs any. Rejects with EngineError, or as `work` does.
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  // The other tabs must hear that there is something to catch up with.
  announce(): void;
  // Our own page must hear it.
  notify(notice: ChangeNotice): void;
}

type Damage = NonNullable<Health["damage"]>["reason"];

// What a job did to the history: "all" erased everybody's, whatever is stored.
type Effect = "none" | "changed" | "erased" | "all";

interface Job {
  readonly writes: boolean;
  readonly now: number | null; // null: nobody's clock is known
  readonly uses: boolean; // a page's request, which keeps the sitting going
  readonly settles?: boolean; // asks for nothing but what a day's coming changes
  readonly signal: AbortSignal;
  readonly run: () => { readonly answer: unknown; readonly effect: Effect };
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

interface Outcome {
  readonly effect: Effect;
  readonly settle: () => void; // tells the job's caller
}

export class EngineHost {
  readonly #around: Surroundings;
  readonly #blank: Uint8Array; // the snapshot of no history
  #held: Uint8Array; // the snapshot of what the engine holds
  #revision: Uint8Array | null = null; // of what the engine holds; null: nothing was stored
  #stale = true;
  #damage: Damage | null = null;
  #settled = false; // a day came since what is stored was written, as the running change found it
  readonly #sitting = new SittingKeeper();
  #told: Sitting = this.#sitting.current; // what our page knows
  #broken: Error | null = null; // the module trapped: what it holds is not to be believed
  #jobs: Job[] = [];
  #working = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#blank = around.engine.snapshot();
    this.#held = this.#blank;
  }

  // Reads what is stored. Rejects with "storage_failed" when the storage cannot be used.
  async start(): Promise<void> {
    await this.health();
  }

  // An aborted operation is dropped unless it has begun. `sitting`: the number that the page knows.
  run(
    op: OperationName, request: object, now: number, signal = new AbortController().signal, sitting?: number,
  ): Promise<unknown> {
    if (!Object.hasOwn(OPERATIONS, op)) {
      return Promise.reject(new EngineError("not_found", "no such operation"));
    }
    return this.#enqueue({
      writes: OPERATIONS[op].writes === true,
      now,
      uses: true,
      settles: op === "household.settle",
      signal,
      run: () => this.#handle(op, request, now, sitting),
    });
  }

  // Changes who sits there, or how; null only asks. Rejects with "storage_failed" when it cannot be kept.
  // `sitting`: the number that the page knows; a surprise of one is not the next one's.
  sit(
    change: SittingChange | null, now: number, signal = new AbortController().signal, sitting?: number,
  ): Promise<Sitting> {
    return this.#enqueue({
      writes: true,
      now,
      uses: change !== null,
      signal,
      run: () => {
        if (change && "mode" in change) this.#checkSitting(sitting);
        if (change) this.#sitting.change(change, now, this.#memberIds());
        return { answer: this.#sitting.current, effect: "none" };
      },
    }) as Promise<Sitting>;
  }

  async health(): Promise<Health> {
    const reason = (await this.#enqueue({
      writes: false,
      now: null,
      uses: false,
      signal: new AbortController().signal,
      run: () => ({ answer: this.#damage, effect: "none" }),
    })) as Damage | null;
    const copies = (await this.#around.file.listAside()).length;
    const found = reason ?? (copies > 0 ? "unreadable" : null);
    return {
      persistence: reason === "newer_version" ? "memory" : this.#around.persistence,
      damage: found && { reason: found, copies },
    };
  }

  // Another tab wrote: catch up before the next answer. Our page hears at once when somebody else sits
  // there now.
  markStale(): void {
    this.#stale = true;
    this.#around.notify({ elsewhere: true });
    void this.health().catch(() => {});
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
    const now = latest(jobs);
    if (this.#stale || (now !== null && this.#sitting.isDue(now))) {
      await this.#around.exclusive(async () => {
        await this.#catchUp(jobs);
        await this.#keepSitting().catch(() => {}); // then it ends early
      });
      this.#tellSitting(true);
    }
    for (const { settle } of this.#attempt(jobs)) settle();
  }

  async #change(jobs: readonly Job[]): Promise<void> {
    const outcomes = await this.#around.exclusive(async () => {
      await this.#catchUp(jobs);
      this.#tellSitting(true);
      this.#settled = await this.#settle(jobs);
      const outcomes = this.#attempt(jobs);
      await this.#keep(outcomes);
      return outcomes;
    });
    const sits = this.#tellSitting(false);
    for (const { settle } of outcomes) settle();
    const changed = outcomes.some(({ effect }) => effect !== "none");
    if (changed || sits) this.#tell(this.#around.announce);
    if (changed) this.#tell(() => this.#around.notify({ elsewhere: false }));
  }

  // Whether a day's coming changed what is stored, before the changes themselves do: then they take what was
  // kept aside along. What is settled may be forgotten, and how much it was is not told; other requests settle
  // too, in memory alone. So bytes are compared, when it matters.
  async #settle(jobs: readonly Job[]): Promise<boolean> {
    const { engine, file } = this.#around;
    if (!jobs.some(({ settles }) => settles) && (await file.listAside()).length === 0) return false;
    const now = Math.max(...jobs.flatMap((job) => job.now ?? []));
    return this.#guard(() => {
      engine.handle(JSON.stringify({ op: "household.settle", now })); // whoever asked for it hears of its failure
      return !sameBytes(engine.snapshot(), this.#held);
    });
  }

  async #keepSitting(): Promise<void> {
    const record = this.#sitting.unsaved();
    if (record) await this.#around.file.writeSitting(record);
    this.#sitting.saved();
  }

  // Tells our page when it does not know who sits there, or how. Returns whether it did.
  #tellSitting(elsewhere: boolean): boolean {
    const sitting = this.#sitting.current;
    if (JSON.stringify(sitting) === JSON.stringify(this.#told)) return false;
    this.#told = sitting;
    this.#tell(() => this.#around.notify({ elsewhere, sitting }));
    return true;
  }

  // Makes durable what the engine holds now and who sits there, or takes both back.
  async #keep(outcomes: readonly Outcome[]): Promise<void> {
    try {
      await this.#keepSitting();
    } catch (error) {
      this.#sitting.revert();
      this.#guard(() => restore(this.#around.engine, this.#held));
      throw error;
    }
    if (outcomes.some(({ effect }) => effect !== "none")) await this.#keepHistory(outcomes);
  }

  async #keepHistory(outcomes: readonly Outcome[]): Promise<void> {
    const { engine, file } = this.#around;
    const erased = this.#settled || outcomes.some(({ effect }) => effect === "erased" || effect === "all");
    const stores = this.#damage !== "newer_version" || outcomes.some(({ effect }) => effect === "all");
    const after = this.#guard(() => engine.snapshot());
    try {
      if (stores) {
        this.#revision = await file.write(after, this.#revision, erased ? await file.listAside() : []);
        this.#damage = null;
      }
      this.#held = after;
    } catch (error) {
      this.#guard(() => restore(engine, this.#held));
      throw error;
    }
  }

  // What is stored and acknowledged stays so when the news of it cannot be sent; a tab that did not
  // hear catches up before its own next change.
  #tell(tell: () => void): void {
    try {
      tell();
    } catch {
      // The channel was closed.
    }
  }

  #handle(op: OperationName, request: object, now: number, sitting: number | undefined): ReturnType<Job["run"]> {
    const { engine } = this.#around;
    const traits = OPERATIONS[op];
    const { picked, member, mode } = this.#sitting.current;
    if (traits.writes && traits.viewer) this.#checkSitting(sitting);
    if (this.#damage === "newer_version" && op === "history.erase" && !("event" in request)) {
      throw new EngineError("unsupported_version", "the history that a newer release stored cannot be erased in part");
    }
    const was_paused = op === "controls.pause" &&
      (unwrap(engine.handle('{"op":"status"}')) as CoreStatus).paused;
    const answer = unwrap(engine.handle(JSON.stringify({
      ...request,
      ...(op === "record" && dressed(request as { events: ShopEvent[]; skipKnown?: true }, mode)),
      op,
      now: traits.now && now,
      viewer: traits.viewer && picked ? member : undefined, // null: nobody in particular
    })));
    if (op === "household.remove") this.#sitting.forget((each) => each === (request as { member: number }).member);
    if (op === "household.erase") this.#sitting.leave();
    if (op === "household.settle") return { answer, effect: this.#settled ? "erased" : "none" };
    return { answer, effect: effectOf(op, request, answer, was_paused) };
  }

  #checkSitting(known: number | undefined): void {
    if (known === undefined || known === this.#sitting.current.number) return;
    throw new EngineError("sitting_over", "somebody else is shopping now");
  }

  #memberIds(): readonly number[] {
    return (unwrap(this.#around.engine.handle('{"op":"household.members"}')) as Household).members.map(({ id }) => id);
  }

  #attempt(jobs: readonly Job[]): Outcome[] {
    return jobs.map((job) => this.#guard(() => attempt(job)));
  }

  // Calls into the module. What it throws besides EngineError is a trap: nothing it holds is believed.
  #guard<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof EngineError)) this.#broken = error as Error;
      throw error;
    }
  }

  // Makes the engine hold what is stored. A record that does not open is kept aside, and the engine
  // keeps what it has: the next change writes that. A record of a newer release is left alone, until
  // the household is erased; changes live in memory meanwhile. A record that is gone was erased by
  // somebody: it is not brought back.
  async #catchUp(jobs: readonly Job[]): Promise<void> {
    const { engine, file } = this.#around;
    const blob = await file.readBlob();
    if (!blob) {
      if (this.#revision) {
        this.#guard(() => restore(engine, this.#blank));
        this.#held = this.#blank;
      }
      this.#revision = null;
      this.#damage = null;
    } else {
      try {
        const { revision, snapshot } = await file.open(blob);
        if (!this.#revision || !sameBytes(revision, this.#revision)) {
          this.#guard(() => unwrap(engine.restore(snapshot)));
          this.#held = snapshot;
          this.#revision = revision;
        }
        this.#damage = null;
      } catch (error) {
        await this.#reportDamage(blob, error);
      }
    }
    this.#sitting.read(await file.readSitting(), latest(jobs), jobs.some(({ uses }) => uses));
    if (this.#sitting.current.member !== null) {
      const ids = this.#memberIds();
      this.#sitting.forget((member) => !ids.includes(member));
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

// The clock of the last of them that knows one.
const latest = (jobs: readonly Job[]): number | null => jobs.flatMap(({ now }) => now ?? []).at(-1) ?? null;

// Runs a job now. Throws when the module itself failed.
function attempt(job: Job): Outcome {
  const refuse = (error: EngineError): Outcome => ({ effect: "none", settle: () => job.reject(error) });
  if (job.signal.aborted) return refuse(new EngineError("closed", "aborted"));
  try {
    const { answer, effect } = job.run();
    return { effect, settle: () => job.resolve(answer) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return refuse(error);
  }
}

// In gift or private mode everything recorded is sealed; an imported history says itself what is.
function dressed({ events, skipKnown }: { events: ShopEvent[]; skipKnown?: true }, mode: Sitting["mode"]): object {
  if (mode.label === "personal" || skipKnown) return {};
  return { events: events.map((event) => ({ ...event, ...mode })) };
}

function effectOf(op: OperationName, request: object, answer: unknown, was_paused: boolean): Effect {
  if (!OPERATIONS[op].writes) return "none";
  if (op === "household.erase") return "all";
  if (op === "household.remove" || (op === "history.erase" && "all" in request)) return "erased";
  if (op === "controls.pause") return (answer as Answer<"controls.pause">).paused !== was_paused ? "changed" : "none";
  const { erased, recorded, moved, changed } = answer as Partial<Record<string, number>>;
  if (erased !== undefined) return erased > 0 ? "erased" : "none";
  return (recorded ?? moved ?? changed ?? 1) > 0 ? "changed" : "none";
}

// Goes back to a snapshot of the engine's own: an engine that refuses it is broken.
function restore(engine: RawEngine, snapshot: Uint8Array): void {
  const { error } = JSON.parse(engine.restore(snapshot)) as { error?: { message: string } };
  if (error) throw new Error(`the engine does not read its own snapshot: ${error.message}`);
}
