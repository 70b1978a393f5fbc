// The name over the door: the demo shop's, or that of the shop whose files `make demo FEED=...` was given
// (build.mjs puts it in).
declare const __SHOP_NAME__: string | undefined;

const DEMO = "Wren & Willow";
export const SHOP_NAME: string = typeof __SHOP_NAME__ === "undefined" ? DEMO : __SHOP_NAME__;
export const IS_DEMO: boolean = SHOP_NAME === DEMO;
// For what the browser keeps of this shop.
export const SHOP_ID: string = IS_DEMO ? "wren-willow" : `own-${SHOP_NAME.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;

export const titled = (page: string): string => `${page} – ${SHOP_NAME}`;
