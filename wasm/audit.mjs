// Reads what was built, and fails when the worker could reach a network or build code from text, when
// the module imports something that imports.allowed.txt does not name, or when the download is over
// its budget. `--write` prints the module's imports, for a new list.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 157 * 1024; // worker.js and hearth.wasm, gzipped
const FORBIDDEN = [
  /\bfetch\b/, /XMLHttpRequest/, /WebSocket/, /EventSource/, /WebTransport/,
  /RTCPeerConnection/, /sendBeacon/, /importScripts/, /\beval\s*\(/, /\bnew\s+Function\b/,
  /(?<!WebAssembly\.)\bFunction\s*\(/, /\bimport\s*\(/, /https?:\/\//,
];

const here = dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(join(here, name));
const worker = read("dist/worker.js");
const module = read("dist/hearth.wasm");
const text = worker.toString().replace(/\n\/\/# sourceMappingURL=.*\s*$/, "");
const imports = WebAssembly.Module.imports(new WebAssembly.Module(module))
  .map(({ module, name, kind }) => `${kind} ${module}.${name}`)
  .sort();

if (process.argv.includes("--write")) {
  console.log(imports.join("\n"));
  process.exit(0);
}

const allowed = new Set(
  read("imports.allowed.txt").toString().split("\n").filter((line) => line && !line.startsWith("#")),
);
const faults = [
  ...FORBIDDEN.filter((pattern) => pattern.test(text)).map((each) => `worker.js contains ${each}`),
  ...imports.filter((each) => !allowed.has(each)).map((each) => `hearth.wasm imports ${each}`),
];
const sizes = { "worker.js": gzipSync(worker).length, "hearth.wasm": gzipSync(module).length };
const total = sizes["worker.js"] + sizes["hearth.wasm"];
if (total > BUDGET_BYTES) faults.push(`gzipped ${total} bytes, budget ${BUDGET_BYTES}`);

for (const fault of faults) console.error(`audit: ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(
  `audit: no network in worker.js, ${imports.length} imports, all allowed; gzipped ` +
    `worker.js ${sizes["worker.js"]} + hearth.wasm ${sizes["hearth.wasm"]} = ${total} bytes ` +
    `(budget ${BUDGET_BYTES})`,
);
