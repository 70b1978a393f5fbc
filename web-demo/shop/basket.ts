// What is in the basket. It belongs to the page, not to the engine, and is kept in localStorage, one
// for each shopper; the tabs of a browser share it.
import { keep, recall } from "./kept.ts";

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export const MAX_QUANTITY = 99;

export class Basket {
  readonly #key: string;
  readonly #onChange: () => void;
  #lines: readonly Line[];
  #skus: readonly string[];

  constructor(household: string, onChange: () => void) {
    this.#key = `wren-willow.basket.${household}`;
    this.#onChange = onChange;
    this.#lines = read(this.#key);
    this.#skus = skusOf(this.#lines);
    addEventListener("storage", ({ key }) => {
      if (key !== null && key !== this.#key) return;
      this.#take(read(this.#key));
    });
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
    keep("localStorage", this.#key, JSON.stringify(lines));
    this.#take(lines);
  }

  #take(lines: readonly Line[]): void {
    this.#lines = lines;
    const skus = skusOf(lines);
    if (skus.join("\n") !== this.#skus.join("\n")) this.#skus = skus;
    this.#onChange();
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
