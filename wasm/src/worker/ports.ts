// The worker's two ports. What the table of operations says is a member's, a shop's port refuses, whatever the page
// writes into its messages; so it does an import, and a grown-up's word. The time is the worker's own: a page that says
// it is next year would end every surprise.
import {
  type Caller, type ChangeNotice, type OperationName, OPERATIONS, type PortApi, type PortNotice, type Seat, type Sitting,
} from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { PROTOCOL } from "../shared/protocol.js";
import type { Port, Service } from "../shared/rpc.js";
import { serve } from "../shared/rpc-server.js";
import type { EngineHost } from "./engine-host.js";

const MEMBERS_KEYS = ["skipKnown", "grownUp"];

export interface Ports {
  seat(sitting: Sitting): Seat<Sitting>;
  notify(notice: ChangeNotice): void;
}

// `clock` makes the time of a call of what its caller says it is.
export function servePorts(host: EngineHost, shop: Port, member: Port, clock: (told: number) => number): Ports {
  let turn = 0;
  const seat = <Told>(sitting: Told): Seat<Told> => ({ turn: ++turn, sitting });
  const serviceFor = (caller: Caller): Service<PortApi> => ({
    run: async (signal, op, request, told, sitting) => {
      // What a page posts may be anything: an object that reads as a name is none.
      if (typeof op !== "string") throw new EngineError("not_found", "op: there is no such operation");
      if (!Number.isSafeInteger(told)) throw new EngineError("invalid_argument", "now: expected milliseconds since 1970");
      if (caller === "shop") checkForShop(op, request);
      return host.run(op, request, clock(told), signal, sitting);
    },
    sit: async (signal, change, told, sitting) => {
      if (caller === "shop") throw notAllowed();
      return seat(await host.sit(change, clock(told), signal, sitting));
    },
    health: () => host.health(),
  });
  const tellShop = serve<PortApi>(shop, PROTOCOL, serviceFor("shop"));
  const tellMember = serve<PortApi>(member, PROTOCOL, serviceFor("member"));
  return {
    seat,
    notify: ({ elsewhere, sitting }) => {
      tellShop({ elsewhere, ...(sitting && { seat: seat(sitting.number) }) } satisfies PortNotice<number>);
      tellMember({ elsewhere, ...(sitting && { seat: seat(sitting) }) } satisfies PortNotice<Sitting>);
    },
  };
}

function checkForShop(op: OperationName, request: object): void {
  const known = Object.hasOwn(OPERATIONS, op);
  if ((known && OPERATIONS[op].caller !== "shop") || MEMBERS_KEYS.some((key) => key in request)) throw notAllowed();
}

const notAllowed = (): EngineError => new EngineError("not_allowed", "only a member may ask this");
