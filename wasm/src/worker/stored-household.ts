// Keeps a household that is stored and the one that the engine holds the same: the people's record and the shop's, who
// sits there, and what the shops hand to each other. All of it runs under the lock that the household's workers share.
//
// catchUp() takes the people first, then the history, then the other shops' digests. keep() makes durable, in one
// step, whatever was changed in either record, the sitting, and this shop's digest where it is another one now. When
// that fails, the engine goes back.
//
// Of what a newer release wrote nobody here can say whose it is: where either record is such, both are left alone
// until the household is erased, and changes live in memory meanwhile.
import { sameBytes } from "../crypto/sealer.js";
import { EngineError } from "../shared/errors.js";
import type { Batch, Durability } from "../storage/storage.js";
import type { GuardedEngine } from "./guarded-engine.js";
import type { HouseholdFile } from "./household-file.js";
import type { Effect } from "./raw-engine.js";
import { type Damage, type Gone, type Kept, StoredRecord } from "./stored-record.js";

// So many segments a base has before it is made anew: when a tab opens, and while it is open.
export const SEGMENTS_AT_START = 32;
export const SEGMENTS_MEANWHILE = 128;

// What a worker tells the household's others that it wrote: the history of its shop or who sits there, and whether
// the people's record and digests too.
export interface Written {
  readonly shop: string;
  readonly people: boolean;
  readonly digests: boolean;
}

export class StoredHousehold {
  readonly #engine: GuardedEngine;
  readonly #file: HouseholdFile;
  readonly #people: StoredRecord;
  readonly #history: StoredRecord;
  readonly #both: readonly [StoredRecord, StoredRecord];
  #moved = true; // the engine may hold something new, and the rest of catchUp() is still to be done
  #digest: Uint8Array | undefined; // of this shop, as stored; undefined: not known
  #checks_digest = false; // the next keep() compares it
  #adopted: readonly string[] = [];
  #adopts = true; // the other shops' digests may be other ones
  #erases_elsewhere = false;
  #most = SEGMENTS_MEANWHILE;
  #settled = false; // nothing that is gone has keys

  constructor(engine: GuardedEngine, file: HouseholdFile) {
    this.#engine = engine;
    this.#file = file;
    this.#people = new StoredRecord(engine, "people", file.people, file.oldOf(file.people));
    this.#history = new StoredRecord(engine, "shop", file.history, file.oldOf(file.history));
    this.#both = [this.#people, this.#history];
  }

  // The worse of both records'.
  get damage(): Damage | null {
    const damages = this.#both.map(({ damage }) => damage);
    return damages.includes("newer_version") ? "newer_version" : damages[0] ?? damages[1] ?? null;
  }

  get gone(): Gone | null {
    return this.#people.gone ?? this.#history.gone;
  }

  get isLong(): boolean {
    return this.damage === null && this.#both.some(({ segments }) => segments > this.#most);
  }

  // Whether what another worker wrote is this one's to catch up with, and its page's to hear of: what happens at one
  // shop the page of another does not learn.
  hear({ shop, people, digests }: Written): boolean {
    this.#adopts ||= digests;
    return people || shop === this.#file.shop;
  }

  // Whether the engine may hold something else than before.
  async catchUp(): Promise<boolean> {
    if (!this.#settled) await this.#settle();
    const heads = await Promise.all(this.#both.map((record) => record.readHead()));
    for (const [i, record] of this.#both.entries()) if (await record.catchUp(heads[i])) this.#moved = true;
    const moved = this.#moved;
    if (moved) {
      this.#reconcile();
      this.#digest = await this.#file.readDigest();
      this.#checks_digest = true;
    }
    if (this.#adopts) this.#adopt(await this.#file.readOtherDigests());
    this.#moved = false;
    return moved;
  }

  // Of the household nothing is to be left in other shops either, with the next keep() that succeeds.
  eraseElsewhere(): void {
    this.#erases_elsewhere = true;
  }

  // Makes durable what the engine changed, and who sits there (null: as stored). Null where neither a record nor the
  // digest was another one. `most`: a base may have so many segments. When it cannot, the engine goes back and the
  // error is thrown.
  async keep(sitting: Uint8Array | null, durability: Durability, most = Infinity): Promise<Written | null> {
    const effects = this.#both.map(({ effect }) => effect);
    const changed = effects.some((effect) => effect !== "none");
    const stored = this.damage !== "newer_version" || effects.includes("everything");
    const elsewhere = stored && this.#erases_elsewhere;
    try {
      const digest = stored ? this.#newDigest(changed) : null;
      const kept = stored ? await this.#keepRecords(changed, most, sitting !== null)
        : this.#both.map((record) => record.keepInMemory());
      const anew = this.#both.filter((_, i) => kept[i]?.batch.clear);
      const gone = stored ? await this.#listGone(effects, elsewhere) : [];
      const marks = stored ? await this.#namesGone(kept, effects, elsewhere ? gone : null) : [];
      await this.#file.commit([
        ...kept.map((each) => each?.batch ?? {}),
        await this.#putSitting(sitting, stored, kept[1] ?? null),
        digest ? await this.#file.putDigest(digest) : {},
        { ...this.#file.markGone(marks), clear: gone },
      ], anew.length > 0 || digest ? "strict" : durability);
      for (const each of kept) each?.done();
      if (anew.length > 0) this.#most = SEGMENTS_MEANWHILE;
      if (digest) this.#digest = digest;
      if (stored) this.#checks_digest = false;
      if (elsewhere) this.#adopt(new Map());
      for (const record of anew) await record.settle();
      if (marks.length > 0 || digest) await this.#settle(digest);
      return changed || digest
        ? { shop: this.#file.shop, people: effects[0] !== "none", digests: !!digest || elsewhere } : null;
    } catch (error) {
      if (changed) this.#goBack();
      for (const record of this.#both) await record.giveUp();
      throw error;
    } finally {
      this.#erases_elsewhere = false;
    }
  }

  // Destroys the keys of what is gone, and those of the digest before the one that was put. What fails is tried again
  // when this worker, or a later one, catches up.
  async #settle(digest: Uint8Array | null = null): Promise<void> {
    try {
      await this.#file.settleGone();
      if (digest) await this.#file.readDigest();
      this.#settled = true;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#settled = false;
    }
  }

  // What an older release stored in plain and is sealed by now, or erased; and what goes of other shops.
  async #namesGone(kept: readonly (Kept | null)[], effects: readonly Effect[], others: readonly string[] | null): Promise<string[]> {
    const own = this.#file.hasOld ? [this.#file.people, this.#file.history].filter((_, i) =>
      (this.#both[i]!.tookOld && kept[i]?.batch.clear) || isErasure(effects[i]!)) : [];
    return [...own.map(({ key }) => key), ...(others ? await this.#file.listOtherNames(others) : [])];
  }

  // Who sits there lies under the keys of the history: with a new base it is sealed anew.
  async #putSitting(sitting: Uint8Array | null, stored: boolean, history: Kept | null): Promise<Batch> {
    if (!stored) return sitting ? this.#file.holdSitting(sitting) : {};
    const anew = history?.batch.clear ? await this.#file.readSitting() : undefined;
    const record = sitting ?? anew;
    const head = history?.head ?? this.#history.head;
    return record && head ? this.#file.putSitting(record, head.generation) : {};
  }

  // A new base of what an older release stored in plain, or of more than `most` segments. One that cannot be written
  // changes nothing, and is not tried again soon.
  async compact(most: number): Promise<void> {
    if (this.damage !== null || !this.#both.some((record) => record.isLongerThan(most))) return;
    try {
      await this.keep(null, "strict", most);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#most = Math.max(...this.#both.map(({ segments }) => segments)) + SEGMENTS_MEANWHILE;
    }
  }

  // What is damaged is mended by a change of either record.
  // One after the other: where one is refused nothing of the other goes on.
  async #keepRecords(changed: boolean, most: number, sits: boolean): Promise<(Kept | null)[]> {
    const kept: (Kept | null)[] = [];
    for (const record of this.#both) {
      kept.push(await record.keep((changed && record.damage !== null) || record.isLongerThan(most) ||
        (sits && record === this.#history && !record.head)));
    }
    return kept;
  }

  // Null where what is stored is up to date.
  #newDigest(changed: boolean): Uint8Array | null {
    if (!changed && !this.#checks_digest) return null;
    const digest = this.#engine.digests();
    return this.#digest && sameBytes(digest, this.#digest) ? null : digest;
  }

  // What goes with an erasure: what was kept aside might hold the same. Undoing a sole member's erasure of the
  // household brings back this shop's history alone: the others' is gone.
  async #listGone(effects: readonly Effect[], elsewhere: boolean): Promise<string[]> {
    const erases = effects.some(isErasure);
    return [
      ...(erases ? [this.#file.people.aside, this.#file.history.aside] : []),
      ...(elsewhere ? await this.#file.listOtherShops() : []),
    ];
  }

  #goBack(): void {
    const held = this.#both.map((record) => record.held);
    for (const { record } of held) this.#engine.takeChanges(record); // of which nothing was stored
    this.#engine.rebuild(...held);
    this.#reconcile();
  }

  // While the people cannot be read nobody can say who left.
  #reconcile(): void {
    if (this.#people.damage === null) this.#engine.reconcile();
  }

  #adopt(digests: ReadonlyMap<string, Uint8Array | undefined>): void {
    for (const shop of new Set([...this.#adopted, ...digests.keys()])) this.#engine.adopt(shop, digests.get(shop));
    this.#adopted = [...digests.keys()];
    this.#adopts = false;
  }
}

const isErasure = (effect: Effect): boolean => effect === "erased" || effect === "everything";
