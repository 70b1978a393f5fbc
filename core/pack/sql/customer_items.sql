-- A customer's orders that hold an item: how many, the first, the last, and how many other items
-- were in them.
SELECT
  customer,
  item,
  count(*) AS orders,
  min(time_ms) AS first_ms,
  max(time_ms) AS last_ms,
  CAST(sum(items - 1) AS BIGINT) AS others
FROM basket_items
GROUP BY customer, item
