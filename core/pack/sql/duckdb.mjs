// Counts order lines in DuckDB, by the queries beside this file (README.md), for `hearth pack --counts`:
//
//   node core/pack/sql/duckdb.mjs --tables DIR --k 20 --out DIR [options]
//
//   --tables DIR    catalog_items.csv, catalog_ids.csv and topics.csv, as `hearth pack --tables` writes them
//   --lines FILE    order lines, .csv or .parquet (DIR/order_lines.csv)
//   --k N           fewest distinct customers behind any number
//   --out DIR       where totals.csv, item_counts.csv, pair_counts.csv and reveals.csv go
//   --memory SIZE   DuckDB's memory_limit (4GB)
//   --threads N     (all)
//   --parts N       count pairs in so many parts, one after the other (1)
//   --work DIR      a folder for tables and what does not fit into memory; without one, all has to fit
//   --batches no    count every line, not whole weeks of k customers (pack/counts/batches.h)
//   --customers TYPE  of customer and order_id in a CSV (VARCHAR)
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const here = dirname(fileURLToPath(import.meta.url));

// In this order; each reads those before it.
export const QUERIES = [
  "weeks", "basket_items", "customer_items", "frequent_items", "frequent_lines", "as_of", "item_counts", "pair_counts",
  "reveals", "totals",
];
export const ANSWERS = ["totals", "item_counts", "pair_counts", "reveals"];

const quoted = (text) => `'${String(text).replaceAll("'", "''")}'`;

function csv(path, columns) {
  const types = Object.entries(columns).map(([name, type]) => `${quoted(name)}: ${quoted(type)}`);
  const form = `auto_detect = false, header = true, delim = ',', quote = '"', escape = '"'`;
  return `read_csv(${quoted(path)}, ${form}, columns = {${types.join(", ")}})`;
}

const WEEK = 7 * 86_400_000;

// Where the last whole batch ends (pack/counts/batches.h), at most `now`; 0 where none is whole. `weeks`: [first midnight,
// customers], ascending; `customersOf(from, to)`: distinct ones of several weeks, asked for only where no week has k by
// itself.
export async function endOfBatches(weeks, k, customersOf, now = Infinity) {
  let end = 0;
  let begun = null; // first midnights of the first and the last week of the batch that goes on
  let enough = false;
  for (const [week, customers] of weeks) {
    if (begun !== null && enough) {
      if (begun.last + WEEK > now) break;
      [end, begun] = [begun.last + WEEK, null];
    }
    const first = begun?.first ?? week;
    enough = customers >= k || (first !== week && (await customersOf(first, week + WEEK)) >= k);
    begun = { first, last: week };
  }
  return end;
}

// `query(name)`: the text of a query; tests put in broken ones. `progress(stage, seconds)`: after each.
export async function count({
  tables, out, k, lines = join(tables, "order_lines.csv"), memory = "4GB", threads, parts = 1, work, batches = true,
  customers = "VARCHAR", query = (name) => readFileSync(join(here, `${name}.sql`), "utf8"), progress = () => {},
}) {
  if (!Number.isSafeInteger(k) || k < 2) throw new Error("expected k to be a whole number from 2");
  if (!Number.isSafeInteger(parts) || parts < 1) throw new Error("expected parts to be a whole number from 1");
  mkdirSync(out, { recursive: true });
  const database = work ? join(work, "counts.duckdb") : ":memory:";
  if (work) {
    mkdirSync(work, { recursive: true });
    rmSync(database, { force: true });
  }
  const instance = await DuckDBInstance.create(database);
  const db = await instance.connect();
  const run = async (stage, sql) => {
    const began = performance.now();
    await db.run(sql);
    progress(stage, (performance.now() - began) / 1000);
  };
  const table = (name, sql) => run(name, `CREATE TABLE ${name} AS ${sql}`);
  try {
    await db.run(`SET memory_limit = ${quoted(memory)}`);
    await db.run("SET preserve_insertion_order = false");
    if (threads) await db.run(`SET threads = ${Number(threads)}`);
    await db.run(`SET temp_directory = ${quoted(work ? join(work, "spilled") : "")}`);
    const source = lines.endsWith(".parquet")
      ? `read_parquet(${quoted(lines)})`
      : csv(lines, { customer: customers, order_id: customers, id: "VARCHAR", time_ms: "BIGINT", quantity: "DOUBLE" });
    await db.run(`CREATE VIEW order_lines AS SELECT * FROM ${source}`);
    const read = (name, columns) => db.run(`CREATE TABLE ${name} AS SELECT * FROM ${csv(join(tables, `${name}.csv`), columns)}`);
    await read("catalog_items", { item: "INTEGER", id: "VARCHAR", topic: "INTEGER" });
    await read("catalog_ids", { id: "VARCHAR", item: "INTEGER" });
    await read("topics", { topic: "INTEGER", name: "VARCHAR", tier: "INTEGER" });
    const rows = async (sql) => (await db.runAndReadAll(sql)).getRows().map((row) => row.map(Number));
    const customersOf = async (from, to) => {
      const lines = "order_lines l JOIN catalog_ids c ON c.id = l.id";
      const where = `coalesce(l.quantity, 1) > 0 AND l.time_ms >= ${from} AND l.time_ms < ${to}`;
      return (await rows(`SELECT count(DISTINCT l.customer) FROM ${lines} WHERE ${where}`))[0][0];
    };
    await db.run(`CREATE TABLE settings AS SELECT ${k} AS k, ${parts} AS parts, 0 AS part, 7258118400000 AS until_ms`);
    for (const name of QUERIES) {
      await table(name, query(name));
      if (name === "weeks" && batches) {
        const weeks = await rows("SELECT week_ms, customers FROM weeks ORDER BY week_ms");
        const until = await endOfBatches(weeks, k, customersOf, Date.now());
        await db.run(`UPDATE settings SET until_ms = ${until}`);
      }
      for (let part = 1; name === "pair_counts" && part < parts; ++part) {
        await db.run(`UPDATE settings SET part = ${part}`);
        await run(`${name} ${part + 1}/${parts}`, `INSERT INTO ${name} ${query(name)}`);
      }
    }
    for (const name of ANSWERS) {
      const path = quoted(join(out, `${name}.csv`));
      await db.run(`COPY ${name} TO ${path} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"', ESCAPE '"')`);
    }
  } finally {
    db.closeSync();
    instance.closeSync();
    if (work) for (const name of [database, `${database}.wal`]) rmSync(name, { force: true });
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: {
      tables: text, lines: text, k: text, out: text, memory: text, threads: text, parts: text, work: text, customers: text,
      batches: text,
    },
  });
  if (!values.tables || !values.out || !values.k) throw new Error("expected --tables DIR --k N --out DIR");
  await count({
    ...values,
    k: Number(values.k),
    parts: Number(values.parts ?? 1),
    batches: values.batches !== "no",
    progress: (stage, seconds) => console.log(`${seconds.toFixed(1).padStart(8)} s  ${stage}`),
  });
}
