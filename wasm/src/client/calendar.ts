// The calendar of where the shopper is. The core knows neither zones nor changes of the clocks: it speaks
// of days, and when one begins is known here.
import type { CalendarDate } from "../shared/api.js";

export function dateAt(time: number): CalendarDate {
  const at = new Date(time);
  return { year: at.getFullYear(), month: at.getMonth() + 1, day: at.getDate() };
}

export const beginningOf = ({ year, month, day }: CalendarDate): number => new Date(year, month - 1, day).getTime();
