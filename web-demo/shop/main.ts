// Opens the shop. Every visitor's browser asks for the same files, whoever shops and whatever they did
// before; afterwards it asks for nothing.
import { open } from "hearth";
import { App } from "./app.ts";
import { chosenShopper, fetchShoppers, importHistory } from "./shoppers.ts";

async function start(root: HTMLElement): Promise<void> {
  const shoppers = await fetchShoppers(Date.now());
  const shopper = chosenShopper(shoppers);
  const hearth = await open({
    shop: "wren-willow",
    pack: "shop.hpack",
    wasm: "hearth.wasm",
    worker: "hearth-worker.js",
    household: shopper.household,
    storage: "indexeddb",
  });
  await importHistory(hearth, shopper);
  const [categories, status] = await Promise.all([hearth.catalog.categories(), hearth.status()]);
  root.replaceChildren();
  await new App(root, { hearth, shopper, shoppers, categories, status }).start();
}

const root = document.getElementById("shop");
if (root) {
  start(root).catch((error: unknown) => {
    const message = document.createElement("main");
    message.className = "opening";
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.textContent = `The shop could not be opened: ${error instanceof Error ? error.message : String(error)}`;
    message.append(text);
    root.replaceChildren(message);
  });
}
