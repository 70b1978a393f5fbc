-- Items that give away a sensitive topic by what they are bought with (pack/counts/reveals.h, which says
-- why). Tier 3 is `never`, tier 2 `own_screen`; weaker topics give nothing away.
WITH item_topics AS (
  SELECT c.item, c.topic, t.tier
  FROM catalog_items c
  JOIN topics t ON t.topic = c.topic
  WHERE t.tier >= 2
),
basket_topics AS (
  SELECT b.customer, b.order_id, t.topic, count(*) AS items
  FROM basket_items b
  JOIN item_topics t ON t.item = b.item
  GROUP BY b.customer, b.order_id, t.topic
),
-- How many items of a topic, but for the item itself, were in a customer's orders that hold it.
bought AS (
  SELECT
    b.customer,
    b.item,
    t.topic,
    CAST(sum(CASE WHEN i.topic = t.topic THEN t.items - 1 ELSE t.items END) AS BIGINT) AS items
  FROM basket_items b
  JOIN basket_topics t ON t.customer = b.customer AND t.order_id = b.order_id
  LEFT JOIN item_topics i ON i.item = b.item
  GROUP BY b.customer, b.item, t.topic
),
-- A customer's vote for a topic, of 65536.
shares AS (
  SELECT
    b.customer,
    b.item,
    b.topic,
    CAST((65536 * b.items - 65536 * b.items % c.others) / c.others AS BIGINT) AS vote
  FROM bought b
  JOIN customer_items c ON c.customer = b.customer AND c.item = b.item
  WHERE b.items > 0
),
votes AS (
  SELECT item, topic, CAST(sum(vote) AS BIGINT) AS votes, count(*) AS customers
  FROM shares
  GROUP BY item, topic
),
named AS (
  SELECT v.item, v.topic, v.votes, t.tier
  FROM votes v
  JOIN topics t ON t.topic = v.topic
  CROSS JOIN settings s
  WHERE v.customers >= s.k
),
voters AS (
  SELECT item, count(*) AS customers
  FROM customer_items
  WHERE others > 0
  GROUP BY item
),
item_lines AS (
  SELECT item, CAST(sum(orders) AS BIGINT) AS lines
  FROM customer_items
  GROUP BY item
),
all_lines AS (
  SELECT CAST(sum(lines) AS BIGINT) AS lines FROM item_lines
),
tiers AS (
  SELECT DISTINCT tier FROM topics WHERE tier >= 2
),
tier_lines AS (
  SELECT r.tier, CAST(sum(l.lines) AS BIGINT) AS lines
  FROM tiers r
  JOIN item_topics t ON t.tier >= r.tier
  JOIN item_lines l ON l.item = t.item
  GROUP BY r.tier
),
tier_votes AS (
  SELECT v.item, r.tier, CAST(sum(v.votes) AS BIGINT) AS votes
  FROM votes v
  JOIN topics t ON t.topic = v.topic
  JOIN tiers r ON r.tier <= t.tier
  GROUP BY v.item, r.tier
),
-- Whether it is mostly bought with topics of that tier or a stronger one, itself being weaker, and
-- at three times the odds of any other line.
mostly AS (
  SELECT v.item, v.tier
  FROM (
    SELECT
      v.item,
      v.tier,
      v.votes,
      65536 * n.customers - v.votes AS other_votes,
      l.lines AS topic_lines,
      a.lines - i.lines - l.lines AS other_lines
    FROM tier_votes v
    JOIN voters n ON n.item = v.item
    JOIN item_lines i ON i.item = v.item
    JOIN tier_lines l ON l.tier = v.tier
    CROSS JOIN all_lines a
  ) v
  LEFT JOIN item_topics t ON t.item = v.item
  WHERE
    coalesce(t.tier, 0) < v.tier
    AND v.votes > v.other_votes
    AND CAST(v.votes AS DECIMAL(18, 0)) * CAST(v.other_lines AS DECIMAL(18, 0))
      >= CAST(3 * v.other_votes AS DECIMAL(18, 0)) * CAST(v.topic_lines AS DECIMAL(18, 0))
),
-- The strongest tier first; in it the topic with most of the votes, of equal ones the first.
candidates AS (
  SELECT
    m.item,
    n.topic,
    row_number() OVER (PARTITION BY m.item ORDER BY m.tier DESC, n.votes DESC, n.topic) AS place
  FROM mostly m
  JOIN named n ON n.item = m.item AND n.tier >= m.tier
)
SELECT i.id, t.name AS topic
FROM candidates c
JOIN catalog_items i ON i.item = c.item
JOIN topics t ON t.topic = c.topic
WHERE c.place = 1
