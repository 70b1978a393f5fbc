// How often a wrong code of the household was tried. Kept by the worker: a page that is loaded again counts anew, which
// is slower than typing.
import { EngineError } from "../shared/errors.js";

const MAX = 5; // in a row, each within the pause after the one before
const PAUSE_MS = 30_000;

export class Tries {
  readonly #elapsed: () => number; // a clock that nobody sets, in milliseconds
  #wrong = 0;
  #last = -Infinity; // when the last wrong one was tried
  #until = 0;

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  // Throws "too_many_tries" while no code is looked at.
  check(): void {
    if (this.#elapsed() < this.#until) throw new EngineError("too_many_tries", "wait half a minute, then try again");
  }

  noteWrong(): void {
    const now = this.#elapsed();
    this.#wrong = now < this.#last + PAUSE_MS ? this.#wrong + 1 : 1;
    this.#last = now;
    if (this.#wrong < MAX) return;
    this.#wrong = 0;
    this.#until = now + PAUSE_MS;
  }
}
