// An engine whose answers are obvious, by the contract of RawEngine. The people's record says whether the household is
// paused, who its members are and what is withheld; a shop's is a list of words, each its owner's. "ring@5" is a
// surprise that a release at 5 or later forgets. A member who is removed, and a household of several that is erased,
// is withheld for ten minutes. A word that is `sensitive` is sealed, as "*", when it is restored or applied in the
// open. A shop hands to the others the words that begin with "+". An old snapshot begins with "words:" and holds both
// records.
import { type Effect, EFFECTS, type RawEngine, type RecordName } from "../../wasm/src/worker/raw-engine.js";

export const UNDO_MS = 600_000;

interface Withheld {
  readonly what: "member" | "household";
  readonly until: number;
  readonly members: readonly number[];
}

interface People {
  readonly paused: boolean;
  readonly members: readonly number[];
  readonly withheld: readonly Withheld[];
}

type Words = readonly (readonly [id: string, word: string, owner: number])[];

type Change =
  | { readonly add: Words[number] }
  | { readonly drop: string }
  | { readonly people: Partial<People> };

interface Request {
  readonly op: string;
  readonly now?: number;
  readonly viewer?: number | null;
  readonly events?: readonly { readonly sku: string }[];
  readonly sku?: string;
  readonly all?: true;
  readonly paused?: boolean;
  readonly member?: number;
  readonly undo?: string;
  readonly grownUp?: { readonly code?: string };
}

const BLANK: People = { paused: false, members: [0], withheld: [] };
const failure = (code: string) => JSON.stringify({ error: { code, message: code } });
const OK = '{"ok":{}}';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
let engines = 0;

export class WordEngine implements RawEngine {
  #people = BLANK;
  #words = new Map<string, Words[number]>();
  readonly #pending: Record<RecordName, { effect: Effect; changes: Change[] }> = {
    people: { effect: "none", changes: [] }, shop: { effect: "none", changes: [] },
  };
  #ids = 0;
  #gpc = false;
  readonly #name = String((engines += 1));
  sensitive: string | null = null;
  code: string | null = null; // what a grown-up's code must be
  trap = false;
  readonly calls = { snapshot: 0, restore: 0, apply: 0 };
  readonly released: number[] = [];
  readonly adopted = new Map<string, string>();
  seen = ""; // all that it was ever given

  loadPack = () => "{}";
  loadCatalog = () => "{}";
  // "pills": pills are sensitive; nothing: refused.
  loadWords = (file: Uint8Array): string => {
    if (file.length === 0) return failure("malformed");
    this.sensitive = new TextDecoder().decode(file);
    this.#sealSensitive();
    return OK;
  };
  needsWords = () => false;

  get words(): readonly string[] {
    return [...this.#words.values()].filter(([, , owner]) => this.#people.members.includes(owner)).map(([, word]) => word);
  }

  handle(text: string): string {
    if (this.trap) throw new WebAssembly.RuntimeError("unreachable");
    const request = JSON.parse(text) as Request;
    if (request.now === 0) return failure("invalid_argument");
    if (request.events?.some(({ sku }) => sku === "bad")) return failure("invalid_argument");
    return request.grownUp?.code === undefined || request.grownUp.code === this.code
      ? JSON.stringify({ ok: this.#answer(request) }) : failure("needs_grown_up");
  }

  #answer(request: Request): unknown {
    const { op, now = 0 } = request;
    switch (op) {
      case "constants": return { limits: { sittingGapMs: 1_800_000, maxGiftMs: 158_112_000_000 } };
      case "household.members": return { members: this.#people.members.map((id) => ({ id })), code: null };
      case "household.add": return this.#addMember();
      case "record": return this.#record(request);
      case "controls.label": return { changed: this.#seal(request.sku) };
      case "controls.pause": return this.#pause(request);
      case "status": return { paused: this.#people.paused };
      case "history.erase": return { erased: this.#erase(request), undo: null, undoUntil: 0 };
      case "household.erase": return this.#eraseHousehold(now);
      case "household.remove": return this.#remove(request.member ?? 0, now + UNDO_MS);
      case "household.undo": return this.#undo();
      case "household.withheld": return { withheld: this.#people.withheld.filter(({ until }) => until > now) };
      case "household.release": return this.#release(now);
      default: return this.words;
    }
  }

  #addMember(): unknown {
    const id = 1 + Math.max(...this.#people.members);
    this.#change("appended", { members: [...this.#people.members, id] });
    return { id };
  }

  #record({ events = [], viewer }: Request): unknown {
    const owner = viewer ?? this.#people.members[0]!;
    for (const { sku } of this.#people.paused ? [] : events) {
      this.#do("shop", "appended", { add: [`${this.#name}.${(this.#ids += 1)}`, sku, owner] });
    }
    return { recorded: events.length };
  }

  #pause({ paused = false }: Request): unknown {
    if (paused !== this.#people.paused) this.#change("appended", { paused });
    return { paused };
  }

  #seal(word: string | undefined): number {
    const open = [...this.#words.values()].filter(([, each]) => each === word);
    for (const [id, , owner] of open) this.#do("shop", "rewritten", { add: [id, "*", owner] });
    return open.length;
  }

  #erase({ sku, all }: Request): number {
    const gone = [...this.#words.values()].filter(([, word]) => all || word === sku);
    for (const [id] of gone) this.#do("shop", "erased", { drop: id });
    if (all) this.#raise("shop", "erased");
    return gone.length;
  }

  // A new household's member is nobody whom the old one had.
  #eraseHousehold(now: number): unknown {
    const { members, withheld } = this.#people;
    const several = members.length > 1;
    const until = now + UNDO_MS;
    this.#change("everything", {
      ...BLANK, members: [1 + Math.max(...members)],
      withheld: several ? [...withheld, { what: "household", until, members }] : [],
    });
    this.#dropStrangers("everything");
    return { erased: true, undo: several ? "0" : null, undoUntil: several ? until : null };
  }

  #remove(member: number, until: number): unknown {
    const { members, withheld } = this.#people;
    this.#change("appended", {
      members: members.filter((each) => each !== member), withheld: [...withheld, { what: "member", until, members: [member] }],
    });
    return { erased: 1, handedOver: 0, undo: "0", undoUntil: until };
  }

  #undo(): unknown {
    const [last] = this.#people.withheld.slice(-1);
    const members = last?.what === "household" ? last.members : [...this.#people.members, ...last?.members ?? []];
    this.#change("rewritten", { members, withheld: this.#people.withheld.slice(0, -1) });
    return { restored: true };
  }

  #release(now: number): unknown {
    this.released.push(now);
    for (const [id, word] of [...this.#words.values()]) {
      if (Number(word.split("@")[1]) <= now) this.#do("shop", "erased", { drop: id });
    }
    const withheld = this.#people.withheld.filter(({ until }) => until > now);
    const household = this.#people.withheld.some(({ what, until }) => what === "household" && until <= now);
    if (withheld.length < this.#people.withheld.length) this.#change("erased", { withheld });
    this.#dropStrangers("erased");
    return { released: true, household };
  }

  #dropStrangers(effect: Effect): void {
    const { members, withheld } = this.#people;
    const known = [...members, ...withheld.flatMap((each) => each.members)];
    for (const [id, , owner] of [...this.#words.values()]) {
      if (!known.includes(owner)) this.#do("shop", effect, { drop: id });
    }
  }

  #change(effect: Effect, to: Partial<People>): void {
    this.#do("people", effect, { people: to });
  }

  #do(record: RecordName, effect: Effect, change: Change): void {
    this.#take(change);
    this.#pending[record].changes.push(change);
    this.#raise(record, effect);
  }

  #raise(record: RecordName, effect: Effect): void {
    const pending = this.#pending[record];
    if (EFFECTS.indexOf(effect) > EFFECTS.indexOf(pending.effect)) pending.effect = effect;
  }

  #take(change: Change): void {
    if ("add" in change) this.#words.set(change.add[0], change.add);
    else if ("drop" in change) this.#words.delete(change.drop);
    else this.#people = { ...this.#people, ...change.people };
  }

  #sealSensitive(): void {
    if (this.sensitive !== null) this.#seal(this.sensitive);
  }

  snapshot(record: RecordName): Uint8Array {
    this.calls.snapshot += 1;
    return encode(`${record}:${JSON.stringify(record === "people" ? this.#people : [...this.#words.values()])}`);
  }

  // As the releases before this one wrote it.
  oldSnapshot(): Uint8Array {
    return encode(`words:${JSON.stringify({ people: this.#people, words: [...this.#words.values()] })}`);
  }

  restore(record: RecordName, bytes: Uint8Array): string {
    this.calls.restore += 1;
    const text = this.#read(bytes);
    if (text.startsWith("newer:")) return failure("unsupported_version");
    const [, name, json] = /^(people|shop|words):(.*)$/s.exec(text) ?? [];
    if (name === "people" && record === "people") this.#people = JSON.parse(json!) as People;
    else if (name === "shop" && record === "shop") this.#takeWords(JSON.parse(json!) as Words);
    else if (name === "words" && record === "shop") this.#takeOld(JSON.parse(json!) as { people: People; words: Words });
    else return failure("malformed");
    return OK;
  }

  #takeWords(words: Words): void {
    this.#words = new Map(words.map((each) => [each[0], each]));
    this.#sealSensitive();
  }

  #takeOld({ people, words }: { people: People; words: Words }): void {
    this.#takeWords(words);
    if (JSON.stringify(this.#people) !== JSON.stringify(BLANK)) return;
    this.#people = people;
    this.#raise("people", "rewritten");
    this.#raise("shop", "rewritten");
  }

  apply(record: RecordName, bytes: Uint8Array): string {
    this.calls.apply += 1;
    const text = this.#read(bytes);
    if (text.startsWith("newer:")) return failure("unsupported_version");
    if (!text.startsWith(`${record} changes:`)) return failure("malformed");
    for (const change of JSON.parse(text.slice(record.length + 9)) as Change[]) this.#take(change);
    this.#sealSensitive();
    return OK;
  }

  reconcile(): string {
    this.#dropStrangers("erased");
    return OK;
  }

  effect(record: RecordName): Effect {
    return this.#pending[record].effect;
  }

  takeChanges(record: RecordName): Uint8Array {
    const { effect, changes } = this.#pending[record];
    this.#pending[record] = { effect: "none", changes: [] };
    return encode(effect === "none" ? "" : `${record} changes:${JSON.stringify(changes)}`);
  }

  digests(): Uint8Array {
    const handed = this.#gpc || this.#people.paused ? [] : this.words.filter((word) => word.startsWith("+"));
    return encode(handed.length > 0 ? `digest:${handed.join(" ")}` : "");
  }

  adopt(shop: string, bytes: Uint8Array): string {
    const text = this.#read(bytes);
    if (text === "") this.adopted.delete(shop);
    else if (text.startsWith("digest:")) this.adopted.set(shop, text.slice(7));
    else return failure("malformed");
    return OK;
  }

  enterShop(_name: string, gpc: boolean): void {
    this.#gpc = gpc;
  }

  #read(bytes: Uint8Array): string {
    const text = new TextDecoder().decode(bytes);
    this.seen += `${text}\n`;
    return text;
  }
}
