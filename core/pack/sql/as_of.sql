-- One row: the midnight (UTC) after the last order, before the year 2200; 0 without any order.
SELECT
  CASE
    WHEN last_ms IS NULL THEN 0
    ELSE least(last_ms - last_ms % 86400000 + 86400000, 7258118399999)
  END AS as_of_ms
FROM (SELECT max(last_ms) AS last_ms FROM customer_items) t
