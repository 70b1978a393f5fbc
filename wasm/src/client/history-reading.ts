// A chosen file: read by a worker of its own, looked at, and recorded in pieces.
import type { GrownUp, HistoryExport, Recorded, ShopEvent } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { type HistoryFound, IMPORT_PROTOCOL, type ImportApi, type ReadOptions } from "../shared/import-api.js";
import { Connection } from "../shared/rpc.js";

// How far it is: files are read at one go, events are recorded in batches.
export interface ImportProgress {
  readonly phase: "loading" | "reading" | "recording";
  readonly done: number; // events, of `total`; 0 of 0 before they are known
  readonly total: number;
}

export interface RecordOptions {
  // Where a child may sit there; see HearthControl.
  readonly grownUp?: GrownUp | undefined;
  // Between batches. Rejects with the signal's reason; what is recorded stays (`recorded` has its ids), and the same file
  // goes on from there.
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

export interface ImportOptions extends ReadOptions, RecordOptions {}

// What came of it.
export interface ImportReport {
  readonly found: HistoryFound;
  readonly recorded: number; // events
  readonly ids: readonly string[]; // of what was recorded
  readonly known: number; // events that were in the history already, or that nobody's history may hold
  // Events that the engine refused, one by one: the first 20.
  readonly refused: { readonly events: number; readonly first: readonly { readonly event: number; readonly message: string }[] };
}

// Where the worker of histories and what it needs are found.
export interface ImportSources {
  start(): Worker;
  wasm(): Promise<Uint8Array<ArrayBuffer>>;
  pack(): Promise<Uint8Array<ArrayBuffer> | { readonly catalog: string }>;
}

// What a reading needs of the control that it is for.
export interface Recorder {
  now(): number;
  known(): Promise<HistoryExport>;
  // Of the pack that the engine has.
  packHash(): Promise<string | undefined>;
  // In the sitting, and with the word, that the reading has.
  record(events: readonly ShopEvent[]): Promise<Recorded>;
}

const BATCH = 500;
const SHOWN = 20;

export class HistoryReading {
  readonly #file: Blob;
  readonly #worker: Worker;
  readonly #connection: Connection<ImportApi>;
  readonly #recorder: (grownUp: GrownUp | undefined) => Promise<Recorder>;
  #found!: HistoryFound;
  #recorded: string[] = [];

  private constructor(file: Blob, worker: Worker, recorder: (grownUp: GrownUp | undefined) => Promise<Recorder>) {
    this.#file = file;
    this.#worker = worker;
    this.#connection = new Connection<ImportApi>(worker, IMPORT_PROTOCOL);
    this.#recorder = recorder;
  }

  // Internal: HearthControl.history.read() makes one.
  static async begin(
    file: Blob, sources: ImportSources, recorder: (grownUp: GrownUp | undefined) => Promise<Recorder>, options: ImportOptions,
  ): Promise<HistoryReading> {
    options.signal?.throwIfAborted();
    options.onProgress?.({ phase: "loading", done: 0, total: 0 });
    const reading = new HistoryReading(file, sources.start(), recorder);
    const signal = options.signal && { signal: options.signal };
    try {
      const [wasm, pack] = await Promise.all([sources.wasm(), sources.pack()]);
      const transfer = [wasm.buffer, ...(pack instanceof Uint8Array ? [pack.buffer] : [])];
      const hash = await reading.#connection.call("load", [wasm, pack], { ...signal, transfer });
      // The engine would not know what another pack's items are.
      if (hash !== await (await recorder(undefined)).packHash()) {
        throw new EngineError("pack_changed", "the shop has another pack than when this page was opened: reload the page");
      }
      options.onProgress?.({ phase: "reading", done: 0, total: 0 });
      await reading.again(options, options.signal);
      return reading;
    } catch (error) {
      reading.close();
      throw error;
    }
  }

  // What the file is, and what would be recorded.
  get found(): HistoryFound {
    return this.#found;
  }

  // The ids of all that record() recorded, also where it was stopped or failed on the way: for undoing it.
  get recorded(): readonly string[] {
    return this.#recorded;
  }

  // Reads the file again, by other options. Rejects with "malformed", "too_large", "unsupported_version", and with
  // "invalid_argument" for options that do not fit the file; what was found before stays then.
  async again(options: ReadOptions, signal?: AbortSignal): Promise<HistoryFound> {
    const recorder = await this.#recorder(undefined);
    const { events } = await recorder.known();
    const known = events.filter(({ type }) => type === "buy");
    const { columns, dates, offset, decimals } = options;
    const asked = JSON.stringify({ columns, dates, offset, decimals, now: recorder.now(), known });
    const bytes = await this.#file.arrayBuffer();
    this.#found = await this.#connection.call("read", [bytes, asked], { ...(signal && { signal }), transfer: [bytes] });
    return this.#found;
  }

  // Rejects with "invalid_argument" while the file asks; with "sitting_over" when somebody else sits there by now.
  // Recording the same file again records nothing twice.
  async record({ grownUp, signal, onProgress }: RecordOptions = {}): Promise<ImportReport> {
    const { asks, events: total } = this.#found;
    if (asks.length > 0) throw new EngineError("invalid_argument", `the file asks for: ${asks.join(", ")}`);
    const recorder = await this.#recorder(grownUp);
    const before = this.#recorded.length;
    const first: { event: number; message: string }[] = [];
    let known = this.#found.known;
    let refused = 0;
    // Of a batch that is refused each half is tried, until it is known which event it was.
    const take = async (events: readonly ShopEvent[], at: number): Promise<void> => {
      try {
        const answer = await recorder.record(events);
        this.#recorded.push(...answer.ids);
        known += answer.skipped;
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== "invalid_argument") throw error;
        if (events.length > 1) {
          const half = events.length >> 1;
          await take(events.slice(0, half), at);
          return take(events.slice(half), at + half);
        }
        refused += 1;
        if (first.length < SHOWN) first.push({ event: at + 1, message: error.message });
      }
    };
    for (let at = 0; at < total; at += BATCH) {
      signal?.throwIfAborted();
      onProgress?.({ phase: "recording", done: at, total });
      const batch = await this.#connection.call("events", [at, BATCH], { ...(signal && { signal }) });
      await take(batch as readonly ShopEvent[], at);
    }
    onProgress?.({ phase: "recording", done: total, total });
    const ids = this.#recorded.slice(before);
    return { found: this.#found, recorded: ids.length, ids, known, refused: { events: refused, first } };
  }

  // Ends the worker. What was read is forgotten.
  close(): void {
    this.#connection.close();
    this.#worker.terminate();
  }
}
