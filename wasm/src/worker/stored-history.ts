// Keeps the history that is stored and the one that the engine holds the same. All of it runs under the lock that
// the tabs share.
//
// catchUp() makes the engine hold what is stored: the segments that another tab added, or a new base with its
// segments. While nobody else wrote only the head is read. keep() makes durable what the engine did since: one more
// segment, or a new base where what was stored before must go. When that fails, the engine goes back.
//
// A piece that does not open is kept aside, and the next change writes a new base. Without a base the engine keeps
// what it has, without a segment it takes the others. Of what a newer release wrote nobody here can say whose it is:
// it is left alone until the household is erased, and changes live in memory meanwhile. A history that is gone was
// erased by somebody: it is not brought back.
import type { Health } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import type { Durability } from "../storage/storage.js";
import type { GuardedEngine } from "./guarded-engine.js";
import type { Effect } from "./raw-engine.js";
import { type Head, type Piece, type RecordFile, sameBytes } from "./record-file.js";

export type Damage = NonNullable<Health["damage"]>["reason"];

// How many segments a base has before it is made anew: when a tab opens, and while it is open.
export const SEGMENTS_AT_START = 32;
export const SEGMENTS_MEANWHILE = 512;

interface Opened {
  readonly blob: Uint8Array;
  readonly bytes: Uint8Array;
  readonly generation: Uint8Array | null;
}

interface Found {
  readonly head: Head | null; // of what is stored; null: without its base nobody knows
  readonly base: Opened | null; // null: the engine keeps what it has
  readonly segments: readonly Opened[]; // to be applied
  readonly bad: readonly Uint8Array[]; // blobs that do not open
  readonly lost: boolean; // something is bad or missing
}

// Of a record of the first release: no base has it.
const NO_GENERATION = new Uint8Array();

export class StoredHistory {
  readonly #engine: GuardedEngine;
  readonly #file: RecordFile;
  readonly #blank: Uint8Array; // the snapshot of no history
  #base: Uint8Array; // with the segments, what the engine holds
  #segments: readonly Uint8Array[] = [];
  #head: Head | null = null; // of what the engine holds; null: nothing of it was stored
  #needs_base = true; // the next change writes a new base
  #most = SEGMENTS_MEANWHILE;
  #damage: Damage | null = null;

  constructor(engine: GuardedEngine, file: RecordFile) {
    this.#engine = engine;
    this.#file = file;
    this.#base = this.#blank = engine.snapshot();
  }

  get damage(): Damage | null {
    return this.#damage;
  }

  // Whether the engine may hold something else than before.
  async catchUp(): Promise<boolean> {
    try {
      const bad: Uint8Array[] = [];
      const head = await this.#readHead(bad);
      if (head && this.#continues(head.generation) && head.segments === this.#head?.segments) {
        this.#damage = null;
        return false;
      }
      await this.#take(await this.#find(head, bad));
    } catch (error) {
      if (!isNewer(error)) throw error;
      this.#damage = "newer_version";
    }
    return true;
  }

  // Makes durable what the engine changed, and who sits there (null: as stored). When it cannot, the engine goes
  // back and the error is thrown.
  async keep(sitting: Uint8Array | null, durability: Durability): Promise<Effect> {
    const effect = this.#engine.effect();
    if (effect === "none") {
      if (sitting) await this.#file.writeSitting(sitting);
      return effect;
    }
    const changes = this.#engine.takeChanges();
    try {
      if (this.#damage === "newer_version" && effect !== "everything") await this.#holdInMemory(effect, changes, sitting);
      else if (effect === "appended" && !this.#needs_base) await this.#append(changes, sitting, durability);
      else await this.#writeBase(sitting, effect === "erased" || effect === "everything");
    } catch (error) {
      this.#engine.rebuild(this.#base, this.#segments);
      throw error;
    }
    return effect;
  }

  get isLong(): boolean {
    return this.#damage === null && this.#segments.length > this.#most;
  }

  // A new base of what the first release stored, or of more than `most` segments. One that cannot be written
  // changes nothing, and is not tried again soon.
  async compact(most: number): Promise<void> {
    const first_release = this.#head?.generation === NO_GENERATION;
    if (this.#damage !== null || (this.#segments.length <= most && !first_release)) return;
    try {
      await this.#writeBase(null, false);
      this.#engine.takeChanges(); // what it sealed by itself is in the base
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#most = this.#segments.length + SEGMENTS_MEANWHILE;
    }
  }

  async #append(changes: Uint8Array, sitting: Uint8Array | null, durability: Durability): Promise<void> {
    if (!this.#head) throw new Error("there is no base");
    this.#head = await this.#file.append(this.#head, changes, sitting, durability);
    this.#segments = [...this.#segments, changes];
  }

  async #writeBase(sitting: Uint8Array | null, forget: boolean): Promise<void> {
    const base = this.#engine.snapshot();
    this.#head = await this.#file.replace(base, sitting, forget);
    this.#hold(base, []);
    this.#needs_base = false;
    this.#damage = null;
    this.#most = SEGMENTS_MEANWHILE;
  }

  async #holdInMemory(effect: Effect, changes: Uint8Array, sitting: Uint8Array | null): Promise<void> {
    if (sitting) await this.#file.writeSitting(sitting);
    if (effect === "appended") this.#hold(this.#base, [...this.#segments, changes]);
    else this.#hold(this.#engine.snapshot(), []);
  }

  #hold(base: Uint8Array, segments: readonly Uint8Array[]): void {
    this.#base = base;
    this.#segments = segments;
  }

  #continues(generation: Uint8Array | null | undefined): boolean {
    return !!generation && !!this.#head && sameBytes(generation, this.#head.generation);
  }

  async #readHead(bad: Uint8Array[]): Promise<Head | null> {
    const blob = await this.#file.readHead();
    if (!blob) return null;
    return this.#file.openHead(blob).catch((error: unknown) => aside(error, bad, blob));
  }

  // Opens what the engine lacks; null when nothing is stored. Throws "unsupported_version".
  async #find(head: Head | null, bad: Uint8Array[]): Promise<Found | null> {
    let generation = head?.generation ?? null;
    let base: Opened | null = null;
    if (!this.#continues(generation)) {
      const blob = await this.#file.read("base");
      if (!blob && !head && bad.length === 0) return null;
      base = blob ? await this.#open("base", blob, generation, bad) : null;
      if (base && !base.generation) return { head: { generation: NO_GENERATION, segments: 0 }, base, segments: [], bad, lost: bad.length > 0 };
      generation ??= base?.generation ?? null;
    }
    const continues = this.#continues(generation);
    const last = head?.segments ?? await this.#file.countSegments();
    const blobs = await this.#readSegments(continues ? this.#head?.segments ?? 0 : 0, last);
    const lost = !head || !generation || blobs.some(({ blob }) => !blob);
    if (!continues && !base) {
      return { head: null, base: null, segments: [], bad: [...bad, ...blobs.flatMap(({ blob }) => blob ?? [])], lost: true };
    }
    const opened = await Promise.all(blobs.map(({ piece, blob }) => blob && this.#open(piece, blob, generation, bad)));
    const segments = opened.flatMap((each) => each ?? []);
    return {
      head: generation && { generation, segments: last }, base: continues ? null : base, segments, bad,
      lost: lost || bad.length > 0,
    };
  }

  #readSegments(from: number, to: number): Promise<{ piece: number; blob: Uint8Array | undefined }[]> {
    const pieces = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + 1 + i);
    return Promise.all(pieces.map(async (piece) => ({ piece, blob: await this.#file.read(piece) })));
  }

  // Null for one that does not open, or is of another generation (null: whichever it says).
  async #open(piece: Piece, blob: Uint8Array, generation: Uint8Array | null, bad: Uint8Array[]): Promise<Opened | null> {
    try {
      const opened = await this.#file.open(piece, blob);
      const fits = !generation || (opened.generation && sameBytes(opened.generation, generation));
      if (!fits) throw new EngineError("malformed", "a segment of another base");
      return { ...opened, blob };
    } catch (error) {
      return aside(error, bad, blob);
    }
  }

  async #take(found: Found | null): Promise<void> {
    if (!found) return this.#takeNothing();
    const bad = [...found.bad];
    const taken = this.#takeIntoEngine(found, bad);
    const lost = found.lost || bad.length > 0;
    this.#damage = lost ? "unreadable" : null;
    this.#needs_base = lost || found.head?.generation === NO_GENERATION;
    if (lost) await this.#file.keepAside(bad);
    if (taken) this.#head = found.head;
  }

  // Whether the engine took it; else it keeps what it has.
  #takeIntoEngine({ head, base, segments }: Found, bad: Uint8Array[]): boolean {
    if (!head) return false;
    try {
      if (base) this.#restore(base.bytes);
    } catch (error) {
      if (!base) throw error;
      aside(error, bad, base.blob);
      bad.push(...segments.map(({ blob }) => blob));
      return false;
    }
    this.#hold(base?.bytes ?? this.#base, [...(base ? [] : this.#segments), ...this.#applied(segments, bad)]);
    return true;
  }

  #applied(segments: readonly Opened[], bad: Uint8Array[]): readonly Uint8Array[] {
    return segments.flatMap(({ bytes, blob }) => {
      try {
        this.#engine.apply(bytes);
        return [bytes];
      } catch (error) {
        if (isNewer(error)) this.#engine.rebuild(this.#base, this.#segments);
        aside(error, bad, blob);
        return [];
      }
    });
  }

  #takeNothing(): void {
    if (this.#head) {
      this.#restore(this.#blank);
      this.#hold(this.#blank, []);
    }
    this.#head = null;
    this.#needs_base = true;
    this.#damage = null;
  }

  // What the engine sealed of the history it held, and nobody wrote, goes with that history.
  #restore(snapshot: Uint8Array): void {
    this.#engine.takeChanges();
    this.#engine.restore(snapshot);
  }
}

function isNewer(error: unknown): boolean {
  return error instanceof EngineError && error.code === "unsupported_version";
}

// Notes a blob that is damaged. Throws what a newer release's does, and what is no refusal at all.
function aside(error: unknown, bad: Uint8Array[], blob: Uint8Array): null {
  if (!(error instanceof EngineError) || isNewer(error)) throw error;
  bad.push(blob);
  return null;
}
