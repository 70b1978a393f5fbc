// Runs all benches and writes one table: node bench/run.mjs [options]
//
//   --native DIR  build tree with HEARTH_BENCH=ON      (build/bench)
//   --wasm DIR    folder of hearth.mjs and hearth.wasm (build/wasm/wasm)
//   --bench DIR   folder of parts_bench.mjs        (build/wasm/bench)
//   --pack FILE   the demo shop's pack                 (build/native/data/shop.hpack)
//   --out FILE    the report                           (build/bench/report.md)
//   --only native|browser
//
// Builds nothing (`make bench` does). CHROMIUM names the browser (default /usr/bin/chromium). Takes some two minutes.
// Every bench checks its answers; a wrong one ends the run with an error.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { FAMILIES, SIZES, runInBrowser } from "./wasm/browser.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const { values: options } = parseArgs({
  options: {
    native: { type: "string", default: join(root, "build/bench") },
    wasm: { type: "string", default: join(root, "build/wasm/wasm") },
    bench: { type: "string", default: join(root, "build/wasm/bench") },
    pack: { type: "string", default: join(root, "build/native/data/shop.hpack") },
    out: { type: "string", default: join(root, "build/bench/report.md") },
    only: { type: "string" },
  },
});
const began = Date.now();
const progress = (text) => {
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(`[${seconds.padStart(3)} s] ${text}`);
};

const sorted = (times) => [...times].sort((a, b) => a - b);
const at = (times, share) => sorted(times)[Math.min(times.length - 1, Math.floor(share * times.length))];
const median = (times) => at(times, 0.5);
const ms = (time) => time.toPrecision(3);

class Table {
  #rows = [];
  add(name, times, note = "") {
    this.#rows.push([name, ms(median(times)), ms(at(times, 0.95)), ms(Math.min(...times)), note]);
  }
  text() {
    const head = ["operation", "median ms", "p95 ms", "min ms", "note"];
    return [head, head.map(() => "---"), ...this.#rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  }
}

function runNative() {
  progress("native: core_bench");
  const program = join(options.native, "bench/core_bench");
  const run = spawnSync(
    program,
    ["--benchmark_format=json", "--benchmark_min_time=0.1", "--benchmark_repetitions=5"],
    { encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (run.status !== 0) throw new Error(`${program}: ${run.error ?? run.stderr}`);
  const times = new Map();
  for (const each of JSON.parse(run.stdout).benchmarks) {
    if (each.error_occurred) throw new Error(`${each.name}: ${each.error_message}`);
    if (each.run_type !== "iteration") continue;
    const list = times.get(each.run_name) ?? [];
    list.push(each.cpu_time / { us: 1e3, ns: 1e6, ms: 1 }[each.time_unit]);
    times.set(each.run_name, list);
  }
  const lines = ["| bench | CPU ms, median of 5 runs | fastest run |", "| --- | --- | --- |"];
  for (const [name, list] of times) {
    lines.push(`| ${name} | ${ms(median(list))} | ${ms(Math.min(...list))} |`);
  }
  return lines.join("\n");
}

const dotsIn = (times) => Object.keys(times).filter((name) => name !== "cold" && name !== "warm");

// The JavaScript variant with the smallest median.
function bestDot(times) {
  return dotsIn(times).reduce((a, b) => (median(times[a]) <= median(times[b]) ? a : b));
}

async function runBrowser() {
  const data = join(options.native, "bench/data");
  const pack = existsSync(options.pack) ? resolve(options.pack) : undefined;
  mkdirSync(data, { recursive: true });
  progress("native: bench_shop writes packs, histories and expected answers");
  const program = join(options.native, "bench/bench_shop");
  execFileSync(program, [data]);
  if (pack) execFileSync(program, [data, "--pack", pack]);
  const results = await runInBrowser({ wasm: resolve(options.wasm), bench: resolve(options.bench), data, pack, progress });

  const table = new Table();
  for (const items of SIZES) {
    const times = results.rank[items];
    const best = bestDot(times);
    const ratio = median(times.warm.map((time, round) => times[best][round] / time));
    const note = `${ratio.toFixed(2)} x as fast as the JavaScript below`;
    table.add(`rank home top 24, ${items} items`, times.warm, note);
    table.add(`the same, profile folded anew`, times.cold);
    table.add(`JavaScript int8 dot + top 50, ${items} items`, times[best], best);
  }
  for (const items of SIZES) {
    table.add(`features and trees of 512 candidates, ${items} items`, results.ranker[items], "60 trees of depth 5");
  }
  table.add("fold 100000 events", results.fold.fold, "cold rank less cached rank");
  table.add("rank home after 100000 events, folded anew", results.fold.cold, "10000 items");
  for (const items of SIZES) {
    table.add(`load pack, ${items} items`, results.load[items].load);
    table.add(`restore 2000 events, ${items} items`, results.load[items].restore);
  }
  for (const members of FAMILIES) {
    const { attribute, replay, size } = results.household[members];
    const log = `${size.visits} visits, ${size.events} events`;
    table.add(`attribute one event, ${members} members`, attribute, "of a visit that runs, 1000 in a row");
    table.add(`replay of all visits, ${members} members`, replay, log);
  }
  const shop = pack ? "the demo shop's pack" : "a synthetic pack of 4000 items";
  const ready = (part) => results.ready.map((each) => each[part]);
  table.add("ready: fetch", ready("fetch"), "four files, warm HTTP cache");
  for (const part of ["instantiate", "load", "restore", "rank"]) {
    table.add(`ready: ${part}`, ready(part));
  }
  table.add("**ready to rank**", ready("ready"), `fresh page, ${shop}, bytes at hand`);
  table.add("ready to rank, with fetch", ready("ready with fetch"));
  const families = FAMILIES.map((members) => {
    const { size } = results.household[members];
    const row = [members, size.visits, size.events, size.log, size.tables, size.snapshot];
    return `| ${row.join(" | ")} |`;
  });
  const household = [
    "| members | visits | events | log in memory, bytes | tables of a replay, bytes | snapshot, bytes |",
    "| --- | --- | --- | --- | --- | --- |", ...families,
  ];
  const variants = SIZES.map((items) => {
    const times = results.rank[items];
    const cells = dotsIn(times).map((name) => `${name} ${ms(median(times[name]))}`);
    return `| ${items} | ${cells.join("; ")} |`;
  });
  const dots = ["| items | JavaScript variants, median ms |", "| --- | --- |", ...variants];
  return { version: results.version, text: `${[table.text(), household.join("\n"), dots.join("\n")].join("\n\n")}` };
}

function sizes() {
  const lines = ["| file | bytes | gzip | brotli |", "| --- | --- | --- | --- |"];
  const total = [0, 0, 0];
  for (const name of ["hearth.wasm", "hearth.mjs"]) {
    const bytes = readFileSync(join(options.wasm, name));
    const row = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
    row.forEach((size, i) => (total[i] += size));
    lines.push(`| ${name} | ${row.join(" | ")} |`);
  }
  lines.push(`| both | ${total.join(" | ")} |`);
  return lines.join("\n");
}

function commit() {
  const git = (...args) => spawnSync("git", ["-C", root, ...args], { encoding: "utf8" });
  const head = git("rev-parse", "--short", "HEAD");
  if (head.status !== 0) return "none";
  return head.stdout.trim() + (git("status", "--porcelain").stdout ? " and changes" : "");
}

const browser = options.only === "native" ? undefined : await runBrowser();
const native = options.only === "browser" ? undefined : runNative();
const machine = [
  `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`,
  `Node ${process.version}`,
  ...(browser ? [`Chromium ${browser.version}`] : []),
  `commit ${commit()}`,
  new Date().toISOString(),
];
const sections = [["# Bench report", machine.join("; ")]];
if (browser) {
  sections.push(["## Chromium, through WASM: `handle(json)`, a member with 2000 events", browser.text]);
  sections.push(["## Download", sizes()]);
}
if (native) sections.push(["## Native", native]);
const report = `${sections.flat().join("\n\n")}\n`;
mkdirSync(dirname(resolve(options.out)), { recursive: true });
writeFileSync(options.out, report);
console.log(`\n${report}`);
progress(`written to ${options.out}`);
