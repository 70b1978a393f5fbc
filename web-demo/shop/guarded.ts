// What of the engine's client is guarded or can be undone, as these screens call it.
import type { Hearth, HistoryExport, HistorySelection, Household, HouseholdSettings, Member, MemberTraits, Recorded } from "hearth";

// A grown-up's answer: they were asked, or typed the household's code.
export type GrownUp = { readonly asked: true } | { readonly code: string };

// For ten minutes `undo` puts it back; null: it cannot be.
export interface Undoable {
  readonly undo?: string | null;
  readonly undoUntil?: number;
}

// What was done to another and can still be undone.
export interface Withheld {
  readonly undo: string;
  readonly what: "member" | "visit" | "household";
  readonly name: string;
  readonly until: number;
}

// Each rejects with "needs_grown_up" where it takes a grown-up's answer that was not given or is wrong.
interface Guarded {
  readonly household: {
    change(member: number, to: Partial<MemberTraits>, grownUp?: GrownUp): Promise<Member>;
    remove(member: number, history: "erase" | "hand_over", grownUp?: GrownUp): Promise<Undoable>;
    settings(to: Partial<HouseholdSettings>, grownUp?: GrownUp): Promise<Household>;
    discard(visit: string, grownUp?: GrownUp): Promise<Undoable>;
    setCode(code: string | null, grownUp?: GrownUp): Promise<unknown>;
    undo(id: string): Promise<unknown>;
    withheld(): Promise<readonly Withheld[]>;
  };
  readonly history: {
    erase(selection: HistorySelection): Promise<Undoable>;
    import(file: HistoryExport, grownUp?: GrownUp): Promise<Recorded>;
  };
}

export const guarded = (hearth: Hearth): Guarded => hearth as unknown as Guarded;

// The household has a code of its grown-ups.
export const hasCode = (household: Household): boolean => ((household as { readonly code?: unknown }).code ?? null) !== null;
