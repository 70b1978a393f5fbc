-- What may be in a pair: frequent items of orders with two items or more. `part`: which part of the
-- pairs an item begins (pair_counts.sql).
SELECT b.customer, b.order_id, b.item, b.item % s.parts AS part
FROM basket_items b
JOIN frequent_items f ON f.item = b.item
CROSS JOIN settings s
WHERE b.items > 1
