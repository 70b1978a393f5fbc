-- One row, counted last: customers are rounded down to a multiple of 10, fewer than k to 0; the
-- lengths of the other answers, so that no part of them is missed. What is counted in batches is as of
-- the end of the last one, whether anybody ordered on its last day or not.
SELECT
  s.k,
  CASE
    WHEN t.as_of_ms > 0 AND s.until_ms < 7258118400000 THEN s.until_ms
    ELSE t.as_of_ms
  END AS as_of_ms,
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
