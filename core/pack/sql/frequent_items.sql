-- Items with at least k distinct customers: the only ones of which anything is said.
SELECT i.item, c.id, i.customers
FROM (SELECT item, count(*) AS customers FROM customer_items GROUP BY item) i
JOIN catalog_items c ON c.item = i.item
CROSS JOIN settings s
WHERE i.customers >= s.k
