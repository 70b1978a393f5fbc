// How counting by core/pack/sql grows: makes order lines, counts them in DuckDB, prints time, memory and disk.
//
//   node bench/counts/run.mjs [options]
//
//   --lines    millions of order lines, one run each (1,10,100)
//   --parts    parts in which pairs are counted, for each run (1,1,8)
//   --threads  of DuckDB (all)
//   --memory   DuckDB's memory_limit (6GB); the process takes some more (the report has its peak)
//   --work     where lines, tables and what does not fit into memory go (build/bench/counts), some 5 GB for 100 million
//              lines; the report stays there
//   --keep     yes: keeps the order lines and the answers, too
//
// A world of a big grocer: 100,000 items of power-law popularity (the best seller has 1 % of lines), two years, customers with
// 4 to 200 trips (power law, mean 8.6), trips of 1 to 40 items (geometric, mean 6.5), every other line one of the
// customer's own 25 favourites; of 100 lines one is a return and one an item that the catalog lacks; 2 % of items are of
// sensitive topics. In the order of time, as a shop's lines are. Seeded: the same DuckDB makes the same lines.
// The answers of the first run are checked before the others start: the pack made from them is the one that `hearth pack`
// makes from the lines, byte for byte. Needs build/native/hearth.
import { execFileSync, fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { QUERIES, count } from "../../core/pack/sql/duckdb.mjs";

const self = fileURLToPath(import.meta.url);
const root = resolve(dirname(self), "../..");
const ITEMS = 100_000;
const K = 20;
const LINES_PER_CUSTOMER = 55.9; // what the world below comes to; each run says how many lines it has

// A number from 0 to 1 (never 0) for any values: the seed of everything.
const random = (...values) => `((hash(${values.join(", ")}) >> 11) + 1) / 9007199254740993.0`;
// An item's rank, popular ones first: log-uniform with a flat head, so that the best seller has 1 % of lines.
const rank = (u) => `least(${ITEMS} - 1, CAST(floor(10 * exp(${u} * ln(1 + ${ITEMS} / 10.0)) - 10) AS INTEGER))`;

function linesOf(customers) {
  return `
    WITH trips AS (
      SELECT customer, unnest(range(least(200, CAST(ceil(3.2 * pow(${random("customer", 1)}, -1 / 1.6)) AS BIGINT)))) AS trip
      FROM range(${customers}) t(customer)
    ),
    baskets AS (
      SELECT
        customer,
        trip,
        customer * 256 + trip AS order_id,
        1640995200000 + CAST(floor(${random("customer", "trip", 2)} * 63072000) AS BIGINT) * 1000 AS time_ms,
        unnest(range(1 + least(39, CAST(floor(-6 * ln(${random("customer", "trip", 3)})) AS BIGINT)))) AS line
      FROM trips
    ),
    lines AS (
      SELECT
        *,
        ${random("order_id", "line", 4)} AS own,
        ${random("order_id", "line", 5)} AS u,
        CAST(floor(25 * pow(${random("order_id", "line", 6)}, 2)) AS BIGINT) AS favourite,
        ${random("order_id", "line", 7)} AS odd
      FROM baskets
    )
    SELECT
      customer,
      order_id,
      CASE
        WHEN odd < 0.01 THEN 'gone'
        ELSE 's' || CASE WHEN own < 0.5 THEN ${rank(random("customer", "favourite", 8))} ELSE ${rank("u")} END
      END AS id,
      time_ms + line * 1000 AS time_ms,
      CASE WHEN odd > 0.99 THEN -1 ELSE 1 END AS quantity
    FROM lines
    ORDER BY time_ms`;
}

const hearth = (...args) => execFileSync(join(root, "build/native/hearth"), ["pack", ...args], { encoding: "utf8" });
const feedOf = (folder) => ["--feed", join(folder, "feed.csv"), "--shop", "Bench", "--k", String(K)];

async function makeWorld(folder, customers) {
  mkdirSync(folder, { recursive: true });
  const title = (i) => (i % 50 === 7 ? ["Condom", "Red Wine", "Pregnancy Test"][Math.floor(i / 50) % 3] : "Item");
  const feed = Array.from({ length: ITEMS }, (_, i) => `s${i},${title(i)} ${i},1.00\n`);
  writeFileSync(join(folder, "feed.csv"), `id,title,price\n${feed.join("")}`);
  hearth(...feedOf(folder), "--tables", folder);
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "4GB", preserve_insertion_order: "false" });
  const db = await instance.connect();
  const path = join(folder, "order_lines.parquet");
  await db.run(`SET temp_directory = '${join(folder, "work")}'`);
  await db.run(`COPY (${linesOf(customers)}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
  const read = await db.runAndReadAll(
    `SELECT count(*)::DOUBLE AS lines, count(DISTINCT order_id)::DOUBLE AS orders,
       count(DISTINCT customer)::DOUBLE AS customers
     FROM '${path}'`,
  );
  const [row] = read.getRowObjectsJson();
  db.closeSync();
  instance.closeSync();
  return { ...row, bytes: statSync(path).size };
}

// The pack from the answers is the pack from the lines, byte for byte.
async function check(folder, out) {
  const db = await (await DuckDBInstance.create(":memory:")).connect();
  await db.run(
    `COPY (SELECT customer, order_id AS "order", time_ms AS "time", id, quantity FROM '${join(folder, "order_lines.parquet")}')
     TO '${join(folder, "orders.csv")}' (FORMAT csv, HEADER)`,
  );
  db.closeSync();
  const [lines, counts] = ["lines.hpack", "counts.hpack"].map((name) => join(folder, name));
  hearth(...feedOf(folder), "--orders", join(folder, "orders.csv"), "--household", "no", "--out", lines);
  hearth(...feedOf(folder), "--counts", out, "--out", counts);
  if (!readFileSync(lines).equals(readFileSync(counts))) throw new Error("the counts make another pack than the lines");
}

// Counts in a process of its own, so that its peak is its own.
function countApart(options, progress) {
  return new Promise((done, failed) => {
    const child = fork(self, ["--child", JSON.stringify(options)]);
    let result;
    child.on("message", (message) => (message.stage ? progress(message) : (result = message)));
    child.on("exit", (code) => (code === 0 && result ? done(result) : failed(new Error(`counting ended with ${code}`))));
  });
}

function bytesIn(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, each) => {
    const path = join(folder, each.name);
    try {
      return sum + (each.isDirectory() ? bytesIn(path) : statSync(path).size);
    } catch {
      return sum; // gone meanwhile
    }
  }, 0);
}

async function child(options) {
  const began = performance.now();
  let disk = 0;
  const watch = setInterval(() => (disk = Math.max(disk, bytesIn(options.work))), 500);
  const times = {};
  await count({
    ...options,
    progress: (stage, seconds) => {
      const [name] = stage.split(" ");
      times[name] = (times[name] ?? 0) + seconds;
      process.send({ stage, seconds });
    },
  });
  clearInterval(watch);
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send({
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakBytes: maxRSS * 1024,
    diskBytes: disk,
    times,
  });
}

async function main() {
  const { values } = parseArgs({
    options: {
      lines: { type: "string", default: "1,10,100" },
      parts: { type: "string", default: "1,1,8" },
      memory: { type: "string", default: "6GB" },
      threads: { type: "string" },
      work: { type: "string", default: join(root, "build/bench/counts") },
      keep: { type: "string", default: "no" },
    },
  });
  const began = performance.now();
  const say = (text) => console.log(`[${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s] ${text}`);
  const sizes = values.lines.split(",").map(Number);
  const parts = values.parts.split(",").map(Number);
  const gb = (bytes) => (bytes / 1e9).toPrecision(2);
  const rows = [];
  const stages = [];
  for (const [i, millions] of sizes.entries()) {
    const folder = join(resolve(values.work), `${millions}`);
    const out = join(folder, "counts");
    say(`${millions} million lines: making them`);
    const world = await makeWorld(folder, Math.round((millions * 1e6) / LINES_PER_CUSTOMER));
    say(`${world.lines} lines, ${world.orders} orders, ${world.customers} customers, ${gb(world.bytes)} GB of Parquet`);
    const result = await countApart(
      {
        tables: folder,
        lines: join(folder, "order_lines.parquet"),
        out,
        k: K,
        memory: values.memory,
        threads: values.threads,
        parts: parts[i] ?? parts.at(-1),
        work: join(folder, "work"),
      },
      ({ stage, seconds }) => say(`${stage}: ${seconds.toFixed(1)} s`),
    );
    if (i === 0) {
      say("checking the answers against hearth pack");
      await check(folder, out);
    }
    const packing = performance.now();
    hearth(...feedOf(folder), "--counts", out, "--out", join(folder, "counts.hpack"));
    const totals = readFileSync(join(out, "totals.csv"), "utf8").split("\n")[1].split(",");
    rows.push([
      (world.lines / 1e6).toFixed(1), (world.orders / 1e6).toFixed(2), (world.customers / 1e6).toFixed(3), totals[3], totals[4],
      parts[i] ?? parts.at(-1), result.seconds.toFixed(0), result.cpuSeconds.toFixed(0),
      gb(result.peakBytes), gb(result.diskBytes), ((performance.now() - packing) / 1000).toFixed(1),
    ]);
    stages.push([(world.lines / 1e6).toFixed(1), ...QUERIES.map((name) => result.times[name].toFixed(1))]);
    if (values.keep !== "yes") rmSync(folder, { recursive: true, force: true });
  }
  const table = (head, body) => [head, head.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const report = [
    `${cpus()[0].model}, ${cpus().length} cores, ${gb(totalmem())} GB, load ${loadavg()[0].toFixed(1)}; ` +
      `memory_limit ${values.memory}; k = ${K}; ${new Date().toISOString()}`,
    table(
      [
        "million lines", "orders", "customers", "items with k", "pairs with k", "parts",
        "s", "CPU s", "peak GB", "disk GB", "hearth pack, s",
      ],
      rows,
    ),
    "Seconds of each query:",
    table(["million lines", ...QUERIES], stages),
  ].join("\n\n");
  console.log(`\n${report}\n`);
  mkdirSync(resolve(values.work), { recursive: true });
  writeFileSync(join(resolve(values.work), "report.md"), `${report}\n`);
}

if (process.argv[2] === "--child") await child(JSON.parse(process.argv[3]));
else await main();
