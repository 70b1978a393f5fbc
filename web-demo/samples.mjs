// Makes samples.json, the histories that the demo shop lets a visitor try: those of the shoppers named
// in data/household.json, out of the held-out histories that `hearth pack` wrote. One file for everybody.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const native = join(here, "../build/native");
const data = join(native, "data");

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

// A shopper's purchases as events: one visit an order, numbered from 1; one event an item and order.
function eventsOf(customer) {
  const purchases = lines.filter((line) => line.customer === customer && carried.has(line.sku));
  const orders = [...new Set(purchases.map((line) => line.order))];
  const seen = new Set();
  return purchases.flatMap(({ order, time, sku, quantity, priceMinor }) => {
    if (seen.has(`${order} ${sku}`)) return [];
    seen.add(`${order} ${sku}`);
    const session = orders.indexOf(order) + 1;
    return [{ type: "buy", sku, time, quantity: Math.min(quantity, 65535), priceMinor, session }];
  });
}

const members = household.members.map(({ name, customer }) => ({ name, events: eventsOf(customer) }));
for (const { name, events } of members) {
  if (events.length === 0) throw new Error(`${name} has no history among the held-out shoppers`);
}
writeFileSync(join(data, "samples.json"), JSON.stringify({ asOf: status.catalog.asOf, members }));
