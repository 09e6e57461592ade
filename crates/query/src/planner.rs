//! The state of one plan in the making: which tables are joined, under which names, and in which order.

use schema::Entity;

use crate::context::Context;
use crate::expr::Expr;
use crate::path::Place;
use crate::sql::Sql;

/// The column by which records are known.
pub(crate) const KEY: &str = "id";

/// One statement being planned.
pub(crate) struct Planner<'a> {
    pub context: Context<'a>,
    /// Whether moments in UTC differ from times in the site's zone.
    pub zoned: bool,
    /// Each joined entity, and the table that it hangs on by keys and dots: the base, or an explicit join.
    pub tables: Vec<(&'a Entity, usize)>,
    base: &'a Entity,
    /// Names given to explicit joins.
    pub aliases: Vec<(String, Place)>,
    /// Keys and one-to-one joins followed already: from which table, by which name, to which table.
    pub followed: Vec<(usize, &'a str, usize)>,
    /// The joins in order, each beginning with a blank.
    pub joins: Vec<Sql>,
    /// The explicit join being planned: joins that hang on it are part of it.
    pub open: Option<(usize, Vec<Sql>)>,
    /// What explicit joins demand of the rows as a whole.
    pub excluded: Vec<Sql>,
    /// Whether explicit joins only ask whether there is a partner.
    pub asks: bool,
    /// How many tables stand in subqueries, for their aliases.
    pub nested: usize,
    pub grouping: Grouping,
    /// Whether every row is looked at anyway, as when they are counted: then long lists are collected after all.
    pub counts: bool,
    /// Whether the conditions leave so few rows of the base that each may be looked at.
    pub narrowed: bool,
    /// Whether a page is read in the order of the keys: an index of what is left out would only have it sorted again.
    pub keyed: bool,
    /// The field of the base along which the page is read, where conditions on others are to be tested on the way.
    pub along: Option<String>,
    /// Values for which rows are asked one by one whether a record that holds them points there.
    pub one_by_one: Vec<i64>,
    /// The keys of the only rows of the base that are asked for; none where they are not known beforehand. Subqueries
    /// about the base look at these alone, where they would collect whole groups otherwise.
    pub only: Vec<i64>,
    /// Whether what is being written decides which rows there are, and in which order, rather than what is told of them.
    pub sorts_out: bool,
}

/// How a query groups its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grouping {
    /// Whether rows are grouped, or all taken together by an aggregate.
    pub on: bool,
    pub by: Vec<Expr>,
    /// Tables of which every group holds one row, because their key is grouped by.
    pub single: Vec<usize>,
    /// Fields outside aggregates stand for one row of the group while this is set.
    pub pick: bool,
}

impl<'a> Planner<'a> {
    /// A plan over an entity; it is the table 0.
    pub fn new(context: &Context<'a>, entity: &'a Entity) -> Planner<'a> {
        Planner {
            context: *context,
            zoned: context.clock.zone != jiff::tz::TimeZone::UTC,
            tables: vec![(entity, 0)],
            base: entity,
            aliases: Vec::new(),
            followed: Vec::new(),
            joins: Vec::new(),
            open: None,
            excluded: Vec::new(),
            asks: false,
            nested: 0,
            grouping: Grouping::default(),
            counts: false,
            narrowed: false,
            keyed: false,
            along: None,
            one_by_one: Vec::new(),
            only: Vec::new(),
            sorts_out: false,
        }
    }

    /// The entity of a table.
    pub fn entity(&self, table: usize) -> &'a Entity {
        self.tables.get(table).map_or(self.base, |(entity, _)| entity)
    }

    /// What the table hangs on by keys and dots.
    pub fn root_of(&self, table: usize) -> usize {
        self.tables.get(table).map_or(0, |(_, root)| *root)
    }

    /// Puts a join where it belongs: into the explicit join that is being planned, when it hangs on that.
    pub fn place_join(&mut self, root: usize, sql: Sql) {
        match &mut self.open {
            Some((open, inner)) if *open == root => inner.push(sql),
            _ => self.joins.push(sql),
        }
    }

    /// An alias for a table in a subquery.
    pub fn nested_alias(&mut self) -> String {
        self.nested += 1;
        format!("s{}", self.nested)
    }
}
