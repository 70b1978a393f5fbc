// Serves folders on a free port of this machine, cross-origin isolated (fine clocks) and cacheable.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

// `roots`: [["/prefix/", folder], ...]; the first that fits is taken.
export async function serve(roots) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const root = roots.find(([prefix]) => path.startsWith(prefix));
    const headers = {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
      "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
      "Cache-Control": "max-age=3600, immutable",
    };
    try {
      const body = await readFile(join(root[1], path.slice(root[0].length)));
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
