// Serves build/shop: node web-demo/serve.mjs [port] [folder]. A plain server of files, held in memory:
// it has no code that could tell one shopper from another.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".wasm": "application/wasm",
  ".hpack": "application/octet-stream",
};

// On every file, the worker's script too: its own answer decides what the worker may do.
const HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data:",
    "connect-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-DNS-Prefetch-Control": "off",
};

// The workers, of the engine and of imports, are handed all their bytes: they may ask for nothing at all.
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

function readFiles(folder) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
  return new Map(readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    return [`/${name}`, { bytes, type, etag, small: brotliCompressSync(bytes, quality) }];
  }));
}

// No file has its content's hash in its name, so every load asks again, and is told "not modified".
function answer(files, request, response) {
  const path = (request.url ?? "/").split("?")[0];
  const file = files.get(path === "/" ? "/index.html" : path);
  if (!file) return response.writeHead(404, { ...HEADERS, "Content-Type": "text/plain" }).end("not found\n");
  if (request.method !== "GET" && request.method !== "HEAD") return response.writeHead(405, { ...HEADERS, Allow: "GET, HEAD" }).end();
  const headers = { ...HEADERS, "Content-Type": file.type, "ETag": file.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding" };
  if (path === "/hearth-worker.js" || path === "/import-worker.js") headers["Content-Security-Policy"] = WORKER_POLICY;
  if (request.headers["if-none-match"] === file.etag) return response.writeHead(304, headers).end();
  const packed = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
  const body = packed ? file.small : file.bytes;
  response.writeHead(200, { ...headers, ...(packed && { "Content-Encoding": "br" }), "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

// `onRequest` is told of each request before it is answered. Port 0: any free one. Resolves when ready.
export function serve({ folder, port = 8080, onRequest = () => {} }) {
  const files = readFiles(folder);
  const server = createServer((request, response) => {
    onRequest({ method: request.method, url: request.url, headers: request.headers });
    answer(files, request, response);
  });
  return new Promise((ready, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => ready({
      address: `http://localhost:${server.address().port}`,
      close: () => new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
    }));
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv[2] ?? 8080);
  const folder = resolve(process.argv[3] ?? join(dirname(fileURLToPath(import.meta.url)), "../build/shop"));
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    console.error("usage: node web-demo/serve.mjs [port] [folder]");
    process.exit(2);
  }
  if (!existsSync(join(folder, "index.html"))) {
    console.error(`${folder} holds no shop: build it first (see the README).`);
    process.exit(1);
  }
  try {
    const { address } = await serve({ folder, port });
    console.log(`The demo shop is open at ${address} (Ctrl+C closes it)`);
  } catch (error) {
    console.error(error.code === "EADDRINUSE"
      ? `Port ${port} is taken. Try another: node web-demo/serve.mjs ${port + 1}`
      : `The server could not start: ${error.message}`);
    process.exit(1);
  }
}
