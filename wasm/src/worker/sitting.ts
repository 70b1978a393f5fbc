// Who sits at this browser: the face that was picked, and whether what is recorded is kept as a
// surprise or private. One for all tabs, stored as a record of fixed size, so that a reload keeps it and
// its size tells nothing. A gap between two requests ends it: the engine says how long a gap. What is stored
// says when it was last used to within a minute, and is taken at its word: it ends early rather than late.
import type { Limits, Mode, Sitting, SittingChange } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";

const TOUCH_MS = 60_000;
const RECORD_BYTES = 256;
const VERSION = 1; // of the record: raised when what it means changes
const ORDINARY: Mode = { label: "personal" };

type Kept = Sitting & { readonly at: number }; // when it was last used
type Fields = { readonly [name: string]: unknown };

const NOBODY: Kept = { number: 0, picked: false, member: null, mode: ORDINARY, at: 0 };

export type SittingLimits = Pick<Limits, "sittingGapMs" | "maxGiftMs">;

export class SittingKeeper {
  readonly #limits: SittingLimits;
  #stored = NOBODY;
  #now = NOBODY;

  constructor(limits: SittingLimits) {
    this.#limits = limits;
  }

  get current(): Sitting {
    const { at: _at, ...sitting } = this.#now;
    return sitting;
  }

  // Whether what is stored must be looked at again before a request at `now` is answered.
  isDue(now: number): boolean {
    return this.#now.picked && age(this.#now, now) >= TOUCH_MS;
  }

  // Takes over what is stored; ends what was not used for too long before `now` (null: not known).
  // `used`: by a request of a page.
  read(record: Uint8Array | undefined, now: number | null, used: boolean): void {
    this.#stored = this.#now = decode(record);
    if (!this.#now.picked || now === null) return;
    if (age(this.#now, now) >= this.#limits.sittingGapMs) this.leave();
    else if (used && this.isDue(now)) this.#now = { ...this.#now, at: now };
    const { mode } = this.#now;
    if (mode.label === "gift" && mode.gift.until <= now) this.#now = { ...this.#now, mode: ORDINARY };
  }

  change(change: SittingChange, now: number, members: readonly number[]): void {
    if ("leave" in change) return this.leave();
    if ("member" in change) {
      const { member } = change;
      if (member !== null) check(members.includes(member), "no such member", "not_found");
      const same = this.#now.picked && this.#now.member === member;
      if (!same) this.#now = { number: another(), picked: true, member, mode: ORDINARY, at: now };
      return;
    }
    if (members.length === 1 && !this.#now.picked) this.change({ member: members[0] ?? null }, now, members);
    check(this.#now.member !== null, "first say who is shopping");
    this.#now = { ...this.#now, mode: checkMode(change.mode, now, members, this.#limits), at: now };
  }

  leave(): void {
    if (this.#now.picked) this.#now = { ...NOBODY, number: another() };
  }

  // Drops members who are no longer in the household.
  dropMembers(gone: (member: number) => boolean): void {
    const { member, mode } = this.#now;
    if (member !== null && gone(member)) this.leave();
    else if (mode.label === "gift" && typeof mode.gift.for === "number" && gone(mode.gift.for)) {
      const { for: _for, ...gift } = mode.gift;
      this.#now = { ...this.#now, mode: { label: "gift", gift } };
    }
  }

  // The record to write, or null when what is stored is up to date.
  unsaved(): Uint8Array | null {
    return this.#now === this.#stored ? null : encode(this.#now);
  }
  saved(): void {
    this.#stored = this.#now;
  }
  revert(): void {
    this.#now = this.#stored;
  }
}

// A clock that was set back ends a sitting too.
const age = ({ at }: Kept, now: number): number => Math.abs(now - at);

// Not a counter: how often somebody sat down is nobody's business.
const another = (): number => crypto.getRandomValues(new Uint32Array(1))[0] || 1;

function checkMode(mode: Mode, now: number, members: readonly number[], { maxGiftMs }: SittingLimits): Mode {
  if (mode.label !== "gift") return { label: mode.label === "private" ? "private" : "personal" };
  const { until, for: whom, then, taste } = mode.gift;
  check(Number.isSafeInteger(until) && until > now && until <= now + maxGiftMs,
    "a surprise needs a day to come, and not too far");
  const is_for = typeof whom === "number";
  if (is_for) check(members.includes(whom), "no such member", "not_found");
  return giftMode(until, is_for ? whom : undefined, then === "forget", taste === true);
}

const giftMode = (until: number, whom: number | undefined, forget: boolean, taste: boolean): Mode => ({
  label: "gift",
  gift: { until, ...(whom !== undefined && { for: whom }), ...(forget && { then: "forget" }), ...(taste && { taste }) },
});

function check(holds: boolean, message: string, code: "invalid_argument" | "not_found" = "invalid_argument"): void {
  if (!holds) throw new EngineError(code, message);
}

function encode(sitting: Kept): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: VERSION, ...sitting }).padEnd(RECORD_BYTES));
}

// A record that is damaged, of another version or of another shape is nobody. Only known fields are taken over.
function decode(record: Uint8Array | undefined): Kept {
  try {
    return readKept(JSON.parse(new TextDecoder().decode(record))) ?? NOBODY;
  } catch {
    return NOBODY;
  }
}

function readKept(stored: unknown): Kept | null {
  if (!isObject(stored) || stored["version"] !== VERSION) return null;
  const { number, picked, member, mode: stored_mode, at } = stored;
  const mode = readMode(stored_mode);
  if (!isNatural(number) || typeof picked !== "boolean" || !mode || !isNatural(at)) return null;
  if (member !== null && !(picked && isNatural(member))) return null;
  if (member === null && mode.label !== "personal") return null; // only a member has a mode
  return { number, picked, member, mode, at };
}

function readMode(mode: unknown): Mode | null {
  if (!isObject(mode)) return null;
  const { label, gift } = mode;
  if (label === "personal" || label === "private") return { label };
  if (label !== "gift" || !isObject(gift)) return null;
  const { until, for: whom, then, taste } = gift;
  const fits = isNatural(until) && (whom === undefined || isNatural(whom)) &&
    (then === undefined || then === "forget") && (taste === undefined || taste === true);
  return fits ? giftMode(until, whom, then === "forget", taste === true) : null;
}

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isNatural = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
