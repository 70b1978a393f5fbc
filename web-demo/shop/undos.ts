// What can still be undone, for ten minutes: what this page did, and what was done to others from any page.
import { EngineError, type Undoable, type Withheld } from "hearth";
import type { Shop } from "./shop.ts";

export interface CanUndo {
  readonly undo: string;
  readonly what: string; // "Anna was removed"
  readonly until: number;
}

interface Noted extends CanUndo {
  readonly sitting: number; // what one erased of one's own is listed to nobody else
  readonly putBack: (() => void) | undefined; // the page's own part of it
}

export class Undos {
  readonly #shop: Shop;
  readonly #onUndone: () => Promise<void>;
  #noted: readonly Noted[] = [];

  constructor(shop: Shop, onUndone: () => Promise<void>) {
    this.#shop = shop;
    this.#onUndone = onUndone;
  }

  // Says what was done, with "Undo" while that is possible. `sitting`: in which it was done, where only that one is to
  // know of it.
  announce(
    what: string, { undo, undoUntil }: Undoable, putBack?: () => void, sitting = this.#shop.sitting.number,
  ): void {
    if (undo === null || undoUntil === null) return this.#shop.announce(`${what}.`, [], sitting);
    const noted = { undo, what, until: undoUntil, sitting, putBack };
    this.#noted = [...this.#noted, noted];
    this.#shop.announce(`${what}.`, [{ label: "Undo", choose: () => void this.undo(noted) }], sitting);
  }

  async list(): Promise<readonly CanUndo[]> {
    const withheld = await this.#shop.control.household.withheld();
    const now = Date.now();
    const listed = new Set(withheld.map(({ undo }) => undo));
    const own = this.#noted.filter(({ undo, until, sitting }) => until > now && sitting === this.#shop.sitting.number && !listed.has(undo));
    return [...withheld.map((each) => ({ ...each, what: saying(each) })), ...own].toSorted((a, b) => b.until - a.until);
  }

  async undo({ undo }: CanUndo): Promise<void> {
    const noted = this.#noted.find((each) => each.undo === undo);
    this.#noted = this.#noted.filter((each) => each !== noted);
    try {
      await this.#shop.control.household.undo(undo);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return this.#shop.announce(error.code === "not_found" ? "It is too late to undo that." : "That could not be undone.");
    }
    noted?.putBack?.();
    await this.#onUndone();
    this.#shop.announce("Undone.");
  }
}

function saying({ what, name }: Withheld): string {
  if (what === "member") return `${name} was removed`;
  return what === "visit" ? "A visit without a name was deleted" : "The whole household was erased";
}
