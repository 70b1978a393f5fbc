// How often a wrong code of the household was tried. Kept by the worker: a page that is loaded again counts anew, which
// is slower than typing.
import { EngineError } from "../shared/errors.js";

const MOST = 5;
const PAUSE_MS = 30_000;

export class Tries {
  readonly #elapsed: () => number; // a clock that nobody sets, in milliseconds
  #wrong = 0;
  #until = 0;

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  // Throws "too_many_tries" while no code is looked at.
  check(): void {
    if (this.#elapsed() < this.#until) throw new EngineError("too_many_tries", "wait half a minute, then try again");
  }

  note(right: boolean): void {
    this.#wrong = right ? 0 : this.#wrong + 1;
    if (this.#wrong < MOST) return;
    this.#wrong = 0;
    this.#until = this.#elapsed() + PAUSE_MS;
  }
}
