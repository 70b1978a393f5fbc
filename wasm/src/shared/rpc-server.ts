// The other end of rpc.ts. An error that is not an EngineError crosses as "internal" without its
// text, which might quote what was being worked on.
import { EngineError } from "./errors.js";
import type { Port, Service } from "./rpc.js";

type Call = { id: number; method: string; args: unknown[] } | { abort: number };
type AnyMethod = (signal: AbortSignal, ...args: unknown[]) => Promise<unknown>;

// Answers calls until the port goes away. Returns the way to send a notice.
export function serve<Api extends { [M in keyof Api]: (...args: never[]) => Promise<unknown> }>(
  port: Port,
  protocol: number,
  service: Service<Api>,
): (notice: unknown) => void {
  const running = new Map<number, AbortController>();

  const answer = async (id: number, method: string, args: unknown[]) => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!Object.hasOwn(service, method)) throw new EngineError("not_found", "no such method");
      const run = service[method as keyof Api] as unknown as AnyMethod;
      port.postMessage({ id, value: await run(controller.signal, ...args) }, []);
    } catch (error) {
      const { code, message } =
        error instanceof EngineError ? error : new EngineError("internal", "the worker failed");
      port.postMessage({ id, error: { code, message } }, []);
    } finally {
      running.delete(id);
    }
  };

  port.addEventListener("message", (event) => {
    const call = (event as MessageEvent<Call>).data;
    if ("abort" in call) running.get(call.abort)?.abort();
    else void answer(call.id, call.method, call.args);
  });
  port.start?.();
  port.postMessage({ ready: protocol }, []);
  return (notice) => port.postMessage({ notice }, []);
}
