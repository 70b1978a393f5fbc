-- Customers of each week, Monday to Sunday (UTC), who ordered something that the catalog has; `week_ms`
-- is its first midnight. Lines are counted in batches of whole weeks (pack/counts/batches.h):
-- settings.until_ms is where the last of them ends.
SELECT week_ms, count(*) AS customers
FROM (
  SELECT DISTINCT l.customer, l.time_ms - (l.time_ms - 345600000) % 604800000 AS week_ms
  FROM order_lines l
  JOIN catalog_ids c ON c.id = l.id
  WHERE coalesce(l.quantity, 1) > 0 AND l.time_ms IS NOT NULL
) attended
GROUP BY week_ms
