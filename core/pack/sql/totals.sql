-- One row, counted last: customers are rounded down to a multiple of 10, fewer than k to 0; the
-- lengths of the other answers, so that no part of them is missed.
SELECT
  s.k,
  t.as_of_ms,
  CASE WHEN c.customers >= s.k THEN c.customers - c.customers % 10 ELSE 0 END AS customers,
  i.items,
  p.pairs,
  r.reveals
FROM (SELECT count(DISTINCT customer) AS customers FROM customer_items) c
CROSS JOIN settings s
CROSS JOIN as_of t
CROSS JOIN (SELECT count(*) AS items FROM item_counts) i
CROSS JOIN (SELECT count(*) AS pairs FROM pair_counts) p
CROSS JOIN (SELECT count(*) AS reveals FROM reveals) r
