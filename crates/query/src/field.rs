//! Fields in SQL: columns, and those computed from columns.

use std::sync::{Arc, OnceLock};

use schema::{Computed, FieldType, Kind, OptionItem, OptionList, OptionSource, Value};

use crate::path::{FieldRef, Found, Miss, alias};
use crate::planner::{KEY, Planner};
use crate::sql::{Sql, column, fold_sql, quoted};
use crate::ty::{Ty, Typed, keyed};
use crate::{Decode, Dialect};

/// The suffixes that stand for attributes of options.
const SUFFIXES: [&str; 8] = ["name", "label", "description", "abbr", "icon", "color", "grouping", "url"];

impl<'a> Planner<'a> {
    pub fn dialect(&self) -> Dialect {
        self.context.dialect
    }

    /// The field as an expression; in a grouped query that of one row of the group.
    pub fn field_sql(&mut self, path: &str, found: FieldRef<'a>) -> Found<Typed<'a>> {
        let typed = self.plain_field(path, found)?;
        let single = !self.grouping.pick || self.grouping.single.contains(&found.table);
        Ok(if single { typed } else { self.one_of_group(typed) })
    }

    /// The same value for every row of a group: the least. Texts go by their bytes, alike on both databases.
    pub fn one_of_group(&self, mut typed: Typed<'a>) -> Typed<'a> {
        typed.sql = match (self.dialect(), typed.ty) {
            (_, Ty::Null) => typed.sql,
            (Dialect::Postgres, Ty::Text | Ty::Time) => Sql::fill("MIN(({0}) COLLATE \"C\")", &[&typed.sql]),
            _ => Sql::fill("MIN({0})", &[&typed.sql]),
        };
        typed
    }

    fn plain_field(&mut self, path: &str, found: FieldRef<'a>) -> Found<Typed<'a>> {
        let field = found.field;
        if field.is_column() {
            let mut typed = Typed::new(column(&alias(found.table), field.column()), Ty::of(field));
            typed.field = Some(found);
            typed.list = field.list;
            typed.utc = self.zoned && field.ty == FieldType::Timestamp;
            return Ok(typed);
        }
        let unknown = || Miss::Unknown(path.to_owned());
        match field.computed.as_ref().filter(|_| field.kind == Kind::Extra).ok_or_else(unknown)? {
            Computed::Joined => {
                let join = found.entity.virtual_join(&field.name).ok_or_else(unknown)?;
                let place = self.follow_virtual(found.table, path, join)?;
                Ok(Typed { field: Some(found), ..Typed::new(column(&alias(place.table), KEY), Ty::Int) })
            }
            computed => {
                let sought = match self.linked(found, computed) {
                    None => self.computed(found, computed),
                    linked => linked,
                };
                let (sql, ty) = sought.ok_or_else(unknown)?;
                let utc = self.zoned && field.ty == FieldType::Timestamp;
                Ok(Typed { field: Some(found), list: field.list, utc, ..Typed::new(sql, ty) })
            }
        }
    }

    fn computed(&self, found: FieldRef<'a>, computed: &Computed) -> Option<(Sql, Ty)> {
        let own = |name: &str| {
            let field = found.entity.field(name)?;
            let sql = column(&alias(found.table), field.column());
            let utc = self.zoned && field.ty == FieldType::Timestamp;
            Some(Typed { utc, ..Typed::new(sql, Ty::of(field)) }.local())
        };
        let today = Sql::bound(Value::Date(self.context.clock.today()));
        match computed {
            Computed::AgeInYears(name) => {
                let from = self.moment(&own(name)?);
                let now = self.moment(&Typed::new(today, Ty::Date));
                Some((Sql::fill("(ruche_months({0}, {1}) / 12)", &[&from, &now]), Ty::Int))
            }
            Computed::DaysToAnniversary(name) => {
                let from = self.day(&own(name)?);
                Some((self.days_to_anniversary(&from), Ty::Int))
            }
            Computed::Current { start, end, active } => {
                let (start, end) = (self.day(&own(start)?), self.day(&own(end)?));
                let condition = Sql::fill(
                    "CASE WHEN {2} = 1 AND ({0} IS NULL OR {0} <= {3}) AND ({1} IS NULL OR {1} >= {3}) \
                     THEN 1 ELSE 0 END",
                    &[&start, &end, &own(active)?.sql, &today],
                );
                Some((condition, Ty::Bool))
            }
            Computed::Stale { since, minutes, of } => {
                let clock = self.context.clock;
                let before = clock.to_utc(clock.now) - jiff::SignedDuration::from_mins(*minutes);
                let condition = Sql::fill(
                    "CASE WHEN {1} IS NOT NULL AND ({0} IS NULL OR {0} < {2}) THEN 1 ELSE 0 END",
                    &[
                        &column(&alias(found.table), found.entity.field(since)?.column()),
                        &own(of)?.sql,
                        &Sql::bound(Value::DateTime(before)),
                    ],
                );
                Some((condition, Ty::Bool))
            }
            Computed::IsCurrentDomain => {
                let here = Sql::bound(Value::Int(self.context.lookup.domain_id()));
                Some((Sql::fill("CASE WHEN {0} = {1} THEN 1 ELSE 0 END", &[&own("id")?.sql, &here]), Ty::Bool))
            }
            _ => None,
        }
    }

    /// The options of a field: those it declares, or yes and no.
    pub fn options(&self, found: FieldRef<'a>) -> Option<Arc<OptionList>> {
        let listed = self.context.lookup.options(found.entity, found.field);
        listed.or_else(|| (found.field.ty == FieldType::Bool).then(yes_and_no))
    }

    /// How the text of a field's option is sorted by: its rank among the folded texts, or its row's own text.
    pub fn option_order(&mut self, typed: Typed<'a>, found: FieldRef<'a>, suffix: &str) -> Typed<'a> {
        if let Some(text) = self.option_column(&typed, found, suffix) {
            return Typed::new(fold_sql(self.dialect(), &text), Ty::Text);
        }
        let Some(options) = self.options(found) else { return Typed::new(Sql::raw("NULL"), Ty::Int) };
        let mut ranked: Vec<(String, &OptionItem)> = options
            .items
            .iter()
            .filter_map(|item| Some((schema::fold::fold(item.attribute(suffix)?).into_owned(), item)))
            .collect();
        ranked.sort_by(|a, b| a.0.cmp(&b.0));
        let ranks: Vec<(Value, Value)> = ranked
            .iter()
            .enumerate()
            .map(|(rank, (_, item))| (item.id.clone(), Value::Int(i64::try_from(rank).unwrap_or(i64::MAX))))
            .collect();
        Typed::new(case_of(&typed, &ranks), Ty::Int)
    }

    /// The text of a field's option, to be compared or worked with in SQL.
    pub fn option_text(&mut self, typed: Typed<'a>, found: FieldRef<'a>, suffix: &str) -> Typed<'a> {
        let text = self.option_column(&typed, found, suffix);
        let sql = text.unwrap_or_else(|| match self.options(found) {
            Some(options) => {
                let texts = options
                    .items
                    .iter()
                    .filter_map(|item| Some((item.id.clone(), Value::Text(item.attribute(suffix)?.to_owned()))));
                case_of(&typed, &texts.collect::<Vec<_>>())
            }
            None => Sql::raw("NULL"),
        });
        Typed::new(sql, Ty::Text)
    }

    /// The text of an option that is a row of another entity, read from there: such lists may be long.
    fn option_column(&mut self, typed: &Typed<'a>, found: FieldRef<'a>, suffix: &str) -> Option<Sql> {
        let Some(OptionSource::Table(source)) = &found.field.options else { return None };
        let name = match suffix {
            "label" => Some(&source.label),
            "name" => source.name.as_ref(),
            "abbr" => source.abbr.as_ref(),
            "description" => source.description.as_ref(),
            _ => None,
        }?;
        let entity = self.context.catalog.entity(&source.entity)?;
        let nested = self.nested_alias();
        let (key, text) = (entity.field(&source.key)?, entity.field(name)?);
        let mut sql = Sql::fill("(SELECT {0} FROM ", &[&column(&nested, text.column())]);
        sql.push(&format!("{} AS {nested} WHERE ", quoted(&entity.table)));
        let own = Typed::new(column(&nested, key.column()), Ty::of(key));
        // A list of keys is kept as text: PostgreSQL compares it with texts alone.
        let own = if typed.ty == Ty::Text { crate::ty::text(self.dialect(), &own) } else { own.sql };
        sql.append(&Sql::fill("{0} = {1})", &[&own, &typed.sql]));
        Some(sql)
    }

    /// How the values of a field become JSON.
    pub fn decode(&self, found: FieldRef<'a>) -> Decode {
        let field = found.field;
        let single = match field.ty {
            FieldType::Int => Decode::Int,
            FieldType::Bool => Decode::Bool,
            FieldType::Float => Decode::Float,
            FieldType::Money { scale } => Decode::Money { scale },
            FieldType::Text { .. } | FieldType::LongText => Decode::Text,
            FieldType::Date => Decode::Date,
            FieldType::Timestamp if self.zoned => Decode::Timestamp,
            FieldType::DateTime | FieldType::Timestamp => Decode::DateTime,
        };
        match field.list {
            Some(format) => Decode::List { format, element: Box::new(single) },
            None => single,
        }
    }

    /// How the values of a field become the text behind a suffix; null where there is no such text.
    pub fn decode_suffix(&self, found: FieldRef<'a>, suffix: &str) -> Decode {
        let known = SUFFIXES.contains(&suffix);
        match self.options(found).filter(|_| known) {
            Some(options) => Decode::Option { options, suffix: suffix.to_owned(), value: Box::new(self.decode(found)) },
            None => Decode::Null,
        }
    }

    /// The least or greatest of texts in people's order, in SQL that both databases agree on.
    pub fn extreme_text(&self, function: &str, text: &Sql) -> Sql {
        let keyed = keyed(self.dialect(), text);
        Sql::fill("ruche_part({1}({0}), 2)", &[&keyed, &Sql::raw(function)])
    }
}

fn case_of(typed: &Typed<'_>, pairs: &[(Value, Value)]) -> Sql {
    let mut cases = Sql::default();
    for (key, value) in pairs {
        let key = match (key, typed.ty) {
            // Option groups keep numbers as texts, and the other way round.
            (key, Ty::Int | Ty::Bool) => key.as_int().map(Value::Int),
            (Value::Int(n), Ty::Text) => Some(Value::Text(n.to_string())),
            (key, _) => Some(key.clone()),
        };
        let Some(key) = key else { continue };
        let pair = Sql::fill(" WHEN {0} THEN {1}", &[&Sql::bound(key), &Sql::bound(value.clone())]);
        cases.append(&pair);
    }
    match cases.text.is_empty() {
        true => Sql::raw("NULL"),
        false => Sql::fill("CASE {0}{1} END", &[&typed.sql, &cases]),
    }
}

/// The options of a yes-or-no field.
pub(crate) fn yes_and_no() -> Arc<OptionList> {
    static LIST: OnceLock<Arc<OptionList>> = OnceLock::new();
    let item = |id: bool, text: &str| OptionItem {
        id: Value::Bool(id),
        name: text.to_owned(),
        label: text.to_owned(),
        is_active: true,
        ..OptionItem::default()
    };
    LIST.get_or_init(|| Arc::new(OptionList::new(vec![item(true, "Yes"), item(false, "No")]))).clone()
}
