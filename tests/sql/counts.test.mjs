// The queries of core/pack/sql make the same pack as the counting that is built in, byte for byte: of the demo shop, and
// of small shops full of oddities. And they are compared sharply enough: with any one rule broken, the pack differs or is
// refused. Needs build/native/hearth and the demo's lines; HEARTH_NATIVE_DIR names another build.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ANSWERS, QUERIES, count, endOfBatches } from "../../core/pack/sql/duckdb.mjs";
import { numberOf } from "../numbers.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const built = resolve(process.env.HEARTH_NATIVE_DIR ?? join(root, "build/native"));
const queryOf = (name) => readFileSync(join(root, "core/pack/sql", `${name}.sql`), "utf8");
const folder = mkdtempSync(join(tmpdir(), "hearth-sql-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const path = (name) => join(folder, `${++made}-${name}`);

function hearth(...args) {
  return execFileSync(join(built, "hearth"), ["pack", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

// A shop: what is given to `hearth pack` of its items, and of its orders besides.
class Shop {
  // `lines`: a file of order_lines; else `hearth pack` writes it from the orders.
  constructor(items, orders, k, lines) {
    this.items = [...items, "--k", String(k)];
    this.orders = orders;
    this.k = k;
    this.tables = path("tables");
    hearth(...this.items, ...(lines ? [] : orders), "--tables", this.tables);
    this.lines = lines ?? join(this.tables, "order_lines.csv");
  }

  packFromLines() {
    const out = path("lines.hpack");
    hearth(...this.items, ...this.orders, "--household", "no", "--out", out);
    return readFileSync(out);
  }

  async packFromCounts(options = {}) {
    const counts = path("counts");
    await count({ tables: this.tables, lines: this.lines, out: counts, k: this.k, memory: "1GB", ...options });
    const out = path("counts.hpack");
    this.said = hearth(...this.items, "--counts", counts, "--out", out);
    this.counts = counts;
    return readFileSync(out);
  }
}

// Splitmix of small numbers: the same shops everywhere.
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) % sides;
  };
}

const csvField = (field) => (/[",\n]/.test(field) ? `"${String(field).replaceAll('"', '""')}"` : field);
const csv = (rows) => rows.map((row) => `${row.map(csvField).join(",")}\n`).join("");

// Ninety customers, some with ids that CSV has to quote; order numbers that customers share; lines of one order on both
// sides of midnight; returns, items that the feed lacks, variants, items twice in an order, a quantity left out; a lotion that gives
// condoms away, napkins that are bought with wine but not mostly, and some things that few have.
function oddShop(seed, k = 4) {
  const roll = dice(seed);
  const names = [
    "Bread", "Milk", "Soap", "Lamp", "Rug", "Tray", "Mug", "Vase", // usual
    "Lotion", "Condom", "Red Wine", "Corkscrew", "Cards", "Tape", "Globe", "Harp", "Kite", "Condom XL", "Napkin",
  ];
  const skus = names.map((name, i) => (i === 3 ? `L,"${i}"` : i === 4 ? "004" : `${name.replaceAll(" ", "-")}${i}`));
  const feed = path("feed.csv");
  const comesInTwo = (i) => i % 3 === 0; // as variants of one item
  const rows = names.flatMap((name, i) => {
    const row = (sku, title, group) => [sku, title, `${1 + i}.00`, group];
    if (!comesInTwo(i)) return [row(skus[i], name, "")];
    return [row(skus[i], `${name}, small`, `G${i}`), row(`${skus[i]}~2`, `${name}, large`, `G${i}`)];
  });
  writeFileSync(feed, csv([["id", "title", "price", "item_group_id"], ...rows]));
  const skuOf = (item) => (comesInTwo(item) && roll(2) === 0 ? `${skus[item]}~2` : skus[item]);

  const lines = [];
  const dayOne = Date.UTC(2023, 0, 1);
  for (let c = 0; c < 90; ++c) {
    const usual = c >= 40; // buys ordinary things alone
    const customer = c % 7 === 0 ? `c, "${c}"` : `c${c}`;
    for (let trip = 0; trip < 1 + roll(9); ++trip) {
      const order = `o${roll(5) === 0 ? trip : `${c}-${trip}`}`;
      const day = roll(120);
      const time = dayOne + (day % 7 === 0 ? day + 1 : day) * 86_400_000 + // closed on Sundays
        (roll(3) === 0 ? 86_340_000 : roll(86_000) * 1000);
      const basket = [];
      for (let i = 0; i < 1 + roll(6); ++i) basket.push(roll(8));
      if (!usual && c % 3 === 0 && roll(2) === 0) basket.splice(0, 9, 8, 9);
      if (!usual && c % 3 === 1 && roll(2) === 0) basket.splice(0, 9, 10, 11);
      if (!usual && c % 3 === 0 && roll(3) === 0) basket.splice(0, 9, 9, 17);
      if (!usual && c % 3 === 1 && roll(3) === 0) basket.push(18);
      if (roll(4) === 0) basket.push(12, 12);
      if (roll(9) === 0) basket.push(13);
      for (const [i, item] of basket.entries()) {
        const quantity = roll(8) === 0 ? -1 : roll(8) === 0 ? "" : 1 + roll(3);
        lines.push([customer, order, time + i * 40_000, roll(12) === 0 ? "gone" : skuOf(item), quantity]);
      }
      // Three, four and five customers: fewer than k, k, and more.
      for (const rare of [14, 15, 16]) if (trip < 3 && c <= rare - 12) lines.push([customer, order, time, skus[rare], 1]);
    }
  }
  return shopOf(feed, lines, k);
}

// The same lines as `hearth pack` reads them and as the queries do.
function shopOf(feed, lines, k) {
  const orders = path("orders.csv");
  writeFileSync(orders, csv([["customer", "order", "time", "id", "quantity"], ...lines]));
  const table = path("order_lines.csv");
  const rows = lines.map(([customer, order, time, id, quantity]) => [customer, order, id, time, quantity]);
  writeFileSync(table, csv([["customer", "order_id", "id", "time_ms", "quantity"], ...rows]));
  return new Shop(["--feed", feed, "--shop", "Odd"], ["--orders", orders], k, table);
}

test("counts of the demo shop make its pack, byte for byte", async () => {
  const rules = join(root, "web-demo/data/categories.rules");
  const shop = new Shop(["--online-retail", join(built, "data/online_retail.csv"), "--categories", rules], [], 5);
  assert.ok(shop.packFromLines().equals(await shop.packFromCounts()));
  assert.match(shop.said, /3127 items, 421635 pairs/);
});

test("counts of odd shops make their packs, byte for byte, in one part or several, in memory or not", async () => {
  let revealing = 0;
  for (let seed = 1; seed <= numberOf("sql_shops"); ++seed) {
    const shop = oddShop(seed);
    const expected = shop.packFromLines();
    assert.ok(expected.equals(await shop.packFromCounts()), `seed ${seed}`);
    assert.ok(expected.equals(await shop.packFromCounts({ parts: 3, work: path("work") })), `seed ${seed}, in parts`);
    revealing += readFileSync(join(shop.counts, "reveals.csv"), "utf8").trim().split("\n").length - 1;
  }
  assert.ok(revealing >= 4, `${revealing} items give something away`);
});

test("where a week has fewer customers than k, batches of several weeks end where the built-in counting has them end", async () => {
  const ends = new Set();
  for (const k of [20, 27, 35, 60]) {
    const shop = oddShop(1, k);
    assert.ok(shop.packFromLines().equals(await shop.packFromCounts()), `k = ${k}`);
    ends.add(readFileSync(join(shop.counts, "totals.csv"), "utf8").split("\n")[1].split(",")[1]);
  }
  assert.ok(ends.size > 1, "they end on different days");
});

test("a batch ends with the week in which k customers have come, once a later week has begun", async () => {
  const week = 7 * 86_400_000;
  const nobody = async () => assert.fail("every week has k customers");
  assert.equal(await endOfBatches([], 2, nobody), 0);
  assert.equal(await endOfBatches([[week, 2]], 2, nobody), 0);
  assert.equal(await endOfBatches([[week, 2], [3 * week, 2]], 2, nobody), 2 * week);
  const asked = [];
  const customersOf = async (from, to) => asked.push([from / week, to / week]) + 1;
  assert.equal(await endOfBatches([[week, 1], [2 * week, 1], [3 * week, 1], [4 * week, 1]], 3, customersOf), 4 * week);
  assert.deepEqual(asked, [[1, 3], [1, 4]]);
  assert.equal(await endOfBatches([[week, 2], [2 * week, 2], [90 * week, 2]], 2, nobody, 3 * week - 1), 2 * week);
});

test("counts of no order at all make a pack that says nothing", async () => {
  const feed = path("feed.csv");
  writeFileSync(feed, "id,title,price\nA,Tea,1.00\n");
  const shop = shopOf(feed, [], 4);
  assert.ok(shop.packFromLines().equals(await shop.packFromCounts()));
});

test("counts with another k, or of which a row is missing, are refused", async () => {
  const shop = oddShop(1);
  await shop.packFromCounts();
  const out = path("x.hpack");
  const withK5 = [...shop.items.slice(0, -1), "5"];
  assert.throws(() => hearth(...withK5, "--counts", shop.counts, "--out", out), /counted with k = 4, not with --k 5/);
  const pairs = join(shop.counts, "pair_counts.csv");
  const rows = readFileSync(pairs, "utf8").trimEnd().split("\n");
  writeFileSync(pairs, `${rows.slice(0, -1).join("\n")}\n`);
  assert.throws(() => hearth(...shop.items, "--counts", shop.counts, "--out", out), /expected \d+ rows as totals has it/);
});

// What each rule says, and what it would say if it were wrong.
const BROKEN = [
  ["weeks", "345600000", "0", "weeks from Thursday"],
  ["item_counts", "(d.first_day - 345600000) % 604800000", "0", "since one customer's day"],
  ["totals", "s.until_ms < 7258118400000", "false", "as of the last order's day"],
  ["basket_items", "l.time_ms < s.until_ms", "true", "weeks that are not over count"],
  ["basket_items", "> 0", "> -5", "returns count"],
  ["basket_items", "coalesce(l.quantity, 1)", "l.quantity", "a quantity left out is none"],
  ["basket_items", "min(line_ms) OVER (PARTITION BY customer, order_id)", "line_ms", "a line's own time"],
  ["basket_items", "min(line_ms) OVER (PARTITION BY customer,", "min(line_ms) OVER (PARTITION BY", "the order number alone"],
  ["frequent_items", ">= s.k", "> s.k", "more than k"],
  ["as_of", "+ 86400000", "+ 0", "the midnight before"],
  ["item_counts", "2592000000", "2678400000", "a window of 31 days"],
  ["item_counts", "c.orders > 1", "c.orders > 2", "repeating is three times"],
  ["item_counts", "n.repeaters >= s.k", "n.repeaters >= 1", "repeaters fewer than k"],
  ["item_counts", "n.recent_customers >= s.k", "n.recent_customers >= 1", "recent customers fewer than k"],
  ["item_counts", "r.customers >= s.k", "r.customers >= 1", "since the first customer's day"],
  ["item_counts", "2 * gap_rank = gap_count OR", "2 * gap_rank = gap_count + 2 OR", "the upper median of a customer"],
  ["item_counts", "2 * g.customers >= g.item_", "2 * g.customers > g.item_", "the upper median of customers"],
  ["item_counts", "g.item_customers >= s.k", "g.item_customers >= 1", "gaps of fewer than k"],
  ["pair_counts", "SELECT DISTINCT", "SELECT", "orders in place of customers"],
  ["pair_counts", "c.customers >= s.k", "c.customers > s.k", "pairs of more than k"],
  ["pair_counts", "c.customers >= s.k", "c.customers >= s.k - 1", "pairs of fewer than k"],
  ["pair_counts", " AND y.order_id = x.order_id", "", "any two orders of a customer"],
  ["frequent_lines", "b.items > 1", "b.items > 2", "no pairs of two"],
  ["reveals", "v.votes > v.other_votes", "v.votes > 2 * v.other_votes", "two thirds are mostly"],
  ["reveals", "coalesce(t.tier, 0) < v.tier", "true", "what is sensitive already"],
  ["reveals", "AND v.votes > v.other_votes", "", "not mostly"],
  ["reveals", "3 * v.other_votes", "30 * v.other_votes", "other odds"],
  ["totals", "- c.customers % 10", "", "customers to the last one"],
];

test("any rule of the queries, when broken, is seen", async () => {
  const shops = [1, 2, 3].map((seed) => oddShop(seed));
  const expected = shops.map((shop) => shop.packFromLines());
  const unseen = [];
  for (const [name, rule, wrong, what] of BROKEN) {
    assert.ok(queryOf(name).includes(rule), `${name} has "${rule}"`);
    let seen = false;
    for (const [i, shop] of shops.entries()) {
      const query = (each) => (each === name ? queryOf(each).replace(rule, wrong) : queryOf(each));
      seen = seen || !(await shop.packFromCounts({ query }).then((pack) => pack.equals(expected[i]), () => false));
    }
    if (!seen) unseen.push(`${name}: ${what}`);
  }
  assert.deepEqual(unseen, []);
});

test("the queries are those that the folder has", () => {
  const files = readdirSync(join(root, "core/pack/sql")).filter((name) => name.endsWith(".sql"));
  assert.deepEqual(files.map((name) => name.replace(".sql", "")).sort(), [...QUERIES].sort());
  assert.ok(ANSWERS.every((name) => QUERIES.includes(name)));
});
