// The shop's addresses, all behind the hash: no server is asked for a page.
export type Route =
  | { readonly page: "home" }
  | { readonly page: "departments" }
  | { readonly page: "category"; readonly path: string }
  | { readonly page: "item"; readonly sku: string }
  | { readonly page: "search"; readonly query: string }
  | { readonly page: "basket" }
  | { readonly page: "buy_again" }
  | { readonly page: "thanks" }
  | { readonly page: "household" }
  | { readonly page: "missing" };

export const HOME = "#/";
export const DEPARTMENTS = "#/departments";
export const BASKET = "#/basket";
export const BUY_AGAIN = "#/buy-again";
export const THANKS = "#/thanks";
export const HOUSEHOLD = "#/household";
export const categoryLink = (path: string): string => `#/category/${encodeURIComponent(path)}`;
export const itemLink = (sku: string): string => `#/item/${encodeURIComponent(sku)}`;
export const searchLink = (query: string): string => `#/search/${encodeURIComponent(query)}`;

const PLAIN: Readonly<Record<string, Route>> = {
  "": { page: "home" },
  "departments": { page: "departments" },
  "basket": { page: "basket" },
  "buy-again": { page: "buy_again" },
  "thanks": { page: "thanks" },
  "household": { page: "household" },
  "search": { page: "search", query: "" },
};

// Whether the address itself says what somebody looked at or for.
export const tells = (route: Route): boolean =>
  "sku" in route || "path" in route || route.page === "missing" || ("query" in route && route.query !== "");

export function routeOf(hash: string): Route {
  const [name = "", rest = ""] = hash.replace(/^#\/?/, "").split("/", 2);
  const value = decode(rest);
  if (value === null) return { page: "missing" };
  if (value === "") return PLAIN[name] ?? { page: "missing" };
  if (name === "category") return { page: "category", path: value };
  if (name === "item") return { page: "item", sku: value };
  if (name === "search") return { page: "search", query: value };
  return { page: "missing" };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
