-- Customers of each week, Monday to Sunday (UTC), that has any; `week_ms` is its first midnight. Lines
-- are counted in batches of whole weeks (pack/counts/batches.h): settings.until_ms is where the last
-- of them ends.
SELECT week_ms, count(*) AS customers
FROM (
  SELECT DISTINCT customer, time_ms - (time_ms - 345600000) % 604800000 AS week_ms
  FROM order_lines
  WHERE coalesce(quantity, 1) > 0
) attended
GROUP BY week_ms
