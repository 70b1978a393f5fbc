// An engine whose answers are obvious: it keeps a list of words, by the contract of RawEngine. "ring@5" is a surprise
// that a release at 5 or later forgets. A member who is removed is withheld for ten minutes. A word that is
// `sensitive` is sealed, as "*", when it is restored or applied in the open.
import { type Effect, EFFECTS, type RawEngine } from "../../wasm/src/worker/raw-engine.js";

export const UNDO_MS = 600_000;

type Change =
  | { readonly add: readonly [id: string, word: string] }
  | { readonly drop: string }
  | { readonly paused: boolean }
  | { readonly withhold: number }
  | { readonly everything: true };

interface Request {
  readonly op: string;
  readonly now?: number;
  readonly events?: readonly { readonly sku: string }[];
  readonly sku?: string;
  readonly all?: true;
  readonly paused?: boolean;
  readonly grownUp?: { readonly code?: string };
}

const failure = (code: string) => JSON.stringify({ error: { code, message: code } });
let engines = 0;

export class WordEngine implements RawEngine {
  #words = new Map<string, string>();
  #paused = false;
  #withheld: number | null = null; // until when
  #effect: Effect = "none";
  #changes: Change[] = [];
  #ids = 0;
  readonly #name = String((engines += 1));
  sensitive: string | null = null;
  code: string | null = null; // what a grown-up's code must be
  trap = false;
  readonly calls = { snapshot: 0, restore: 0, apply: 0 };
  readonly released: number[] = [];

  loadPack = () => "{}";
  loadCatalog = () => "{}";

  get words(): readonly string[] {
    return [...this.#words.values()];
  }

  handle(text: string): string {
    if (this.trap) throw new WebAssembly.RuntimeError("unreachable");
    const request = JSON.parse(text) as Request;
    if (request.events?.some(({ sku }) => sku === "bad")) return failure("invalid_argument");
    return request.grownUp?.code === undefined || request.grownUp.code === this.code
      ? JSON.stringify({ ok: this.#answer(request) }) : failure("needs_grown_up");
  }

  #answer(request: Request): unknown {
    const { op, now = 0 } = request;
    switch (op) {
      case "constants": return { limits: { sittingGapMs: 1_800_000, maxGiftMs: 158_112_000_000 } };
      case "household.members": return { members: [{ id: 0 }, { id: 1 }], code: null };
      case "record": return this.#record(request);
      case "controls.label": return { changed: this.#seal(request.sku) };
      case "controls.pause": return this.#pause(request);
      case "history.erase": return { erased: this.#erase(request), undo: null, undoUntil: 0 };
      case "household.erase":
        this.#do("everything", { everything: true });
        return { erased: true, undo: null, undoUntil: 0 };
      case "household.remove":
        this.#do("appended", { withhold: now + UNDO_MS });
        return { erased: 1, handedOver: 0, undo: "0", undoUntil: now + UNDO_MS };
      case "household.withheld": return { withheld: this.#withheld === null ? [] : [{ until: this.#withheld }] };
      case "household.release": return this.#release(now);
      default: return this.words;
    }
  }

  #record({ events = [] }: Request): unknown {
    for (const { sku } of events) this.#do("appended", { add: [`${this.#name}.${(this.#ids += 1)}`, sku] });
    return { recorded: events.length };
  }

  #pause({ paused = false }: Request): unknown {
    if (paused !== this.#paused) this.#do("appended", { paused });
    return { paused };
  }

  #seal(word: string | undefined): number {
    const open = [...this.#words].filter(([, each]) => each === word);
    for (const [id] of open) this.#do("rewritten", { add: [id, "*"] });
    return open.length;
  }

  #erase({ sku, all }: Request): number {
    const gone = [...this.#words].filter(([, word]) => all || word === sku);
    for (const [id] of gone) this.#do("erased", { drop: id });
    if (all) this.#raise("erased");
    return gone.length;
  }

  #release(now: number): unknown {
    this.released.push(now);
    for (const [id, word] of [...this.#words]) if (Number(word.split("@")[1]) <= now) this.#do("erased", { drop: id });
    if (this.#withheld !== null && this.#withheld <= now) {
      this.#withheld = null;
      this.#raise("erased");
    }
    return {};
  }

  #do(effect: Effect, change: Change): void {
    this.#take(change);
    this.#changes.push(change);
    this.#raise(effect);
  }

  #raise(effect: Effect): void {
    if (EFFECTS.indexOf(effect) > EFFECTS.indexOf(this.#effect)) this.#effect = effect;
  }

  #take(change: Change): void {
    if ("add" in change) this.#words.set(...change.add);
    else if ("drop" in change) this.#words.delete(change.drop);
    else if ("paused" in change) this.#paused = change.paused;
    else if ("withhold" in change) this.#withheld = change.withhold;
    else this.#words.clear();
  }

  #sealSensitive(): void {
    if (this.sensitive !== null) this.#seal(this.sensitive);
  }

  snapshot(): Uint8Array {
    this.calls.snapshot += 1;
    const state = { words: [...this.#words], paused: this.#paused, withheld: this.#withheld };
    return new TextEncoder().encode(`words:${JSON.stringify(state)}`);
  }

  restore(bytes: Uint8Array): string {
    this.calls.restore += 1;
    const text = new TextDecoder().decode(bytes);
    if (text.startsWith("newer:")) return failure("unsupported_version");
    if (!text.startsWith("words:")) return failure("malformed");
    const { words, paused, withheld } = JSON.parse(text.slice(6)) as {
      words: [string, string][]; paused: boolean; withheld: number | null;
    };
    this.#words = new Map(words);
    this.#paused = paused;
    this.#withheld = withheld;
    this.#sealSensitive();
    return '{"ok":{}}';
  }

  apply(bytes: Uint8Array): string {
    this.calls.apply += 1;
    const text = new TextDecoder().decode(bytes);
    if (text.startsWith("newer:")) return failure("unsupported_version");
    if (!text.startsWith("changes:")) return failure("malformed");
    for (const change of JSON.parse(text.slice(8)) as Change[]) this.#take(change);
    this.#sealSensitive();
    return '{"ok":{}}';
  }

  effect(): Effect {
    return this.#effect;
  }

  takeChanges(): Uint8Array {
    const text = this.#effect === "none" ? "" : `changes:${JSON.stringify(this.#changes)}`;
    this.#changes = [];
    this.#effect = "none";
    return new TextEncoder().encode(text);
  }
}
