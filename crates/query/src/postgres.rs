//! The functions that planned SQL calls on PostgreSQL, in SQL. They give what those in `runtime.rs` give on SQLite.

/// Creates or replaces all of them; `ruche_fold` comes from `schema::fold`. Times in the site's zone follow the
/// session's `TimeZone`.
pub fn postgres_functions() -> String {
    FUNCTIONS.join("\n")
}

const FUNCTIONS: &[&str] = &[
    r#"CREATE OR REPLACE FUNCTION ruche_upper(x text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT upper(x COLLATE "und-x-icu") COLLATE "default" $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_lower(x text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(x COLLATE "und-x-icu") COLLATE "default" $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_part(x text, n int) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT parts[CASE WHEN n < 0 THEN cardinality(parts) + 1 + n ELSE n END]
FROM (SELECT string_to_array(x, chr(3)) AS parts) AS split $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_number(x text) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT COALESCE(substring(x FROM '^\s*([-+]?(?:[0-9]{1,200}[0-9]{0,100}(?:\.[0-9]*)?|\.[0-9]+))')::float8, 0) $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_moment(x text) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$ BEGIN
IF x ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$' THEN
RETURN date_trunc('second', x::timestamp); END IF;
RETURN NULL;
EXCEPTION WHEN data_exception THEN RETURN NULL; END $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_seconds(a timestamp, b timestamp) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT trunc(EXTRACT(EPOCH FROM b - a))::bigint $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_months(a timestamp, b timestamp) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT (EXTRACT(YEAR FROM b) * 12 + EXTRACT(MONTH FROM b) - EXTRACT(YEAR FROM a) * 12 - EXTRACT(MONTH FROM a))::bigint
+ CASE WHEN b >= a AND (EXTRACT(DAY FROM b), b::time) < (EXTRACT(DAY FROM a), a::time) THEN -1
WHEN b < a AND (EXTRACT(DAY FROM b), b::time) > (EXTRACT(DAY FROM a), a::time) THEN 1 ELSE 0 END $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_shift(x timestamp, months int, seconds bigint) RETURNS timestamp
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT CASE WHEN r >= '0001-01-01' AND r < '10000-01-01' THEN r END
FROM (SELECT x + make_interval(months => months) + make_interval(secs => seconds) AS r) AS moved $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_next_anniversary(x date, today date) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT CASE WHEN soon >= today THEN soon ELSE (x + make_interval(years => years + 1))::date END
FROM (SELECT years, (x + make_interval(years => years))::date AS soon
FROM (SELECT (EXTRACT(YEAR FROM today) - EXTRACT(YEAR FROM x))::int AS years) AS age) AS this_year $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_random(id bigint, seed int) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT ((b * b + a) % 2147483647)::float8 / 2147483647
FROM (SELECT a, (a * a + 16807) % 2147483647 AS b
FROM (SELECT (((id % 2147483647) * 48271 + seed::bigint * 7919 + 17) % 2147483647 + 2147483647) % 2147483647 AS a)
AS one) AS two $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_round(x float8, places int) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT round(x::numeric, places)::float8 $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_remainder(x float8, y float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT mod(x::numeric, NULLIF(y::numeric, 0))::float8 $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_json_extract(x text, path text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$ BEGIN
RETURN x::json #>> string_to_array(path, chr(1));
EXCEPTION WHEN data_exception THEN RETURN NULL; END $$;"#,
    r#"CREATE OR REPLACE FUNCTION ruche_local(x timestamp) RETURNS timestamp LANGUAGE sql STABLE STRICT PARALLEL SAFE
AS $$ SELECT x AT TIME ZONE 'UTC' AT TIME ZONE current_setting('TimeZone') $$;"#,
];
