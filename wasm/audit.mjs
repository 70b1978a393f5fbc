// Reads what was built, and fails when a worker could reach a network or build code from text, when a
// module imports something that imports.allowed.txt does not name, or when a part of the download is over
// its budget. `--write` prints the modules' imports, for a new list.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

// Gzipped. What a part is made of, and what it may take.
const PARTS = {
  "module": { files: ["worker.js", "hearth.wasm"], budget: 163_840 },
  "words of sensitive topics": { files: ["hearth.words"], budget: 40 * 1024 },
  "import of histories": { files: ["import-worker.js", "import.wasm"], budget: 60 * 1024 },
};
const FORBIDDEN = [
  /\bfetch\b/, /XMLHttpRequest/, /WebSocket/, /EventSource/, /WebTransport/,
  /RTCPeerConnection/, /sendBeacon/, /importScripts/, /\beval\s*\(/, /\bnew\s+Function\b/,
  /(?<!WebAssembly\.)\bFunction\s*\(/, /\bimport\s*\(/, /https?:\/\//,
];

const here = dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(join(here, name));
const textOf = (name) => read(`dist/${name}`).toString().replace(/\n\/\/# sourceMappingURL=.*\s*$/, "");
const importsOf = (name) => WebAssembly.Module.imports(new WebAssembly.Module(read(`dist/${name}`)))
  .map(({ module, name, kind }) => `${kind} ${module}.${name}`)
  .sort();
const workers = ["worker.js", "import-worker.js"];
const modules = ["hearth.wasm", "import.wasm"];
const imports = [...new Set(modules.flatMap(importsOf))].sort();

if (process.argv.includes("--write")) {
  console.log(imports.join("\n"));
  process.exit(0);
}

const allowed = new Set(
  read("imports.allowed.txt").toString().split("\n").filter((line) => line && !line.startsWith("#")),
);
const faults = [
  ...workers.flatMap((name) => FORBIDDEN.filter((pattern) => pattern.test(textOf(name))).map((each) => `${name} contains ${each}`)),
  ...modules.flatMap((name) => importsOf(name).filter((each) => !allowed.has(each)).map((each) => `${name} imports ${each}`)),
];
const lines = [];
for (const [part, { files, budget }] of Object.entries(PARTS)) {
  const sizes = files.map((name) => gzipSync(read(`dist/${name}`)).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const summands = files.length > 1 ? `${files.map((name, i) => `${name} ${sizes[i]}`).join(" + ")} = ` : "";
  lines.push(`audit: ${part}, gzipped: ${summands}${total} bytes (budget ${budget})`);
  if (total > budget) faults.push(`${part}: gzipped ${total} bytes, budget ${budget}`);
}

for (const fault of faults) console.error(`audit: ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(`audit: no network in ${workers.join(" and ")}, ${imports.length} imports, all allowed`);
for (const line of lines) console.log(line);
