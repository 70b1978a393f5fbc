// Keeps one record that is stored and what the engine holds of it the same (stored-household.ts: of both records).
//
// catchUp() makes the engine hold what is stored: the segments that another tab added, or a new base with its
// segments. While nobody else wrote only the head is read. keep() says what makes durable what the engine did since:
// one more segment, or a new base where what was stored before must go.
//
// A piece that does not open is kept aside, and the next change writes a new base. Without a base the engine keeps
// what it has, without a segment it takes the others. A record that is gone was erased by somebody: it is not
// brought back. Where its keys are still there, nobody erased it: the browser dropped it.
import type { Health } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { KeyLost, NO_TAG, type Opened as OpenedBytes, sameBytes, tagOf } from "../crypto/sealer.js";
import type { Batch } from "../storage/storage.js";
import type { GuardedEngine, Held } from "./guarded-engine.js";
import type { OldRecord } from "./old-records.js";
import type { Effect, RecordName } from "./raw-engine.js";
import type { Head, Piece, RecordFile } from "./record-file.js";

export type Damage = NonNullable<Health["damage"]>["reason"];
// What was stored and cannot be had: "damaged" of what an older release stored in plain.
export type Gone = "evicted" | "key_lost" | "damaged";

// What is to be committed, and what is so once it is.
export interface Kept {
  readonly batch: Batch;
  readonly head: Head | null; // null: nothing is written
  readonly done: () => void;
}

interface Opened extends OpenedBytes {
  readonly blob: Uint8Array;
}

interface Found {
  readonly head: Head | null; // of what is stored; null: without its base nobody knows
  readonly base: Opened | null; // null: the engine keeps what it has
  readonly segments: readonly Opened[]; // to be applied
  readonly bad: readonly Uint8Array[]; // blobs that do not open
  readonly lost: boolean; // something is bad or missing
}

// More changes than that make a new base: a segment takes 17 times the room of what is in it.
const MOST_SEGMENT_BYTES = 512 << 10;

// Of what an older release stored.
const NO_HEAD: Head = { generation: NO_TAG, segments: 0, tag: NO_TAG, blob: null };
const notSealed = (bytes: Uint8Array): Opened => ({ bytes, blob: bytes, generation: NO_TAG, previous: NO_TAG });

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
  #gone: Gone | null = null;
  readonly #old: OldRecord | null;
  #took_old = false; // and did not store it yet
  #is_first = true; // it never caught up
  #settled = true; // keys of older generations are destroyed

  constructor(engine: GuardedEngine, name: RecordName, file: RecordFile, old: OldRecord | null) {
    this.#engine = engine;
    this.#name = name;
    this.#file = file;
    this.#old = old;
    this.#base = this.#blank = engine.snapshot(name);
  }

  get damage(): Damage | null {
    return this.#damage;
  }

  // What this worker found to be gone.
  get gone(): Gone | null {
    return this.#gone;
  }

  // The head of what is stored and held.
  get head(): Head | null {
    return this.#head;
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

  // What is held was stored in plain, and is not stored anew yet.
  get tookOld(): boolean {
    return this.#took_old;
  }

  // What an older release stored in plain is.
  isLongerThan(most: number): boolean {
    return this.segments > most || (most < Infinity && this.#took_old);
  }

  readHead(): Promise<Uint8Array | undefined> {
    return this.#file.readHead();
  }

  // Whether the engine may hold something else than before. `blob`: the head, as it was read.
  async catchUp(blob: Uint8Array | undefined): Promise<boolean> {
    try {
      const bad: Uint8Array[] = [];
      if (blob && this.#head?.blob && sameBytes(blob, this.#head.blob)) {
        this.#damage = null;
        if (!this.#settled) await this.settle();
        return false;
      }
      const found = await this.#find(await this.#openHead(blob, bad), bad);
      if (!found && !this.#head) {
        this.#damage = null;
        const took = this.#is_first && (await this.#takeOld());
        this.#is_first = false;
        return took;
      }
      await this.#take(found);
      this.#is_first = false;
      if (found?.base && this.#head === found.head) await this.settle();
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
    return effect !== "appended" || anew || this.#needs_base || !this.#head || changes.length > MOST_SEGMENT_BYTES
      ? this.#keepBase() : this.#keepSegment(this.#head, changes);
  }

  // The same where nothing may be written.
  keepInMemory(): Kept | null {
    const { effect } = this;
    if (effect === "none") return null;
    const changes = this.#engine.takeChanges(this.#name);
    return {
      batch: {},
      head: null,
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
      head,
      done: () => {
        this.#head = head;
        this.#hold(this.#base, [...this.#segments, changes]);
      },
    };
  }

  async #keepBase(): Promise<Kept> {
    const base = this.#engine.snapshot(this.#name);
    const { batch, head } = await this.#file.replace(base, this.#head);
    return {
      batch,
      head,
      done: () => {
        this.#head = head;
        this.#hold(base, []);
        this.#needs_base = false;
        this.#damage = null;
        this.#settled = this.#took_old = false;
      },
    };
  }

  // Destroys the keys of what was stored before; only while the head is what is stored. What fails is tried again when
  // it has caught up the next time.
  async settle(): Promise<void> {
    if (!this.#head) return;
    this.#settled = await this.#file.sealer.settle(this.#head.generation).then(() => true, isRefusal);
  }

  // A base that was to be the first was not written: nothing has its keys.
  async giveUp(): Promise<void> {
    const { sealer } = this.#file;
    if (!this.#head) await sealer.hasKeys().then((has) => has ? undefined : sealer.forget()).catch(isRefusal);
  }

  #hold(base: Uint8Array, segments: readonly Uint8Array[]): void {
    this.#base = base;
    this.#segments = segments;
  }

  #continues(generation: Uint8Array | null | undefined): boolean {
    return !!generation && !!this.#head && sameBytes(generation, this.#head.generation);
  }

  async #openHead(blob: Uint8Array | undefined, bad: Uint8Array[]): Promise<Head | null> {
    return blob ? this.#file.openHead(blob).catch((error: unknown) => aside(error, bad, blob)) : null;
  }

  // Opens what the engine lacks; null when nothing is stored. Throws "unsupported_version".
  async #find(told: Head | null, bad: Uint8Array[]): Promise<Found | null> {
    let continues = this.#continues(told?.generation);
    let generation = continues ? told!.generation : null;
    let base: Opened | null = null;
    if (!continues) {
      const blob = await this.#file.read("base");
      if (!blob && !told && bad.length === 0 && (await this.#file.countSegments()) === 0) return null;
      base = blob ? await this.#open("base", blob, null, bad) : null;
      generation = base?.generation ?? null;
      continues = this.#continues(generation);
    }
    // Without a base whoever holds nothing takes the segments alone.
    const without_base = !generation && !this.#head;
    if (without_base) {
      generation = told?.generation ?? (await this.#generationOfSegments());
      base = generation && notSealed(this.#blank);
    }
    const from = continues ? this.#head!.segments : 0;
    // A head that names another base, or another number of segments than there are, was put back or damaged; or a
    // segment is missing.
    const fits = told && generation && sameBytes(told.generation, generation);
    const last = await this.#file.countSegments();
    const blobs = await this.#readSegments(from, last);
    if (!generation) {
      return { head: null, base: null, segments: [], bad: [...bad, ...blobs.flatMap(({ blob }) => blob ?? [])], lost: true };
    }
    const opened = await Promise.all(blobs.map(({ piece, blob }) => blob && this.#open(piece, blob, generation, bad)));
    const segments = opened.flatMap((each) => each ?? []);
    const before = continues ? this.#head!.tag : tagOf(base!.blob);
    const tag = tagOf(blobs.at(-1)?.blob ?? before);
    const follow = segments.every((each, i) => sameBytes(each.previous, i > 0 ? tagOf(segments[i - 1]!.blob) : before));
    return {
      head: { generation, segments: last, tag, blob: told?.blob ?? null }, base: continues ? null : base, segments, bad,
      lost: without_base || !fits || told.segments !== last || !sameBytes(told.tag, tag) || segments.length < blobs.length || !follow ||
        bad.length > 0,
    };
  }

  async #generationOfSegments(): Promise<Uint8Array | null> {
    for (const { piece, blob } of await this.#readSegments(0, await this.#file.countSegments())) {
      const opened = blob && (await this.#open(piece, blob, null, []));
      if (opened) return opened.generation;
    }
    return null;
  }

  #readSegments(from: number, to: number): Promise<{ piece: number; blob: Uint8Array | undefined }[]> {
    const pieces = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + 1 + i);
    return Promise.all(pieces.map(async (piece) => ({ piece, blob: await this.#file.read(piece) })));
  }

  // Null for one that does not open, or is of another generation (null: whichever it says).
  async #open(piece: Piece, blob: Uint8Array, generation: Uint8Array | null, bad: Uint8Array[]): Promise<Opened | null> {
    try {
      const opened = await this.#file.open(piece, blob);
      const fits = !generation || sameBytes(opened.generation, generation);
      if (!fits) throw new EngineError("malformed", "a segment of another base");
      return { ...opened, blob };
    } catch (error) {
      if (piece === "base" && error instanceof KeyLost && !(await this.#file.sealer.hasKeys())) this.#gone = "key_lost";
      return aside(error, bad, blob);
    }
  }

  async #take(found: Found | null): Promise<void> {
    if (!found) return this.#takeNothing();
    const bad = [...found.bad];
    const taken = this.#takeIntoEngine(found, bad);
    const lost = found.lost || bad.length > 0;
    this.#damage = lost ? "unreadable" : null;
    this.#needs_base = lost || (!found.base && this.#needs_base);
    if (lost) await this.#file.keepAside(bad);
    if (taken) this.#head = found.head;
  }

  // Whether the engine took it; else it keeps what it has.
  #takeIntoEngine({ head, base, segments }: Pick<Found, "head" | "base" | "segments">, bad: Uint8Array[]): boolean {
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

  // Where nothing is stored an older release may have stored something, or the browser dropped what was.
  async #takeOld(): Promise<boolean> {
    if (await this.#file.isGone()) return false;
    const old = await this.#old?.read();
    if (old) {
      const segments = old.segments.map(notSealed);
      this.#took_old = !!old.base && this.#takeIntoEngine({ head: NO_HEAD, base: notSealed(old.base), segments }, []);
      if (!this.#took_old) this.#gone = "damaged"; // it is left where it is
      return this.#took_old;
    }
    if (await this.#file.sealer.hasKeys()) this.#gone = "evicted";
    return false;
  }

  // Erased by somebody; or dropped by the browser, and then stored anew with the next change.
  async #takeNothing(): Promise<void> {
    this.#head = null;
    this.#needs_base = true;
    this.#damage = null;
    if (!(await this.#file.isGone()) && (await this.#file.sealer.hasKeys())) {
      this.#gone = "evicted";
      return;
    }
    this.#restore(this.#blank);
    this.#hold(this.#blank, []);
  }

  // What the engine sealed of the record it held, and nobody wrote, goes with that record.
  #restore(snapshot: Uint8Array): void {
    this.#engine.takeChanges(this.#name);
    this.#engine.restore(this.#name, snapshot);
  }
}

// What else is thrown is a fault, and no failure of the storage.
function isRefusal(error: unknown): false {
  if (error instanceof EngineError) return false;
  throw error;
}

function isNewer(error: unknown): boolean {
  return error instanceof EngineError && error.code === "unsupported_version";
}

// Notes a blob that is damaged. Throws what a newer release's does, that the keys could not be read, and what is no
// refusal at all.
function aside(error: unknown, bad: Uint8Array[], blob: Uint8Array): null {
  if (!(error instanceof EngineError) || isNewer(error) || error.code === "storage_failed") throw error;
  bad.push(blob);
  return null;
}
