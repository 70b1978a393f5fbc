// Makes samples.json, the household that the demo shop lets a visitor try: the shoppers named in
// data/household.json, out of the held-out histories that `hearth pack` wrote. One file for everybody.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const native = join(here, "../build/native");
const data = join(native, "data");
const RUNNING_GAP_MINUTES = 2;

const household = JSON.parse(readFileSync(join(here, "data/household.json"), "utf8"));
const lines = readFileSync(join(data, "held_out.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));

// What `hearth` answers to `requests`, each an object.
function ask(requests) {
  const file = join(data, "samples_requests.jsonl");
  writeFileSync(file, requests.map((request) => JSON.stringify(request)).join("\n"));
  const answers = execFileSync(join(native, "hearth"),
    ["replay", "--pack", join(data, "shop.hpack"), "--requests", file], { encoding: "utf8", maxBuffer: 1 << 28 });
  return answers.trim().split("\n").map((line) => JSON.parse(line).ok);
}

const [status, list] = ask([{ op: "status" }, { op: "catalog.list", limit: 10000 }]);
const carried = new Set(list.items.map((item) => item.sku));

// A shopper's purchases, one list an order; in it one event an item.
function ordersOf(customer) {
  const by_order = new Map();
  for (const { customer: whose, order, time, sku, quantity, priceMinor } of lines) {
    if (whose !== customer || !carried.has(sku)) continue;
    const events = by_order.get(order) ?? [];
    by_order.set(order, events);
    if (events.some((each) => each.sku === sku)) continue;
    events.push({ type: "buy", sku, time, quantity: Math.min(quantity, 65535), priceMinor });
  }
  return [...by_order.values()];
}

// Those bought in most orders.
function usualItems(orders, count) {
  const times = new Map();
  for (const { sku } of orders.flat()) times.set(sku, (times.get(sku) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, count).map(([sku]) => sku);
}

const members = [];
const unsigned = [];
const running = [];
for (const { name, customer, colour, kind, unsigned: { daysAgo, at, items }, running: looks = 0 } of household.members) {
  const orders = ordersOf(customer);
  if (orders.length < 3) throw new Error(`${name} has no history among the held-out shoppers`);
  const last = orders.pop();
  unsigned.push({ daysAgo, at, events: last.slice(0, items).map(({ time: _time, ...event }) => event) });
  // Visits are numbered through the household.
  const first = 1 + members.reduce((sum, each) => sum + each.visits, 0);
  members.push({
    name, colour, kind, visits: orders.length,
    events: orders.flatMap((events, i) => events.map((event) => ({ ...event, session: first + i }))),
  });
  usualItems(orders, looks).forEach((sku, i) =>
    running.push({ minutesAgo: RUNNING_GAP_MINUTES * (looks - i), event: { type: "view", sku } }));
}
writeFileSync(join(data, "samples.json"), JSON.stringify({
  asOf: status.catalog.asOf,
  name: household.name,
  members: members.map(({ visits: _visits, ...member }) => member),
  unsigned,
  running,
}));
