// Makes build/shop/: everything the demo shop's server hands out. Needs the package `hearth` built, and
// shop.hpack and samples.json from build/native/data (HEARTH_DEMO_DIR names another folder). HEARTH_SHOP_NAME is the
// name of another shop; without samples.json it has no sample household.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const demo = resolve(process.env.HEARTH_DEMO_DIR ?? join(here, "../build/native/data"));
const out = resolve(process.env.HEARTH_SHOP_DIR ?? join(here, "../build/shop"));
const name = process.env.HEARTH_SHOP_NAME;
const package_file = (name) => fileURLToPath(import.meta.resolve(`hearth/${name}`));

const copies = [
  [package_file("worker.js"), "hearth-worker.js"],
  [package_file("hearth.wasm"), "hearth.wasm"],
  [package_file("hearth.words"), "hearth.words"],
  [package_file("import-worker.js"), "import-worker.js"],
  [package_file("import.wasm"), "import.wasm"],
  [join(demo, "shop.hpack"), "shop.hpack"],
  ...(name === undefined ? [[join(demo, "samples.json"), "samples.json"]] : []),
];

const missing = copies.map(([from]) => from).filter((from) => !existsSync(from));
if (missing.length > 0) {
  console.error(`missing: ${missing.join(", ")}\nBuild the package and the demo's data first (see the README).`);
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [from, to] of copies) copyFileSync(from, join(out, to));
const page = readFileSync(join(here, "shop/index.html"), "utf8");
const escaped = (name ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
writeFileSync(join(out, "index.html"), name === undefined ? page : page.replaceAll(/Wren &(amp;)? Willow/g, () => escaped));
if (name !== undefined) {
  writeFileSync(join(out, "samples.json"), JSON.stringify({ asOf: 0, name: "", members: [], unsigned: [], running: [] }));
}

await build({
  entryPoints: { shop: join(here, "shop/main.ts") },
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  ...(name !== undefined && { define: { __SHOP_NAME__: JSON.stringify(name) } }),
  legalComments: "none",
  logLevel: "warning",
});
await build({
  entryPoints: [join(here, "shop/shop.css")],
  outfile: join(out, "shop.css"),
  minify: true,
  target: ["chrome123", "firefox120", "safari17.5"],
  logLevel: "warning",
});
