// Calls by one of the worker's ports, and what the worker says unasked there.
import type {
  Answer, Health, OperationName, PortApi, PortNotice, Request, Seat, Sitting, SittingChange,
} from "../shared/api.js";
import type { EngineError } from "../shared/errors.js";
import { PROTOCOL } from "../shared/protocol.js";
import { Connection, type Port } from "../shared/rpc.js";

export interface CallOptions {
  // An aborted call rejects with the signal's reason. One that has begun is not undone.
  readonly signal?: AbortSignal;
}

export interface BegunOptions extends CallOptions {
  // The sitting in which it began; default: the latest that was heard of. Rejects with "sitting_over" when somebody else
  // sits there by now.
  readonly sitting?: number | undefined;
}

// The sitting that a shop's page believes in. Both ports of a page tell of it, each in its own time.
export class KnownSitting {
  #turn = 0;
  #number = 0;

  get number(): number {
    return this.#number;
  }

  take({ turn, sitting }: Seat<number>): void {
    if (turn < this.#turn) return;
    this.#turn = turn;
    this.#number = sitting;
  }
}

export class Calls<Told> {
  readonly #connection: Connection<PortApi, PortNotice<Told>>;
  readonly #sitting: () => number;
  readonly #now: () => number;

  // `sitting`: the number of the one in which a call begins.
  constructor(port: Port, sitting: () => number, now: () => number, onNotice: (notice: PortNotice<Told>) => void) {
    this.#connection = new Connection(port, PROTOCOL, onNotice);
    this.#sitting = sitting;
    this.#now = now;
  }

  get now(): number {
    return this.#now();
  }

  run<Op extends OperationName>(op: Op, request: Request<Op>, options: BegunOptions = {}): Promise<Answer<Op>> {
    const args: Parameters<PortApi["run"]> = [op, request, this.#now(), options.sitting ?? this.#sitting()];
    return this.#connection.call("run", args, { signal: options.signal }) as Promise<Answer<Op>>;
  }

  sit(change: SittingChange | null): Promise<Seat<Sitting>> {
    return this.#connection.call("sit", [change, this.#now(), this.#sitting()]);
  }

  health(options: CallOptions = {}): Promise<Health> {
    return this.#connection.call("health", [], { signal: options.signal });
  }

  close(reason?: EngineError): void {
    this.#connection.close(reason);
  }
}
