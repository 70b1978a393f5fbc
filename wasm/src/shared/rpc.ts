// Calls over a message port: generic, knows nothing of engines. The server says `ready` with its
// protocol number once its script runs; calls made before that wait. A call settles exactly once:
// with its answer, with its signal's reason, or with an EngineError when the other side fails or the
// connection is closed. An aborted call that has not begun is never begun; one that has, goes on.
import type { ErrorCode } from "./api.js";
import { EngineError } from "./errors.js";

export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  start?(): void;
}

type Methods<Api> = { [M in keyof Api]: (...args: never[]) => Promise<unknown> };
export type Service<Api extends Methods<Api>> = {
  [M in keyof Api]: (signal: AbortSignal, ...args: Parameters<Api[M]>) => ReturnType<Api[M]>;
};
type ToServer = { id: number; method: string; args: unknown[] } | { abort: number };
type ToClient<Notice> =
  | { ready: number }
  | { notice: Notice }
  | { id: number; value: unknown }
  | { id: number; error: { code: ErrorCode; message: string } };
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly transfer?: Transferable[];
}
interface Pending {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

export class Connection<Api extends Methods<Api>, Notice = never> {
  readonly #port: Port;
  readonly #pending = new Map<number, Pending>();
  #waiting: [ToServer, Transferable[]][] | null = []; // null once the server is ready
  #failure: EngineError | null = null;
  #last_id = 0;

  constructor(port: Port, protocol: number, onNotice: (notice: Notice) => void = () => {}) {
    this.#port = port;
    port.addEventListener("message", (event) => {
      const message = (event as MessageEvent<ToClient<Notice>>).data;
      if ("notice" in message) onNotice(message.notice);
      else if ("id" in message) this.#settle(message);
      else if (message.ready === protocol) this.#open();
      else this.close(new EngineError("load_failed", "the worker has another version"));
    });
    port.addEventListener("messageerror", () => this.close(new EngineError("closed", "a message could not be read")));
    port.addEventListener("error", (event) => {
      const why = (event as Partial<ErrorEvent>).message ?? "it did not load";
      this.close(new EngineError(this.#waiting ? "load_failed" : "closed", `the worker failed: ${why}`));
    });
    port.start?.();
  }

  call<M extends keyof Api & string>(
    method: M, args: Parameters<Api[M]>, options: CallOptions = {},
  ): ReturnType<Api[M]> {
    const { signal, transfer = [] } = options;
    const id = ++this.#last_id;
    return new Promise((resolve, reject) => {
      if (this.#failure) throw this.#failure;
      signal?.throwIfAborted();
      const onAbort = () => {
        this.#pending.delete(id);
        this.#post({ abort: id }, []);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      const done = () => signal?.removeEventListener("abort", onAbort);
      this.#pending.set(id, {
        resolve: (value) => (done(), resolve(value)),
        reject: (reason) => (done(), reject(reason)),
      });
      this.#post({ id, method, args }, transfer);
    }) as ReturnType<Api[M]>;
  }

  // Rejects everything pending, and every later call, with `reason`.
  close(reason = new EngineError("closed", "the engine was closed")): void {
    this.#failure ??= reason;
    for (const call of this.#pending.values()) call.reject(this.#failure);
    this.#pending.clear();
    this.#waiting &&= [];
  }

  #open(): void {
    for (const [message, transfer] of this.#waiting ?? []) this.#port.postMessage(message, transfer);
    this.#waiting = null;
  }

  #post(message: ToServer, transfer: Transferable[]): void {
    if (this.#waiting) this.#waiting.push([message, transfer]);
    else this.#port.postMessage(message, transfer);
  }

  #settle(message: Extract<ToClient<Notice>, { id: number }>): void {
    const call = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ("value" in message) call?.resolve(message.value);
    else call?.reject(new EngineError(message.error.code, message.error.message));
  }
}
