// What is in the basket. It belongs to the page, not to the engine, and is kept in localStorage: one for
// each member of a household and one for nobody in particular, so that nobody meets another's surprise in
// it. The tabs of a browser share it.
import { SHOP_ID } from "./brand.ts";
import { keep, recall } from "./kept.ts";

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export const MAX_QUANTITY = 99;

// A member, or nobody in particular.
export type Owner = number | null;

export class Basket {
  readonly #household: string;
  readonly #onChange: () => void;
  #owner: Owner = null;
  #lines: readonly Line[] = [];
  #skus: readonly string[] = [];

  constructor(household: string, onChange: () => void) {
    this.#household = household;
    this.#onChange = onChange;
    this.#read();
    addEventListener("storage", ({ key }) => {
      if (key !== null && key !== this.#key(this.#owner)) return;
      this.#read();
      this.#onChange();
    });
  }

  // From now on it is another's basket that is shown and filled.
  switchTo(owner: Owner): void {
    if (owner === this.#owner) return;
    this.#owner = owner;
    this.#read();
  }

  // What nobody in particular gathered becomes `owner`'s: now it is known who that was.
  handTo(owner: number): void {
    const theirs = read(this.#key(owner));
    const gathered = read(this.#key(null)).filter(({ sku }) => !theirs.some((line) => line.sku === sku));
    keep("localStorage", this.#key(owner), JSON.stringify([...theirs, ...gathered]));
    keep("localStorage", this.#key(null), "[]");
    this.#read();
  }

  // The member is gone. Returns the way back.
  drop(owner: number): () => void {
    const before = JSON.stringify(read(this.#key(owner)));
    const put = (lines: string): void => {
      keep("localStorage", this.#key(owner), lines);
      this.#read();
    };
    put("[]");
    return () => put(before);
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  // The same array until an item comes or goes.
  get skus(): readonly string[] {
    return this.#skus;
  }

  get pieces(): number {
    return this.#lines.reduce((sum, line) => sum + line.quantity, 0);
  }

  quantityOf(sku: string): number {
    return this.#lines.find((line) => line.sku === sku)?.quantity ?? 0;
  }

  // 0 takes the item out. Returns what was really set.
  set(sku: string, quantity: number): number {
    const bounded = Math.min(MAX_QUANTITY, Math.max(0, Math.trunc(quantity)));
    const lines = this.#lines.some((line) => line.sku === sku)
      ? this.#lines.map((line) => (line.sku === sku ? { sku, quantity: bounded } : line))
      : [...this.#lines, { sku, quantity: bounded }];
    this.#write(lines.filter((line) => line.quantity > 0));
    return bounded;
  }

  clear(): void {
    this.#write([]);
  }

  #write(lines: readonly Line[]): void {
    keep("localStorage", this.#key(this.#owner), JSON.stringify(lines));
    this.#take(lines);
    this.#onChange();
  }

  #key(owner: Owner): string {
    return `${SHOP_ID}.basket.${this.#household}.${owner ?? "nobody"}`;
  }

  #read(): void {
    this.#take(read(this.#key(this.#owner)));
  }

  #take(lines: readonly Line[]): void {
    this.#lines = lines;
    const skus = skusOf(lines);
    if (skus.join("\n") !== this.#skus.join("\n")) this.#skus = skus;
  }
}

const skusOf = (lines: readonly Line[]): readonly string[] => lines.map((line) => line.sku);

function read(key: string): readonly Line[] {
  try {
    const stored: unknown = JSON.parse(recall("localStorage", key) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isLine) : [];
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is Line {
  const { sku, quantity } = (value ?? {}) as Partial<Line>;
  return typeof sku === "string" && typeof quantity === "number" && Number.isInteger(quantity) &&
    quantity > 0 && quantity <= MAX_QUANTITY;
}
