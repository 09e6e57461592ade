//! The order of rows: stable on every page, and the same on both databases.

use crate::error::PlanError;
use crate::expr::Expr;
use crate::path::{Found, Miss, alias, split_suffix};
use crate::planner::{KEY, Planner};
use crate::request::GetRequest;
use crate::sql::{Sql, column};
use crate::ty::{Ty, Typed};

impl<'a> Planner<'a> {
    /// What is asked for, and the key at the end, in the direction of what comes before it, so that an index over both
    /// serves either direction.
    pub fn order_clause(&mut self, request: &GetRequest, selected: &[(&str, &Expr)]) -> Found<Option<Sql>> {
        let mut keys = Vec::with_capacity(request.order_by.len() + 1);
        let mut descending = false;
        let mut by_key = false;
        for (key, direction) in &request.order_by {
            descending = match direction.as_str() {
                "ASC" => false,
                "DESC" => true,
                _ => {
                    let message = format!("Invalid sort direction. Cannot order by {key} {direction}");
                    return Err(Miss::Wrong(PlanError::Invalid(message)));
                }
            };
            by_key |= key == KEY;
            let typed = self.ordered_by(key, selected)?;
            // What is null for every row orders nothing, and PostgreSQL refuses to be told so.
            if typed.sql.text != "NULL" {
                keys.push(self.sort_key(&typed, descending));
            }
        }
        if !by_key {
            keys.extend(self.tie_break(descending));
        }
        Ok((!keys.is_empty()).then(|| Sql::fill(" ORDER BY {0}", &[&Sql::join(&keys, ", ")])))
    }

    fn ordered_by(&mut self, key: &str, selected: &[(&str, &Expr)]) -> Found<Typed<'a>> {
        let named = selected.iter().find(|(name, _)| *name == key);
        let expr = match named {
            Some((_, expr)) => (*expr).clone(),
            None => Expr::parse(key)?,
        };
        let Expr::Field(path) = &expr else { return Ok(self.grouped_expr(&expr)?.local()) };
        let (plain, suffix) = split_suffix(path);
        let typed = self.grouped_expr(&Expr::Field(plain.to_owned())).map_err(|miss| miss.about(path))?;
        let Some(suffix) = suffix else {
            // Order in UTC is order.
            return Ok(typed);
        };
        let found = self.field_at(plain)?;
        let read_from_rows = matches!(found.field.options, Some(schema::OptionSource::Table(_)));
        if !(read_from_rows && self.grouping.on && !self.grouping.single.contains(&found.table)) {
            // A text there is folded already.
            return Ok(Typed::new(self.option_order(typed, found, suffix).sql, Ty::Int));
        }
        // The text is read for each row, and the least of them stands for the group: an aggregate cannot be looked up.
        let row = self.field_sql(plain, found)?;
        let order = self.option_order(row, found, suffix);
        Ok(Typed::new(self.one_of_group(order).sql, Ty::Int))
    }

    fn tie_break(&self, descending: bool) -> Option<Sql> {
        self.entity(0).field(KEY)?;
        let key = column(&alias(0), KEY);
        let key = match (self.grouping.on, self.grouping.by.is_empty()) {
            (true, true) => return None,
            (true, false) if !self.grouping.single.contains(&0) => Sql::fill("MIN({0})", &[&key]),
            _ => key,
        };
        Some(if descending { Sql::fill("{0} DESC", &[&key]) } else { key })
    }
}
