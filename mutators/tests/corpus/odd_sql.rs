//! SQL in every clause that a mutator asks about, right and almost right, one text a line. Parsed, never compiled.

fn choices(db: &Db) {
    db.execute("SELECT a FROM t");
    db.execute("SELECT DISTINCT a FROM t");
    db.execute("SELECT DISTINCT ON (a) a, b FROM t");
    db.execute("SELECT ALL a FROM t");
    db.execute("SELECT a FROM t GROUP BY a");
    db.execute("SELECT a FROM t GROUP BY ALL");
    db.execute("SELECT SUM(a) FROM t");
    db.execute("SELECT 1 + MAX(a) AS m FROM t");
    db.execute("SELECT SUM(a) OVER (PARTITION BY b) FROM t");
    db.execute("SELECT a FROM t UNION SELECT a FROM u");
    db.execute("SELECT a FROM t UNION ALL SELECT a FROM u UNION SELECT a FROM v");
    db.execute("SELECT a FROM t UNION DISTINCT SELECT a FROM u");
    db.execute("SELECT a FROM t INTERSECT SELECT a FROM u EXCEPT SELECT a FROM v");
    db.execute("SELECT a FROM t UNION (SELECT a FROM u UNION SELECT a FROM v)");
}

fn joins(db: &Db) {
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t INNER JOIN u USING (k)");
    db.execute("SELECT t.a FROM t LEFT JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t LEFT OUTER JOIN u ON t.k = u.k AND u.x > 3");
    db.execute("SELECT t.a FROM t RIGHT JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t RIGHT OUTER JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t FULL OUTER JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t SEMI JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t ANTI JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t LEFT SEMI JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t LEFT ANTI JOIN u ON t.k = u.k");
    db.execute("SELECT t.a FROM t CROSS JOIN u");
    db.execute("SELECT t.a FROM t NATURAL JOIN u");
    db.execute("SELECT t.a FROM t, u WHERE t.k = u.k");
    db.execute("SELECT t.a FROM t, u WHERE t.k = u.k AND t.x > 3");
    db.execute("SELECT t.a FROM t, u WHERE (t.k = u.k) OR t.x > 3");
    db.execute("SELECT t.a FROM t, u WHERE t.x > 3 AND (t.k = u.k AND u.y < 4)");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE u.x > 3");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE t.x > 3");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE u.x BETWEEN 1 AND 2");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE u.x LIKE 'a%'");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE u.x IN (1, 2)");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE u.x IS NOT NULL");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE u.x IS NULL");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE u.x > 3 OR t.y < 4");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k WHERE 3 < u.x");
    db.execute("SELECT t.a FROM t JOIN u AS w ON t.k = w.k WHERE w.x > 3");
    db.execute("SELECT t.a FROM t JOIN (SELECT k, x FROM u) AS w ON t.k = w.k WHERE w.x > 3");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k JOIN v ON u.l = v.l");
    db.execute("SELECT t.a FROM t JOIN u ON t.k = u.k LEFT JOIN v ON u.l = v.l");
    db.execute("SELECT o.a FROM customer JOIN orders ON c_key = o_key WHERE o_date < 3");
    db.execute("SELECT o.a FROM customer JOIN orders ON c_key = o_key WHERE c_name = 'x'");
    db.execute("SELECT o.a FROM orders JOIN others ON o_key = p_key WHERE o_date < 3");
}

fn groups(db: &Db) {
    db.execute("SELECT a, b, SUM(x) FROM t GROUP BY a, b");
    db.execute("SELECT a, SUM(x) FROM t GROUP BY a");
    db.execute("SELECT id, city, day, SUM(x) FROM t GROUP BY id, city, day");
    db.execute("SELECT t.order_id, t.city AS c, t.o_orderkey, SUM(x) FROM t GROUP BY t.order_id, t.city, t.o_orderkey");
    db.execute("SELECT a, b, c, d, SUM(x) FROM t GROUP BY a, b, c, d");
    db.execute("SELECT a, b, c, SUM(x) FROM t GROUP BY a, b, c");
    db.execute("SELECT YEAR(day) AS y, b, SUM(x) FROM t GROUP BY y, b");
    db.execute("SELECT YEAR(day), b, SUM(x) FROM t GROUP BY YEAR(day), b");
    db.execute("SELECT a, b, SUM(x) FROM t GROUP BY 1, 2");
    db.execute("SELECT a + 1, b FROM t GROUP BY a, b");
    db.execute("SELECT * FROM t GROUP BY a, b");
    db.execute("SELECT t.* FROM t GROUP BY a, b");
    db.execute("SELECT a, b, SUM(x) FROM t GROUP BY ROLLUP (a, b), c");
    db.execute("SELECT a, b, SUM(x) FROM t GROUP BY CUBE (a, b), c");
    db.execute("SELECT a, b, SUM(x) FROM t GROUP BY GROUPING SETS ((a), (b)), c");
    db.execute("SELECT SUM(x) FROM t GROUP BY a, b HAVING SUM(x) > 3 AND a < 4");
    db.execute("SELECT b FROM t GROUP BY b HAVING COUNT(*) > 1");
}

fn functions(db: &Db) {
    db.execute("SELECT SUM(a), sum(DISTINCT a), Sum(ALL a), AVG(a), avg(DISTINCT a) FROM t");
    db.execute("SELECT MIN(a), MAX(a), FIRST(a), LAST(a), FIRST_VALUE(a) OVER (ORDER BY b), LAST_VALUE(a) OVER (ORDER BY b) FROM t");
    db.execute("SELECT MEDIAN(a), STDDEV(a), VARIANCE(a), LAG(a) OVER (ORDER BY b), LEAD(a, 2) OVER (ORDER BY b) FROM t");
    db.execute("SELECT RANK() OVER (ORDER BY a), DENSE_RANK() OVER (ORDER BY a DESC), ROW_NUMBER() OVER (PARTITION BY b ORDER BY a, c DESC) FROM t");
    db.execute("SELECT COUNT(*), COUNT(a), COUNT(DISTINCT a), COUNT(ALL a), COUNT(DISTINCT a, b), COUNT(a) OVER (PARTITION BY b) FROM t");
    db.execute("SELECT main.SUM(a), OTHER(a), current_date FROM t");
    db.execute("SELECT COALESCE(a, 0), IFNULL(a, 1), NVL(a, b), ISNULL(a, 'x'), COALESCE(a), coalesce(a, b, c), NULLIF(a, 0) FROM t");
}

fn conditions(db: &Db) {
    db.execute("SELECT a FROM t WHERE a = 1");
    db.execute("SELECT a FROM t WHERE a <> 1");
    db.execute("SELECT a FROM t WHERE a != 'x'");
    db.execute("SELECT a FROM t WHERE a < 1");
    db.execute("SELECT a FROM t WHERE a <= 1");
    db.execute("SELECT a FROM t WHERE a > 1");
    db.execute("SELECT a FROM t WHERE a >= 1");
    db.execute("SELECT a FROM t WHERE a = b");
    db.execute("SELECT a FROM t WHERE a < b");
    db.execute("SELECT a FROM t WHERE (a) = (b)");
    db.execute("SELECT a FROM t WHERE a <=> b");
    db.execute("SELECT a FROM t WHERE 1 < a");
    db.execute("SELECT a FROM t WHERE NOT a > 1");
    db.execute("SELECT a FROM t WHERE a > 1 AND b > 2");
    db.execute("SELECT a FROM t WHERE a > 1 OR b > 2");
    db.execute("SELECT a FROM t WHERE a > 1 AND b > 2 AND c > 3");
    db.execute("SELECT a FROM t WHERE a > 1 OR b > 2 OR c > 3");
    db.execute("SELECT a FROM t WHERE a > 1 AND (b > 2 OR c > 3)");
    db.execute("SELECT a FROM t WHERE (a > 1 OR b > 2) AND c > 3");
    db.execute("SELECT a FROM t WHERE a BETWEEN 1 AND 5");
    db.execute("SELECT a FROM t WHERE a NOT BETWEEN 1 AND 5");
    db.execute("SELECT a FROM t WHERE a BETWEEN 1 AND 5 OR b > 2");
    db.execute("SELECT a FROM t WHERE a + 1 BETWEEN 1 AND 5");
    db.execute("SELECT a FROM t WHERE a LIKE 'x%'");
    db.execute("SELECT a FROM t WHERE a LIKE '%x'");
    db.execute("SELECT a FROM t WHERE a LIKE '%x%'");
    db.execute("SELECT a FROM t WHERE a LIKE 'x'");
    db.execute("SELECT a FROM t WHERE a LIKE '%'");
    db.execute("SELECT a FROM t WHERE a LIKE '%%'");
    db.execute("SELECT a FROM t WHERE a NOT LIKE 'x%'");
    db.execute("SELECT a FROM t WHERE a ILIKE '%x'");
    db.execute("SELECT a FROM t WHERE a LIKE b");
    db.execute("SELECT a FROM t WHERE a IS NULL");
    db.execute("SELECT a FROM t WHERE a IS NOT NULL AND b IS NULL");
    db.execute("SELECT a FROM t WHERE a IN (1, 2)");
    db.execute("SELECT a FROM t WHERE a IN (SELECT a FROM u)");
    db.execute("SELECT a FROM t WHERE a NOT IN (SELECT a FROM u WHERE b > 1)");
    db.execute("SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k)");
    db.execute("SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.x < 3)");
    db.execute("SELECT t.a FROM t LEFT JOIN u ON t.k = u.k WHERE u.x < 3 AND 4 > t.y AND u.z LIKE 'a%' AND u.w IN (1)");
    db.execute("SELECT t.a FROM t FULL JOIN u ON t.k = u.k WHERE u.x BETWEEN 1 AND 3");
    db.execute("SELECT t.a FROM t LEFT JOIN u ON t.k = u.k GROUP BY t.a HAVING t.a > 3 AND SUM(u.x) > 1");
    db.execute("SELECT a FROM t WHERE a = \"b\"");
    db.execute("SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END AS c FROM t");
}

fn values(db: &Db) {
    db.execute("SELECT a + b, a - b, a * b, a / b, a % b FROM t");
    db.execute("SELECT a + 0, a - 0, a * 1, a / 1, a + 1, a * 2, a || 'x' FROM t");
    db.execute("SELECT a * (1 - b), (a + b) * c FROM t");
    db.execute("SELECT day + INTERVAL '1' DAY, day - INTERVAL '90 days', day + INTERVAL '1 month', INTERVAL '1' DAY + day FROM t");
    db.execute("SELECT DATE '2024-02-29', TIMESTAMP '2024-12-31 10:00:00', DATE 'never', '2023-02-28', '2024-01-01T00:00', '2024-13-01', '2024-04-31', '20240101', 'a' FROM t");
    db.execute("SELECT 0, 1, 1.0, 0.99, 1e3, 9, .5, 100 FROM t");
    db.execute("SELECT a FROM t WHERE day < DATE '2000-03-01' AND day > DATE '1900-03-01' AND day <> DATE '2004-02-28'");
    db.execute("SELECT a FROM t WHERE day >= DATE '2021-06-30' AND day < DATE '2021-07-01' AND day <> DATE '2021-11-30' AND day <> DATE '2021-09-30' AND day <> DATE '2021-04-30' AND day <> DATE '2021-01-31'");
    db.execute("SELECT a FROM t ORDER BY a LIMIT 10");
    db.execute("SELECT a FROM t ORDER BY a DESC, b ASC, c NULLS FIRST LIMIT 10 OFFSET 5");
    db.execute("SELECT a FROM t ORDER BY 2, 1 LIMIT 0");
    db.execute("SELECT a FROM t ORDER BY a + 1 OFFSET 0 ROWS FETCH FIRST 3 ROWS ONLY");
    db.execute("SELECT a FROM t FETCH FIRST 30 PERCENT ROWS ONLY");
    db.execute("SELECT a FROM t LIMIT ALL");
    db.execute("SELECT a FROM t LIMIT n");
    db.execute("SELECT a FROM (SELECT a FROM t ORDER BY b LIMIT 3) AS s LIMIT 1");
    db.execute("SELECT a FROM t ORDER BY ALL");
    db.execute("UPDATE t SET a = 1 WHERE b > 2");
    db.execute("UPDATE t SET a = 1");
    db.execute("DELETE FROM t WHERE b > 2 AND c IS NULL");
    db.execute("INSERT INTO t SELECT a FROM u WHERE b > 2");
    db.execute("INSERT INTO t VALUES (1, 2)");
    db.execute("CREATE VIEW v AS SELECT a FROM t WHERE b > 2");
    db.execute("CREATE TABLE v AS SELECT a FROM t WHERE b > 2");
    db.execute("CREATE TABLE v (a INT DEFAULT 3)");
    db.execute("DROP TABLE v");
    db.execute("WITH w AS (SELECT a FROM t WHERE b > 2) SELECT a FROM w WHERE a < 3");
    db.execute("SELECT 1; SELECT a FROM t WHERE b > 2; DELETE FROM u WHERE a = 1");
    db.execute("SELECT a FROM t WHERE b > ? AND c < ?");
    db.execute("SELECT a FROM t WHERE b > $1 OR c < 3");
}

fn columns(db: &Db) {
    db.execute("SELECT price - cost, price * 2, SUM(price_net), ROUND(cost) FROM t WHERE price > 3 AND cost < 4");
    db.execute("SELECT t.price - u.cost, t.tax + 1, u.fee * 2 FROM t, u WHERE t.k = u.k");
    db.execute("SELECT UPPER(name), LOWER(title), TRIM(label) FROM t WHERE name LIKE 'a%' AND title = 'x' AND code ILIKE '%b'");
    db.execute("SELECT EXTRACT(YEAR FROM ordered), EXTRACT(DAY FROM shipped) FROM t WHERE ordered < DATE '2024-01-01' AND due BETWEEN DATE '2024-01-01' AND DATE '2024-02-01'");
    db.execute("SELECT a FROM t WHERE shipped > '2024-01-01' AND ordered > '2024-01-01 10:00' AND name > 'x' AND low < 1 + 2 AND high < (3)");
    db.execute("SELECT ordered + INTERVAL '1' DAY FROM t WHERE shipped > DATE '2024-01-01' + INTERVAL '1' DAY AND a > 1 + 1");
    db.execute("SELECT a - a, a - b FROM t GROUP BY a HAVING SUM(b) > 3 AND AVG(c) > 1");
}

fn dialects(db: &Db) {
    db.query_opt("SELECT a::int FROM t WHERE b > 1");
    db.query_drop("SELECT `a` FROM `t` WHERE b > 1 LIMIT 2, 3");
    db.query_arrow("SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY b) > 1");
    db.query_row("SELECT TOP 3 a FROM t WHERE [b] > 1");
    db.execute("SELECT TOP 3 a FROM t");
    db.execute("SELECT TOP (3) a FROM t");
    db.execute("SELECT TOP 30 PERCENT a FROM t");
    db.execute("SELECT * EXCLUDE (a) FROM t WHERE b > 1");
}
