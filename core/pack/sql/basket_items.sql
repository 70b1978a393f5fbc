-- What one customer bought in one order, each item once (pack/counts/baskets.h): lines of items that the
-- catalog has, of whole batches of weeks (weeks.sql), without returns. The time of an order is that of its
-- first such line; the same order number of two customers is two orders.
SELECT
  customer,
  order_id,
  item,
  min(line_ms) OVER (PARTITION BY customer, order_id) AS time_ms,
  count(*) OVER (PARTITION BY customer, order_id) AS items
FROM (
  SELECT l.customer, l.order_id, c.item, min(l.time_ms) AS line_ms
  FROM order_lines l
  JOIN catalog_ids c ON c.id = l.id
  JOIN settings s ON l.time_ms < s.until_ms
  WHERE coalesce(l.quantity, 1) > 0
  GROUP BY l.customer, l.order_id, c.item
) bought
