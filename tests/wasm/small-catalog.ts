// Four items, as a small shop would send them (core/catalog/catalog_json.cc).
const categories = ["Kitchen > Cups", "Kitchen > Plates", "Garden > Pots", "Garden > Lights"];

export const SMALL_CATALOG = JSON.stringify({
  shop: "small",
  currency: "GBP",
  items: categories.map((product_type, i) => ({
    id: `A${i + 1}`,
    title: `Item ${i + 1}`,
    price: 2.5 + i,
    product_type,
  })),
});
