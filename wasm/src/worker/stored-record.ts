// Keeps one record that is stored and what the engine holds of it the same (stored-household.ts: of both records).
//
// catchUp() makes the engine hold what is stored: the segments that another tab added, or a new base with its
// segments. While nobody else wrote only the head is read. keep() says what makes durable what the engine did since:
// one more segment, or a new base where what was stored before must go.
//
// A piece that does not open is kept aside, and the next change writes a new base. Without a base the engine keeps
// what it has, without a segment it takes the others. A record that is gone was erased by somebody: it is not
// brought back.
import type { Health } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import type { Batch } from "../storage/storage.js";
import type { GuardedEngine, Held } from "./guarded-engine.js";
import type { Effect, RecordName } from "./raw-engine.js";
import { type Head, type Piece, type RecordFile, sameBytes } from "./record-file.js";

export type Damage = NonNullable<Health["damage"]>["reason"];

// What is to be committed, and what is so once it is.
export interface Kept {
  readonly batch: Batch;
  readonly done: () => void;
}

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

export class StoredRecord {
  readonly #engine: GuardedEngine;
  readonly #name: RecordName;
  readonly #file: RecordFile;
  readonly #blank: Uint8Array; // the snapshot of nothing
  #base: Uint8Array; // with the segments, what the engine holds
  #segments: readonly Uint8Array[] = [];
  #head: Head | null = null; // of what the engine holds; null: nothing of it was stored
  #needs_base = true; // the next change writes a new base
  #damage: Damage | null = null;

  constructor(engine: GuardedEngine, name: RecordName, file: RecordFile) {
    this.#engine = engine;
    this.#name = name;
    this.#file = file;
    this.#base = this.#blank = engine.snapshot(name);
  }

  get damage(): Damage | null {
    return this.#damage;
  }

  // To go back to.
  get held(): Held {
    return { record: this.#name, base: this.#base, segments: this.#segments };
  }

  get effect(): Effect {
    return this.#engine.effect(this.#name);
  }

  get segments(): number {
    return this.#segments.length;
  }

  // What the first release stored is.
  isLongerThan(most: number): boolean {
    return this.segments > most || (most < Infinity && this.#head?.generation === NO_GENERATION);
  }

  readHead(): Promise<Uint8Array | undefined> {
    return this.#file.readHead();
  }

  // Whether the engine may hold something else than before. `blob`: the head, as it was read.
  async catchUp(blob: Uint8Array | undefined): Promise<boolean> {
    try {
      const bad: Uint8Array[] = [];
      const head = await this.#openHead(blob, bad);
      if (head && this.#continues(head.generation) && head.segments === this.#head?.segments) {
        this.#damage = null;
        return false;
      }
      const found = await this.#find(head, bad);
      if (!found && !this.#head) {
        this.#damage = null;
        return false;
      }
      await this.#take(found);
    } catch (error) {
      if (!isNewer(error)) throw error;
      this.#damage = "newer_version";
    }
    return true;
  }

  // `anew`: by a new base, whatever changed.
  async keep(anew: boolean): Promise<Kept | null> {
    const { effect } = this;
    if (effect === "none" && !anew) return null;
    const changes = this.#engine.takeChanges(this.#name);
    return effect !== "appended" || anew || this.#needs_base || !this.#head
      ? this.#keepBase() : this.#keepSegment(this.#head, changes);
  }

  // The same where nothing may be written.
  keepInMemory(): Kept | null {
    const { effect } = this;
    if (effect === "none") return null;
    const changes = this.#engine.takeChanges(this.#name);
    return {
      batch: {},
      done: () => {
        if (effect === "appended") this.#hold(this.#base, [...this.#segments, changes]);
        else this.#hold(this.#engine.snapshot(this.#name), []);
        this.#needs_base = true; // it holds more than is stored
      },
    };
  }

  async #keepSegment(before: Head, changes: Uint8Array): Promise<Kept> {
    const { batch, head } = await this.#file.append(before, changes);
    return {
      batch,
      done: () => {
        this.#head = head;
        this.#hold(this.#base, [...this.#segments, changes]);
      },
    };
  }

  async #keepBase(): Promise<Kept> {
    const base = this.#engine.snapshot(this.#name);
    const { batch, head } = await this.#file.replace(base);
    return {
      batch,
      done: () => {
        this.#head = head;
        this.#hold(base, []);
        this.#needs_base = false;
        this.#damage = null;
      },
    };
  }

  #hold(base: Uint8Array, segments: readonly Uint8Array[]): void {
    this.#base = base;
    this.#segments = segments;
  }

  #continues(generation: Uint8Array | null | undefined): boolean {
    return !!generation && !!this.#head && sameBytes(generation, this.#head.generation);
  }

  async #openHead(blob: Uint8Array | undefined, bad: Uint8Array[]): Promise<Head | null> {
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
    this.#needs_base = lost || found.head?.generation === NO_GENERATION || (!found.base && this.#needs_base);
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
        this.#engine.apply(this.#name, bytes);
        return [bytes];
      } catch (error) {
        if (isNewer(error)) this.#engine.rebuild(this.held);
        aside(error, bad, blob);
        return [];
      }
    });
  }

  #takeNothing(): void {
    this.#restore(this.#blank);
    this.#hold(this.#blank, []);
    this.#head = null;
    this.#needs_base = true;
    this.#damage = null;
  }

  // What the engine sealed of the record it held, and nobody wrote, goes with that record.
  #restore(snapshot: Uint8Array): void {
    this.#engine.takeChanges(this.#name);
    this.#engine.restore(this.#name, snapshot);
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
