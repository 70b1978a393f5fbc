-- The numbers of each item, every one with at least k customers behind it; else 0.
-- A median is the lower one: of n sorted values the one at which twice its rank first reaches n.
WITH counted AS (
  SELECT
    c.item,
    sum(CASE WHEN c.last_ms >= t.as_of_ms - 2592000000 THEN 1 ELSE 0 END) AS recent_customers,
    sum(CASE WHEN c.orders > 1 THEN 1 ELSE 0 END) AS repeaters
  FROM customer_items c
  CROSS JOIN as_of t
  GROUP BY c.item
),
-- The day on which its k-th customer had bought it.
first_days AS (
  SELECT item, first_day, count(*) AS customers
  FROM (SELECT item, first_ms - first_ms % 86400000 AS first_day FROM customer_items) f
  GROUP BY item, first_day
),
reached AS (
  SELECT item, first_day, sum(customers) OVER (PARTITION BY item ORDER BY first_day) AS customers
  FROM first_days
),
since AS (
  SELECT r.item, min(r.first_day) AS first_day
  FROM reached r
  CROSS JOIN settings s
  WHERE r.customers >= s.k
  GROUP BY r.item
),
-- The days between two days of buying it, of customers who bought it on two days or more.
bought AS (
  SELECT DISTINCT b.customer, b.item, b.time_ms - b.time_ms % 86400000 AS day_ms
  FROM basket_items b
  JOIN customer_items c ON c.customer = b.customer AND c.item = b.item
  WHERE c.orders > 1 AND c.first_ms - c.first_ms % 86400000 < c.last_ms - c.last_ms % 86400000
),
gaps AS (
  SELECT
    customer,
    item,
    day_ms - lag(day_ms) OVER (PARTITION BY customer, item ORDER BY day_ms) AS gap_ms
  FROM bought
),
ranked AS (
  SELECT
    item,
    gap_ms,
    row_number() OVER (PARTITION BY customer, item ORDER BY gap_ms) AS gap_rank,
    count(*) OVER (PARTITION BY customer, item) AS gap_count
  FROM gaps
  WHERE gap_ms IS NOT NULL
),
-- Of each customer the median, of these the median.
customer_gaps AS (
  SELECT item, gap_ms, count(*) AS customers
  FROM ranked
  WHERE 2 * gap_rank = gap_count OR 2 * gap_rank = gap_count + 1
  GROUP BY item, gap_ms
),
summed AS (
  SELECT
    item,
    gap_ms,
    sum(customers) OVER (PARTITION BY item ORDER BY gap_ms) AS customers,
    sum(customers) OVER (PARTITION BY item) AS item_customers
  FROM customer_gaps
),
item_gaps AS (
  SELECT g.item, min(g.gap_ms) AS gap_ms
  FROM summed g
  CROSS JOIN settings s
  WHERE g.item_customers >= s.k AND 2 * g.customers >= g.item_customers
  GROUP BY g.item
)
SELECT
  f.id,
  f.customers,
  CAST(CASE WHEN n.recent_customers >= s.k THEN n.recent_customers ELSE 0 END AS BIGINT)
    AS recent_customers,
  CAST(CASE WHEN n.repeaters >= s.k THEN n.repeaters ELSE 0 END AS BIGINT) AS repeaters,
  CAST(coalesce(g.gap_ms, 0) / 86400000 AS BIGINT) AS gap_days,
  -- The Monday of that day's week, from 2000 on: the day itself would be one customer's.
  CAST(
    greatest(d.first_day - (d.first_day - 345600000) % 604800000, 946684800000) / 86400000 AS BIGINT
  ) AS since_day
FROM frequent_items f
JOIN counted n ON n.item = f.item
JOIN since d ON d.item = f.item
LEFT JOIN item_gaps g ON g.item = f.item
CROSS JOIN settings s
