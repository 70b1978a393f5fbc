// Makes build/shop/: everything the demo shop's server hands out. Needs the package `hearth` built, and
// shop.hpack and samples.json from build/native/data (HEARTH_DEMO_DIR names another folder).
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const demo = resolve(process.env.HEARTH_DEMO_DIR ?? join(here, "../build/native/data"));
const out = resolve(process.env.HEARTH_SHOP_DIR ?? join(here, "../build/shop"));
const package_file = (name) => fileURLToPath(import.meta.resolve(`hearth/${name}`));

const copies = [
  [join(here, "shop/index.html"), "index.html"],
  [package_file("worker.js"), "hearth-worker.js"],
  [package_file("hearth.wasm"), "hearth.wasm"],
  [package_file("hearth.words"), "hearth.words"],
  [join(demo, "shop.hpack"), "shop.hpack"],
  [join(demo, "samples.json"), "samples.json"],
];

const missing = copies.map(([from]) => from).filter((from) => !existsSync(from));
if (missing.length > 0) {
  console.error(`missing: ${missing.join(", ")}\nBuild the package and the demo's data first (see the README).`);
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [from, name] of copies) copyFileSync(from, join(out, name));

await build({
  entryPoints: { shop: join(here, "shop/main.ts") },
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
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
