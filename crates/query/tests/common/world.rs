//! The entities and rows of the tests' world.

use query::Dialect;
use schema::{Actor, Catalog, Computed, Entity, Field, FieldType, ListFormat, OptionSource, Rule, Value, Verb};

const KINDS: OptionSource = OptionSource::Fixed(&[
    ("Individual", "Individual", "Individual"),
    ("Organization", "Organization", "Organization"),
]);
const GENDERS: OptionSource =
    OptionSource::Fixed(&[("1", "Female", "Female"), ("2", "Male", "Male"), ("3", "Other", "Other")]);
const WAYS: OptionSource =
    OptionSource::Fixed(&[("1", "Phone", "Phone"), ("2", "Email", "E-mail"), ("3", "Post", "Post")]);
const PLACES: OptionSource = OptionSource::Fixed(&[("1", "Home", "Home"), ("2", "Work", "Work")]);

fn int(name: &'static str) -> Field {
    Field::new(name, FieldType::Int)
}
fn text(name: &'static str) -> Field {
    Field::new(name, FieldType::Text { max: 255 })
}
fn flag(name: &'static str) -> Field {
    Field::new(name, FieldType::Bool).not_null()
}
fn date(name: &'static str) -> Field {
    Field::new(name, FieldType::Date)
}

/// Everybody is seen with `view all`, otherwise only oneself.
fn people(actor: &Actor, _: Verb) -> Rule {
    match actor.may("view all") {
        true => Rule::Everything,
        false => Rule::Is("id".into(), actor.contact_id.map_or(Value::Int(0), Value::Int)),
    }
}

fn person() -> Entity {
    let fields = vec![
        int("id").not_null(),
        text("kind").options(KINDS).not_null(),
        text("name"),
        text("nick").only_for("kind", "Individual"),
        text("legal_name").only_for("kind", "Organization"),
        int("gender_id").options(GENDERS),
        date("birth_date").only_for("kind", "Individual"),
        text("ways").options(WAYS).list(ListFormat::Bookend),
        int("boss_id").references("Person"),
        flag("is_deleted"),
        flag("is_dead"),
        text("api_key").any_permission(&["see keys"]),
        text("hash").secret(),
        Field::new("created", FieldType::Timestamp),
        text("code"),
    ];
    Entity::new("Person", "person", fields)
        .unique("code", &["code"])
        .index("deleted_nick", &["is_deleted", "nick"])
        .one_to_one("email_primary", "Email", "person_id", "is_primary", "email")
        .with(int("email_primary").computed(Computed::Joined))
        .with(int("age_years").computed(Computed::AgeInYears("birth_date")))
        .with(int("next_birthday").computed(Computed::DaysToAnniversary("birth_date")))
        .with(int("groups").filter(&["IN", "NOT IN"]))
        .policy(people)
        .door_all("get", &[])
}

fn open(name: &'static str, table: &'static str, fields: Vec<Field>) -> Entity {
    Entity::new(name, table, fields).door_all("get", &[])
}

/// All entities.
pub fn catalog() -> Catalog {
    let person = person();
    let organization = person.preset("Organization", "kind", "Organization");
    let email = open(
        "Email",
        "email",
        vec![
            int("id").not_null(),
            int("person_id").belongs_to("Person").guards(),
            int("place_id").options(PLACES),
            text("email"),
            flag("is_primary"),
        ],
    );
    let countries = OptionSource::table("Country", "name").abbr("code").name("code").source();
    let address = open(
        "Address",
        "address",
        vec![
            int("id").not_null(),
            int("person_id").belongs_to("Person").guards(),
            text("city"),
            int("country_id").references("Country").options(countries),
        ],
    );
    let country = open("Country", "country", vec![int("id").not_null(), text("name"), text("code")]);
    let group = open("Group", "grp", vec![int("id").not_null(), text("title"), text("tags").list(ListFormat::Json)]);
    let bridge = open(
        "GroupPerson",
        "group_person",
        vec![
            int("id").not_null(),
            int("person_id").belongs_to("Person").guards(),
            int("group_id").belongs_to("Group"),
            text("status"),
        ],
    )
    .bridge("person_id", "group_id");
    let gift = open(
        "Gift",
        "gift",
        vec![
            int("id").not_null(),
            int("person_id").belongs_to("Person").guards().not_null(),
            Field::new("amount", FieldType::Int).money(),
            Field::new("rate", FieldType::Float),
            Field::new("received", FieldType::DateTime),
            flag("is_test"),
            text("source"),
        ],
    );
    let note = open(
        "Note",
        "note",
        vec![
            int("id").not_null(),
            text("entity_table"),
            int("entity_id").references_by("entity_table").guards(),
            Field::new("body", FieldType::Int).long_text(),
        ],
    );
    let ledger = Entity::new("Ledger", "ledger", vec![int("id").not_null(), int("person_id").references("Person")]);
    Catalog::new([person, organization, email, address, country, group, bridge, gift, note, ledger], 1)
}

fn sql_type(dialect: Dialect, field: &Field) -> &'static str {
    match (dialect, field.list.is_some(), field.ty) {
        (_, true, _) => "TEXT",
        (Dialect::Sqlite, _, FieldType::Int | FieldType::Bool | FieldType::Money { .. }) => "INTEGER",
        (Dialect::Sqlite, _, FieldType::Float) => "REAL",
        (Dialect::Sqlite, ..) => "TEXT",
        (Dialect::Postgres, _, FieldType::Int) => "bigint",
        (Dialect::Postgres, _, FieldType::Bool) => "smallint",
        (Dialect::Postgres, _, FieldType::Float) => "double precision",
        (Dialect::Postgres, _, FieldType::Money { .. }) => "numeric(20,2)",
        (Dialect::Postgres, _, FieldType::Date) => "date",
        (Dialect::Postgres, _, FieldType::DateTime | FieldType::Timestamp) => "timestamp(0)",
        (Dialect::Postgres, ..) => "text",
    }
}

/// The tables and their rows.
pub fn tables(catalog: &Catalog, dialect: Dialect) -> Vec<String> {
    let mut sql = Vec::new();
    for entity in catalog.entities().filter(|e| e.preset.is_none()) {
        let columns: Vec<String> = entity
            .columns()
            .map(|f| {
                let key = if f.name == "id" { " PRIMARY KEY" } else { "" };
                format!("\"{}\" {}{key}", f.column(), sql_type(dialect, f))
            })
            .collect();
        sql.push(format!("CREATE TABLE \"{}\" ({})", entity.table, columns.join(", ")));
    }
    sql.extend(ROWS.iter().map(|row| match dialect {
        Dialect::Sqlite => row.replace("€", "*100").replace("^", "'||char(1)||'"),
        Dialect::Postgres => row.replace("€", "").replace("^", "'||chr(1)||'"),
    }));
    sql
}

/// `€` stands for the scale of money, `^` for the separator of lists.
const ROWS: &[&str] = &[
    "INSERT INTO person VALUES
    (1,'Individual','Ada','Countess',NULL,1,'1990-06-15','^1^2^',4,0,0,'k1','h','2024-05-15 08:00:00','A'),
    (2,'Individual','bo','',NULL,2,'1815-12-10','^2^',NULL,0,1,NULL,'h','2024-05-14 22:30:00','B'),
    (3,'Individual','Cy',NULL,NULL,NULL,NULL,NULL,4,0,0,NULL,'h','2024-01-01 00:00:00','C'),
    (4,'Organization','Zoë & Co',NULL,'Legal Co',NULL,NULL,NULL,NULL,0,0,NULL,'h','2023-12-31 23:30:00','D'),
    (5,'Individual','Ed','x',NULL,3,'2000-02-29','^3^',NULL,1,0,NULL,'h',NULL,'E')",
    "INSERT INTO email VALUES (1,1,1,'ada@example.org',1),(2,1,2,'work@example.org',0),(3,2,1,'bo@example.org',1),
    (4,NULL,1,'nobody@example.org',1)",
    "INSERT INTO country VALUES (1,'France','FR'),(2,'Germany','DE')",
    "INSERT INTO address VALUES (1,1,'London',NULL),(2,2,'Lyon',1),(3,3,'Berlin',2)",
    "INSERT INTO grp VALUES (1,'Friends','[\"a\",\"b\"]'),(2,'Foes','{\"x\":{\"y\":[1,2]}}')",
    "INSERT INTO group_person VALUES (1,1,1,'Added'),(2,2,1,'Removed'),(3,2,2,'Added')",
    "INSERT INTO gift VALUES (1,1,10€,0.5,'2024-01-01 00:00:00',0,'web'),(2,1,30€,1.5,'2024-02-01 12:00:00',0,'web'),
    (3,2,5€,NULL,'2024-02-01 23:59:59',0,'Post'),(4,3,12.5€,2.675,'2024-05-15 12:00:00',1,NULL)",
    "INSERT INTO note VALUES (1,'person',1,'about Ada'),(2,'person',2,'about Bo'),(3,'grp',1,'about friends'),
    (4,'note',2,'about a note'),(5,'nowhere',1,'lost')",
    "INSERT INTO ledger VALUES (1,1)",
];
