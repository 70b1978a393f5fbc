// What is measured inside the page. Each function returns times in milliseconds, one per round, and
// throws when an answer is not the native one. Only the call itself is between two looks at the clock.
import { VARIANTS, bestPlainly } from "./dot-js.mjs";

const WARM_UP = 25; // rounds before those that count: V8 optimises in the background

async function bytesOf(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

// Requests and the answers that the native engine gave.
async function exchangesOf(name) {
  const lines = new TextDecoder().decode(await bytesOf(`/data/rank_${name}.txt`)).trimEnd().split("\n");
  const exchanges = [];
  for (let i = 0; i < lines.length; i += 2) exchanges.push({ request: lines[i], answer: lines[i + 1] });
  return exchanges;
}

let wasm, words;
async function newEngine() {
  wasm ??= bytesOf("/wasm/hearth.wasm");
  words ??= bytesOf("/wasm/hearth.words");
  const engine = await (await import("/wasm/hearth.mjs")).default({ wasmBinary: await wasm });
  expectOk(engine.loadWords(await words));
  return engine;
}

function expectOk(envelope) {
  if (!envelope.startsWith('{"ok":')) throw new Error(envelope);
}

// `bytes`: both records, as the tools save them; the people's says its length at byte 12.
function restore(engine, bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true);
  expectOk(engine.restore("people", bytes.subarray(0, length)));
  expectOk(engine.restore("shop", bytes.subarray(length)));
}

async function engineFor(shop, events) {
  const engine = await newEngine();
  expectOk(engine.loadPack(await bytesOf(`/data/shop_${shop}.hpack`)));
  restore(engine, await bytesOf(`/data/history_${shop}_${events}.snapshot`));
  return engine;
}

function expectAnswer(got, answer) {
  if (got === answer) return;
  throw new Error("not the native answer (are module and bench_shop of the same sources?)");
}

// One timed call of handle(): JSON in, JSON out.
function timeHandle(engine, { request, answer }) {
  const begin = performance.now();
  const got = engine.handle(request);
  const time = performance.now() - begin;
  expectAnswer(got, answer);
  return time;
}

// Rank, with the profile folded anew (a new minute) and cached, and the JavaScript dot products over
// the same items, in the same rounds; who begins takes turns.
export async function rankAndDots(items, events, rounds) {
  const engine = await engineFor(items, events);
  const exchanges = await exchangesOf(`${items}_${events}`);
  const data = new Int8Array((await bytesOf(`/data/shop_${items}.i8`)).buffer);
  const variants = Object.entries(VARIANTS);
  const times = { cold: [], warm: [] };
  for (const [name] of variants) times[name] = [];
  const keep = (round, name, time) => round < WARM_UP || times[name].push(time);

  for (let round = 0; round < WARM_UP + rounds; ++round) {
    const exchange = exchanges[round];
    const query = data.slice(32 * ((round * 7919) % items)).subarray(0, 32);
    const expected = round % 40 === 0 ? bestPlainly(data, query).join() : undefined;
    const rank = () => {
      keep(round, "cold", timeHandle(engine, exchange));
      keep(round, "warm", timeHandle(engine, exchange));
    };
    if (round % 2 === 0) rank();
    let agreed = expected;
    for (let i = 0; i < variants.length; ++i) {
      const [name, best] = variants[(round + i) % variants.length];
      const begin = performance.now();
      const rows = best(data, query);
      keep(round, name, performance.now() - begin);
      agreed ??= rows.join();
      if (rows.join() !== agreed) throw new Error(`${name}: wrong best 50`);
    }
    if (round % 2 === 1) rank();
  }
  return times;
}

// Rank with a long history: what a new minute costs more than the same one (its median) is the fold.
export async function fold(items, events, rounds) {
  const engine = await engineFor(items, events);
  const exchanges = await exchangesOf(`${items}_${events}`);
  const times = { cold: [], warm: [] };
  for (let round = 0; round < WARM_UP + rounds; ++round) {
    const cold = timeHandle(engine, exchanges[round]);
    const warm = timeHandle(engine, exchanges[round]);
    if (round < WARM_UP) continue;
    times.cold.push(cold);
    times.warm.push(warm);
  }
  const usual = times.warm.toSorted((a, b) => a - b)[rounds >> 1];
  return { ...times, fold: times.cold.map((cold) => cold - usual) };
}

// The household's parts (household_bench.cc): believing anew after each event of a visit that runs, and
// the replay of all visits. `attribute`: milliseconds an event.
export async function household(packPath, shop, members, rounds) {
  const lines = new TextDecoder().decode(await bytesOf(`/data/household_${shop}.txt`)).trimEnd().split("\n");
  const beliefs = lines.map((line) => line.split(" ")).find(([of]) => Number(of) === members)[1];
  const wasmBinary = await bytesOf("/bench/parts_bench.wasm");
  const module = await (await import("/bench/parts_bench.mjs")).default({ wasmBinary });
  const bench = new module.HouseholdBench(await bytesOf(packPath), members);
  if (bench.trouble()) throw new Error(bench.trouble());
  const check = () => {
    if (bench.beliefs() !== beliefs) throw new Error("not the native beliefs (are both of the same sources?)");
  };
  const EVENTS = 1000;
  const expected = bench.attributePlainly(EVENTS);
  const times = { replay: [], attribute: [] };
  for (let round = 0; round < WARM_UP + rounds; ++round) {
    const begin = performance.now();
    bench.replay();
    const replayed = performance.now();
    check();
    const before = performance.now();
    const sum = bench.attribute(EVENTS);
    const attributed = performance.now();
    if (sum !== expected) throw new Error("event by event and all at once do not agree");
    if (round < WARM_UP) continue;
    times.replay.push(replayed - begin);
    times.attribute.push((attributed - before) / EVENTS);
  }
  const size = {
    visits: bench.visits(), events: bench.events(), snapshot: bench.snapshotBytes(), log: bench.logBytes(), tables: bench.tableBytes(),
  };
  bench.delete();
  return { ...times, size };
}

// Features and trees of 512 candidates (ranker_bench.cc), nothing else.
export async function ranker(items, events, rounds) {
  const wasmBinary = await bytesOf("/bench/parts_bench.wasm");
  const module = await (await import("/bench/parts_bench.mjs")).default({ wasmBinary });
  const expected = new TextDecoder().decode(await bytesOf(`/data/scores_${items}.txt`));
  const pack = await bytesOf(`/data/shop_${items}.hpack`);
  const bench = new module.RankerBench(pack, await bytesOf(`/data/history_${items}_${events}.snapshot`));
  if (bench.trouble()) throw new Error(bench.trouble());
  const times = [];
  for (let round = 0; round < WARM_UP + rounds; ++round) {
    const begin = performance.now();
    const sum = bench.scoreAll();
    const time = performance.now() - begin;
    if (sum !== expected) throw new Error("not the native scores (are both of the same sources?)");
    if (round >= WARM_UP) times.push(time);
  }
  bench.delete();
  return times;
}

export async function loadPack(items, events, rounds) {
  const pack = await bytesOf(`/data/shop_${items}.hpack`);
  const history = await bytesOf(`/data/history_${items}_${events}.snapshot`);
  const [exchange] = await exchangesOf(`${items}_${events}`);
  const times = { load: [], restore: [] };
  for (let round = 0; round < 3 + rounds; ++round) {
    const engine = await newEngine();
    const begin = performance.now();
    expectOk(engine.loadPack(pack));
    const loaded = performance.now();
    restore(engine, history);
    const restored = performance.now();
    timeHandle(engine, exchange); // checks the answer
    if (round < 3) continue;
    times.load.push(loaded - begin);
    times.restore.push(restored - loaded);
  }
  return times;
}

// From nothing to the first slate; called once on a fresh page.
export async function ready(packPath, name) {
  const [{ request, answer }] = await exchangesOf(name);
  const begin = performance.now();
  const [glue, wasmBinary, file_of_words, pack, history] = await Promise.all([
    import("/wasm/hearth.mjs"),
    bytesOf("/wasm/hearth.wasm"),
    bytesOf("/wasm/hearth.words"),
    bytesOf(packPath),
    bytesOf(`/data/history_${name}.snapshot`),
  ]);
  const fetched = performance.now();
  const engine = await glue.default({ wasmBinary });
  const instantiated = performance.now();
  expectOk(engine.loadWords(file_of_words));
  expectOk(engine.loadPack(pack));
  const loaded = performance.now();
  restore(engine, history);
  const restored = performance.now();
  const got = engine.handle(request);
  const ranked = performance.now();
  expectAnswer(got, answer);
  return {
    fetch: fetched - begin,
    instantiate: instantiated - fetched,
    load: loaded - instantiated,
    restore: restored - loaded,
    rank: ranked - restored,
    ready: ranked - fetched,
    "ready with fetch": ranked - begin,
  };
}
