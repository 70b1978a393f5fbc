// Holds the engine and keeps what is on disk and what is in memory the same (stored-household.ts says how).
//
// Operations run one after the other. Changes that wait together become one write, under a lock that the household's
// workers share: catch up with what another one wrote, apply, write, and only then answer. When the write fails the
// engine goes back to where it was, and every change of that write is refused.
//
// The host, not the page, says who is asking (sitting.ts), and labels what is recorded in gift or private mode. A
// change that a page began in another sitting is refused. When time alone changes something (a surprise's day, the
// end of the time to undo) the host asks the engine to release it: at the start, when somebody sits down, and every hour.
import {
  type Answer, type ChangeNotice, type Health, type OperationName, OPERATIONS, type Request, type ShopEvent,
  type Sitting, type SittingChange, type Undoable,
} from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import type { Durability } from "../storage/storage.js";
import { GuardedEngine } from "./guarded-engine.js";
import type { HouseholdFile } from "./household-file.js";
import type { RawEngine } from "./raw-engine.js";
import { SittingKeeper } from "./sitting.js";
import { SEGMENTS_AT_START, StoredHousehold, type Written } from "./stored-household.js";
import type { Damage } from "./stored-record.js";
import { Tries } from "./tries.js";

export const RELEASE_EVERY_MS = 60 * 60_000;
const RELAXED_TYPES: readonly string[] = ["impression", "view", "search"];

export interface Surroundings {
  readonly engine: RawEngine; // with its catalog loaded and no history yet
  readonly file: HouseholdFile;
  // What the storage is good for, while nothing is wrong with it.
  readonly state: "stored" | "session" | "visit" | "busy";
  // Runs `work` while nobody else, in any tab of the household, runs any. Rejects with EngineError, or as `work` does.
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  // The household's other workers must hear what there is to catch up with.
  announce(written: Written): void;
  // Our own page must hear it.
  notify(notice: ChangeNotice): void;
  // Milliseconds since some moment, by a clock that nobody sets.
  elapsed(): number;
  // Calls `work` once, this many milliseconds later.
  later(ms: number, work: () => void): void;
}

interface Job {
  readonly writes: boolean;
  readonly now: number | null; // null: nobody's clock is known
  readonly uses: boolean; // a page's request, which keeps the sitting going
  readonly relaxed?: boolean; // may be lost when the power fails
  readonly signal?: AbortSignal | undefined;
  readonly run: () => unknown;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

type Reply = () => void; // tells a job's caller

export class EngineHost {
  readonly #around: Surroundings;
  readonly #engine: GuardedEngine;
  readonly #household: StoredHousehold;
  readonly #sitting: SittingKeeper;
  readonly #tries: Tries;
  #told: Sitting; // what our page knows
  #stale = true;
  #full = false; // the last write found no room
  #jobs: Job[] = [];
  #working = false;
  #clock = { now: 0, at: 0 }; // what a page's clock said, and when that was
  #release_at = Infinity; // by a page's clock
  #undo_until = Infinity; // the end of the first time to undo that is running

  constructor(around: Surroundings) {
    this.#around = around;
    this.#engine = new GuardedEngine(around.engine);
    this.#household = new StoredHousehold(this.#engine, around.file);
    this.#sitting = new SittingKeeper(this.#engine.ask("constants").limits);
    this.#tries = new Tries(() => around.elapsed());
    this.#told = this.#sitting.current;
  }

  // Reads what is stored, makes a new base of many segments, and releases what is due. Rejects with "storage_failed"
  // when the storage cannot be read.
  async start(now: number): Promise<void> {
    this.#noteClock(now);
    await this.health();
    await this.#around.exclusive(async () => {
      if (await this.#household.catchUp()) this.#lookForUndo(); // another tab may have been faster
      await this.#household.compact(SEGMENTS_AT_START);
    });
    await this.#release().catch(() => {}); // until the next hour then: no reason to close the shop
  }

  // An aborted operation is dropped unless it has begun. `sitting`: the number that the page knows.
  run(
    op: OperationName, request: object, now: number, signal?: AbortSignal, sitting?: number,
  ): Promise<unknown> {
    if (!Object.hasOwn(OPERATIONS, op)) {
      return Promise.reject(new EngineError("not_found", "no such operation"));
    }
    this.#noteClock(now);
    const answer = this.#enqueue({
      writes: OPERATIONS[op].writes,
      now,
      uses: true,
      relaxed: op === "record" && isRelaxed(request as Request<"record">),
      signal,
      run: () => this.#handle(op, request, now, sitting),
    });
    if (now >= this.#release_at) this.#releaseSoon();
    return answer;
  }

  // Changes who sits there, or how; null only asks. Rejects with "storage_failed" when it cannot be kept.
  // `sitting`: the number that the page knows; a surprise of one is not the next one's.
  async sit(change: SittingChange | null, now: number, signal?: AbortSignal, sitting?: number): Promise<Sitting> {
    this.#noteClock(now);
    const changed = (await this.#enqueue({
      writes: true,
      now,
      uses: change !== null,
      signal,
      run: () => {
        if (change && "mode" in change) this.#checkSitting(sitting);
        if (!change) return null;
        this.#sitting.change(change, now, this.#memberIds());
        return this.#sitting.current;
      },
    })) as Sitting | null;
    return changed ?? this.#sitting.current; // as it is when the page hears it
  }

  // Takes the words of the sensitive list, which came later than the first page. What was recorded meanwhile and turns
  // out to be sensitive is sealed, and stored so.
  async heed(words: Uint8Array): Promise<void> {
    await this.#enqueue({ writes: true, now: null, uses: false, run: () => this.#engine.loadWords(words) });
  }

  async health(): Promise<Health> {
    const reason = (await this.#enqueue({
      writes: false, now: null, uses: false, run: () => this.#household.damage,
    })) as Damage | null;
    const copies = await this.#around.file.countAside();
    const found = reason ?? (copies > 0 ? "unreadable" : null);
    const { state } = this.#around;
    const lasts = reason !== "newer_version" && (state === "stored" || state === "session");
    return {
      state: reason === "newer_version" ? "newer"
        : this.#full ? "full" : this.#household.gone ?? (found || this.#around.file.isTampered ? "damaged" : state),
      persistence: lasts ? "indexeddb" : "memory",
      damage: found && { reason: found, copies },
    };
  }

  // Another worker wrote: catch up before the next answer. Our page hears at once when somebody else sits there now.
  markStale(written: Written): void {
    const ours = this.#household.hear(written);
    this.#stale ||= ours || written.digests;
    if (!ours) return;
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
        this.#engine.check();
        if (jobs[0]?.writes) await this.#change(jobs);
        else await this.#read(jobs);
      } catch (error) {
        for (const job of jobs) job.reject(error);
      }
      if (this.#jobs.length === 0 && this.#household.isLong) await this.#compact();
    }
    this.#working = false;
  }

  // Nobody waits for it: what fails is tried again with a later change.
  #compact(): Promise<void> {
    return this.#around.exclusive(async () => {
      if (await this.#household.catchUp()) this.#lookForUndo();
      if (this.#household.isLong) await this.#household.compact(SEGMENTS_AT_START);
    }).catch(() => {});
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
        const written = await this.#keep("strict").catch(ignoreRefusal); // then the sitting ends early
        if (written) this.#tell(() => this.#around.announce(written));
      });
      this.#tellSitting(true);
    }
    for (const reply of jobs.map(attempt)) reply();
  }

  async #change(jobs: readonly Job[]): Promise<void> {
    const { replies, written } = await this.#around.exclusive(async () => {
      await this.#catchUp(jobs);
      this.#tellSitting(true);
      const replies = jobs.map(attempt);
      const { picked, number } = this.#sitting.current;
      if (picked && number !== this.#told.number) this.#askToRelease();
      const written = await this.#keepOrRevert(jobs.every(({ relaxed }) => relaxed) ? "relaxed" : "strict");
      return { replies, written };
    });
    const sits = this.#tellSitting(false);
    for (const reply of replies) reply();
    const { shop } = this.#around.file;
    if (written || sits) this.#tell(() => this.#around.announce(written ?? { shop, people: false, digests: false }));
    if (written) this.#tell(() => this.#around.notify({ elsewhere: false }));
  }

  // Makes durable what the engine holds now and who sits there. Returns what was written besides the sitting.
  async #keep(durability: Durability): Promise<Written | null> {
    const sitting = this.#sitting.unsaved();
    try {
      const written = await this.#household.keep(sitting, durability);
      if (written || sitting) this.#full = false;
      this.#sitting.saved();
      return written;
    } catch (error) {
      this.#full ||= ((error as Error).cause as Partial<DOMException> | undefined)?.name === "QuotaExceededError";
      throw error;
    }
  }

  async #keepOrRevert(durability: Durability): Promise<Written | null> {
    try {
      return await this.#keep(durability);
    } catch (error) {
      this.#sitting.revert();
      throw error;
    }
  }

  // Tells our page when it does not know who sits there, or how. Returns whether it did.
  #tellSitting(elsewhere: boolean): boolean {
    const sitting = this.#sitting.current;
    if (JSON.stringify(sitting) === JSON.stringify(this.#told)) return false;
    this.#told = sitting;
    this.#tell(() => this.#around.notify({ elsewhere, sitting }));
    return true;
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

  #handle(op: OperationName, request: object, now: number, sitting: number | undefined): unknown {
    const { writes, needs } = OPERATIONS[op];
    const { picked, member, mode } = this.#sitting.current;
    if (writes && needs.includes("viewer")) this.#checkSitting(sitting);
    if (this.#household.damage === "newer_version" && op === "history.erase" && !("events" in request)) {
      throw new EngineError("unsupported_version", "the history that a newer release stored cannot be erased in part");
    }
    const answer = this.#askAsGrownUp(op, {
      ...request,
      ...(op === "record" && dressed(request as Request<"record">, mode)),
      now: needs.includes("clock") ? now : undefined,
      viewer: needs.includes("viewer") && picked ? member : undefined, // null: nobody in particular
    });
    if (op === "household.remove") this.#sitting.dropMembers((each) => each === (request as { member: number }).member);
    if (op === "household.erase") {
      this.#sitting.leave();
      if (!this.#mayComeBack(now)) this.#household.eraseElsewhere();
    }
    const { undo, undoUntil } = answer as Partial<Undoable>;
    if (typeof undo === "string" && undoUntil) this.#awaitUndo(undoUntil);
    return answer;
  }

  // Counts the wrong codes.
  #askAsGrownUp<Op extends OperationName>(op: Op, request: object): Answer<Op> {
    const { grownUp } = request as { grownUp?: Partial<Record<string, unknown>> };
    if (grownUp?.["code"] === undefined) return this.#engine.ask(op, request);
    this.#tries.check();
    try {
      return this.#engine.ask(op, request);
    } catch (error) {
      if (error instanceof EngineError && error.code === "needs_grown_up") this.#tries.noteWrong();
      throw error;
    }
  }

  #checkSitting(known: number | undefined): void {
    if (known === undefined || known === this.#sitting.current.number) return;
    throw new EngineError("sitting_over", "somebody else is shopping now");
  }

  #memberIds(): readonly number[] {
    return this.#engine.ask("household.members").members.map(({ id }) => id);
  }

  async #catchUp(jobs: readonly Job[]): Promise<void> {
    const changed = await this.#household.catchUp();
    this.#sitting.read(await this.#around.file.readSitting(), latest(jobs), jobs.some(({ uses }) => uses));
    if (this.#sitting.current.member !== null) {
      const ids = this.#memberIds();
      this.#sitting.dropMembers((member) => !ids.includes(member));
    }
    if (changed) this.#lookForUndo();
    this.#stale = false;
  }

  // ---- What time alone changes

  #noteClock(now: number): void {
    this.#clock = { now, at: this.#around.elapsed() };
  }

  #now(): number {
    return Math.round(this.#clock.now + this.#around.elapsed() - this.#clock.at);
  }

  #releaseSoon(): void {
    this.#release_at = Infinity; // once, until it is done
    void this.#release().catch(() => {});
  }

  // Rejects when it cannot be stored; the next is asked for in an hour all the same.
  #release(): Promise<unknown> {
    return this.#enqueue({ writes: true, now: null, uses: false, run: () => this.#askToRelease() });
  }

  #askToRelease(): void {
    const now = this.#now();
    this.#undo_until = Infinity;
    this.#releaseAt(now + RELEASE_EVERY_MS);
    try {
      if (this.#engine.ask("household.release", { now }).household) this.#household.eraseElsewhere();
    } catch (error) {
      ignoreRefusal(error); // what comes with it is not to fail
    }
    this.#lookForUndo();
  }

  // Whether the whole household was erased, and what it was is still kept.
  #mayComeBack(now: number): boolean {
    return this.#engine.ask("household.withheld", { now }).withheld.some(({ what }) => what === "household");
  }

  // Another tab, or an earlier one, may have withheld something.
  #lookForUndo(): void {
    const { withheld } = this.#engine.ask("household.withheld", { now: this.#now() });
    for (const { until } of withheld) this.#awaitUndo(until);
  }

  #awaitUndo(until: number): void {
    if (until >= this.#undo_until) return;
    this.#undo_until = until;
    this.#releaseAt(Math.min(until, this.#release_at));
  }

  #releaseAt(time: number): void {
    this.#release_at = time;
    this.#around.later(Math.max(0, time - this.#now()) + 1, () => {
      if (this.#release_at === time) this.#releaseSoon();
    });
  }
}

// The clock of the last of them that knows one.
const latest = (jobs: readonly Job[]): number | null => jobs.flatMap(({ now }) => now ?? []).at(-1) ?? null;

// Runs a job now. Throws when the module itself failed.
function attempt(job: Job): Reply {
  const refuse = (error: EngineError): Reply => () => job.reject(error);
  if (job.signal?.aborted) return refuse(new EngineError("closed", "aborted"));
  try {
    const answer = job.run();
    return () => job.resolve(answer);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return refuse(error);
  }
}

function ignoreRefusal(error: unknown): null {
  if (!(error instanceof EngineError)) throw error;
  return null;
}

// What was only looked at. An import is not.
function isRelaxed({ events, skipKnown }: Request<"record">): boolean {
  return !skipKnown && Array.isArray(events) && events.every(({ type }) => RELAXED_TYPES.includes(type));
}

// In gift or private mode everything recorded is sealed; an imported history says itself what is.
function dressed({ events, skipKnown }: Request<"record">, mode: Sitting["mode"]): object {
  if (mode.label === "personal" || skipKnown) return {};
  if (!Array.isArray(events)) throw new EngineError("invalid_argument", "events: expected an array");
  return { events: events.map((event: ShopEvent) => ({ ...event, ...mode })) };
}
