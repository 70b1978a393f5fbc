import type { CatalogStatus } from "../shared/api.js";

// How the catalog's prices are written in a language; without one, in the browser's.
export function moneyFormat(
  { currency, minorDigits }: CatalogStatus, language?: string,
): (amount_minor: number) => string {
  const format = new Intl.NumberFormat(language, {
    style: "currency", currency, minimumFractionDigits: minorDigits, maximumFractionDigits: minorDigits,
  });
  return (amount_minor) => format.format(amount_minor / 10 ** minorDigits);
}
