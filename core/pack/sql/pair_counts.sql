-- Distinct customers with an order that holds both of two items, at least k of them. An item with
-- fewer customers than k is in no such pair, and is left out before anything is paired.
-- The pairs of all parts are the pairs: settings.parts = 1 and part = 0 counts them at once; where
-- memory or disk is short, parts 0 .. parts - 1 one after the other.
WITH together AS (
  SELECT DISTINCT x.customer, x.item AS item_a, y.item AS item_b
  FROM frequent_lines x
  JOIN settings s ON s.part = x.part
  JOIN frequent_lines y ON y.customer = x.customer AND y.order_id = x.order_id AND y.item > x.item
),
counted AS (
  SELECT item_a, item_b, count(*) AS customers
  FROM together
  GROUP BY item_a, item_b
)
SELECT a.id AS a, b.id AS b, c.customers
FROM counted c
JOIN frequent_items a ON a.item = c.item_a
JOIN frequent_items b ON b.item = c.item_b
CROSS JOIN settings s
WHERE c.customers >= s.k
