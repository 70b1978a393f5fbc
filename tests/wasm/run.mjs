// Bundles each *.test.ts and runs them all with node --test. The built module comes from the CMake
// preset `wasm`, or from HEARTH_WASM_DIR. Arguments are names of tests, without ".test.ts".
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { numberOf } from "../numbers.mjs";
import { runTests } from "../run.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const built = resolve(process.env.HEARTH_WASM_DIR ?? join(root, "build/wasm/wasm"));
const out = join(root, "build/tests-wasm");

if (!existsSync(join(built, "hearth.wasm"))) {
  console.error(`${built}/hearth.wasm is missing: run cmake --preset wasm && cmake --build --preset wasm`);
  process.exit(1);
}
const asked = process.argv.slice(2);
const tests = readdirSync(here)
  .filter((name) => name.endsWith(".test.ts"))
  .filter((name) => asked.length === 0 || asked.includes(name.replace(".test.ts", "")));

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: tests.map((name) => join(here, name)),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
  alias: { "engine-glue": join(built, "hearth.mjs"), "import-glue": join(built, "import.mjs"), "hearth": join(root, "wasm/src/index.ts") },
  define: {
    FAULT_TRACES: JSON.stringify(numberOf("fault_traces")),
    TAMPER_EVERY: JSON.stringify(numberOf("tamper_every")),
    HEARTH_WASM: JSON.stringify(join(built, "hearth.wasm")),
    IMPORT_WASM: JSON.stringify(join(built, "import.wasm")),
  },
});
// Node 18 has WebCrypto, but not under its global name.
const global_crypto = Number(process.versions.node.split(".")[0]) < 20 ? ["--experimental-global-webcrypto"] : [];
process.exit(runTests(
  "node", tests.map((name) => join(out, name.replace(/\.ts$/, ".mjs"))), [...global_crypto, "--enable-source-maps"],
));
