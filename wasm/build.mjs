// Makes dist/: hearth.js (client and element), worker.js (engine host and glue), hearth.wasm, hearth.words, import-worker.js
// and import.wasm (what reads chosen histories), types/.
// Needs the CMake preset `wasm` built first, or HEARTH_WASM_DIR pointing at its output.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const built = resolve(process.env.HEARTH_WASM_DIR ?? join(here, "../build/wasm/wasm"));
const dist = join(here, "dist");

for (const name of ["hearth.mjs", "hearth.wasm", "hearth.words", "import.mjs", "import.wasm"]) {
  if (existsSync(join(built, name))) continue;
  console.error(`${join(built, name)} is missing: run cmake --preset wasm && cmake --build --preset wasm`);
  process.exit(1);
}
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const common = {
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "warning",
};

await build({ ...common, entryPoints: [join(here, "src/index.ts")], outfile: join(dist, "hearth.js") });

// esbuild drops no function that nobody calls within another one, as Emscripten's glue is: 2 KB of the download.
async function dropUnused(path) {
  const { code, map } = await minify(readFileSync(path, "utf8"), {
    module: true,
    ecma: 2020,
    compress: { passes: 3, pure_getters: true },
    sourceMap: { content: readFileSync(`${path}.map`, "utf8"), url: `${basename(path)}.map` },
  });
  writeFileSync(path, code);
  writeFileSync(`${path}.map`, map);
}

// The glue can load its own module. Ours never may: with these names defined away its loaders are
// dead code and are dropped, whatever the Emscripten release writes there. audit.mjs checks it.
const workers = [
  ["worker.js", "src/worker/main.ts", { "engine-glue": join(built, "hearth.mjs") }],
  ["import-worker.js", "src/importer/main.ts", { "import-glue": join(built, "import.mjs") }],
];
for (const [name, entry, alias] of workers) {
  await build({
    ...common,
    entryPoints: [join(here, entry)],
    outfile: join(dist, name),
    alias,
    define: {
      fetch: "undefined",
      XMLHttpRequest: "undefined",
      importScripts: "undefined",
      window: "undefined",
      document: "undefined",
      "WebAssembly.instantiateStreaming": "undefined",
    },
  });
  await dropUnused(join(dist, name));
}

for (const name of ["hearth.wasm", "hearth.words", "import.wasm"]) copyFileSync(join(built, name), join(dist, name));

const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
execFileSync(process.execPath, [tsc, "-p", join(here, "tsconfig.types.json")], { stdio: "inherit" });
