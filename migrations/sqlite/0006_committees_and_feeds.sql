CREATE TABLE "ruche_terms" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "kind" TEXT NOT NULL DEFAULT 'terms',
  "version" INTEGER NOT NULL DEFAULT 0,
  "note" TEXT,
  "is_asked" INTEGER NOT NULL DEFAULT 1,
  "published_date" TEXT,
  "created_date" TEXT NOT NULL,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "ruche_terms_text" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "terms_id" INTEGER NOT NULL REFERENCES "ruche_terms"("id") ON DELETE CASCADE,
  "language" TEXT NOT NULL DEFAULT 'fr',
  "text" TEXT,
  "digest" TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE "ruche_terms_acceptance" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "terms_id" INTEGER NOT NULL REFERENCES "ruche_terms"("id") ON DELETE CASCADE,
  "text_id" INTEGER REFERENCES "ruche_terms_text"("id") ON DELETE SET NULL,
  "text_digest" TEXT,
  "accepted_date" TEXT NOT NULL,
  "source" TEXT,
  "proof" TEXT,
  "ip_address" TEXT,
  "recorded_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "ruche_directory" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "url" TEXT NOT NULL,
  "base" TEXT NOT NULL,
  "attribute" TEXT NOT NULL,
  "bind_name" TEXT NOT NULL DEFAULT '',
  "group_name" TEXT NOT NULL DEFAULT '',
  "authority" TEXT,
  "label" TEXT NOT NULL,
  "role_id" INTEGER REFERENCES "civicrm_role"("id") ON DELETE SET NULL,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "ruche_oauth_client" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "key" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "secret_digest" TEXT,
  "addresses" TEXT,
  "scope" TEXT NOT NULL,
  "is_trusted" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "created" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_oauth_grant" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "client_id" INTEGER NOT NULL REFERENCES "ruche_oauth_client"("id") ON DELETE CASCADE,
  "scope" TEXT NOT NULL,
  "created" TEXT NOT NULL,
  "last_used" TEXT
) STRICT;
CREATE TABLE "ruche_oauth_code" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "digest" TEXT NOT NULL,
  "grant_id" INTEGER NOT NULL REFERENCES "ruche_oauth_grant"("id") ON DELETE CASCADE,
  "address" TEXT,
  "scope" TEXT NOT NULL,
  "challenge" TEXT NOT NULL,
  "family" TEXT NOT NULL,
  "is_used" INTEGER NOT NULL DEFAULT 0,
  "expires" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_oauth_token" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "digest" TEXT NOT NULL,
  "grant_id" INTEGER NOT NULL REFERENCES "ruche_oauth_grant"("id") ON DELETE CASCADE,
  "is_refresh" INTEGER NOT NULL DEFAULT 0,
  "begun" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "family" TEXT NOT NULL,
  "is_used" INTEGER NOT NULL DEFAULT 0,
  "expires" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_follow" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "entity_table" TEXT NOT NULL,
  "entity_id" INTEGER NOT NULL,
  "created_date" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_mention" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "entity_table" TEXT NOT NULL,
  "entity_id" INTEGER NOT NULL,
  "author_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "created_date" TEXT NOT NULL,
  "seen_date" TEXT,
  "is_told" INTEGER NOT NULL DEFAULT 0
) STRICT;
ALTER TABLE "civicrm_user_job" ADD COLUMN "is_shared" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ruche_import_row" ADD COLUMN "record_id" INTEGER;
ALTER TABLE "ruche_import_row" ADD COLUMN "is_new" INTEGER;
CREATE TABLE "ruche_import_schedule" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "label" TEXT NOT NULL,
  "template_id" INTEGER NOT NULL REFERENCES "civicrm_user_job"("id") ON DELETE CASCADE,
  "kind" TEXT NOT NULL DEFAULT 'address',
  "place" TEXT NOT NULL,
  "rhythm" TEXT NOT NULL DEFAULT 'daily',
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "next_date" TEXT,
  "last_date" TEXT,
  "last_import_id" INTEGER REFERENCES "civicrm_user_job"("id") ON DELETE SET NULL,
  "trouble" TEXT,
  "digest" TEXT
) STRICT;
CREATE TABLE "ruche_committee_seat" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "relationship_type_id" INTEGER NOT NULL REFERENCES "civicrm_relationship_type"("id") ON DELETE CASCADE,
  "seats" INTEGER NOT NULL DEFAULT 1,
  "term_months" INTEGER
) STRICT;
CREATE TABLE "ruche_committee_election" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "title" TEXT,
  "held_on" TEXT,
  "start_date" TEXT,
  "end_date" TEXT,
  "registered" INTEGER,
  "voters" INTEGER,
  "blank" INTEGER,
  "notes" TEXT,
  "ends_running" INTEGER NOT NULL DEFAULT 1,
  "is_closed" INTEGER NOT NULL DEFAULT 0,
  "created_date" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_committee_candidate" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "election_id" INTEGER NOT NULL REFERENCES "ruche_committee_election"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "relationship_type_id" INTEGER NOT NULL REFERENCES "civicrm_relationship_type"("id") ON DELETE CASCADE,
  "votes" INTEGER,
  "is_elected" INTEGER NOT NULL DEFAULT 0,
  "relationship_id" INTEGER REFERENCES "civicrm_relationship"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "ruche_search_draft" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "search_display_id" INTEGER NOT NULL REFERENCES "civicrm_search_display"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "content" TEXT,
  "modified_date" TEXT NOT NULL
) STRICT;
CREATE INDEX "ruche_terms_index_created_id" ON "ruche_terms" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_terms_ui_version" ON "ruche_terms" (ruche_fold("kind"), "version");
CREATE UNIQUE INDEX "ruche_terms_text_ui_language" ON "ruche_terms_text" ("terms_id", ruche_fold("language"));
CREATE INDEX "ruche_terms_acceptance_index_text_id" ON "ruche_terms_acceptance" ("text_id") WHERE "text_id" IS NOT NULL;
CREATE INDEX "ruche_terms_acceptance_index_recorded_id" ON "ruche_terms_acceptance" ("recorded_id") WHERE "recorded_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_terms_acceptance_ui_once" ON "ruche_terms_acceptance" ("contact_id", "terms_id");
CREATE INDEX "ruche_terms_acceptance_index_terms" ON "ruche_terms_acceptance" ("terms_id", "contact_id");
CREATE INDEX "ruche_directory_index_role_id" ON "ruche_directory" ("role_id") WHERE "role_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_oauth_client_ui_key" ON "ruche_oauth_client" (ruche_fold("key"));
CREATE INDEX "ruche_oauth_grant_index_client_id" ON "ruche_oauth_grant" ("client_id");
CREATE UNIQUE INDEX "ruche_oauth_grant_ui_grant" ON "ruche_oauth_grant" ("user_id", "client_id");
CREATE INDEX "ruche_oauth_code_index_grant_id" ON "ruche_oauth_code" ("grant_id");
CREATE INDEX "ruche_oauth_code_index_expires" ON "ruche_oauth_code" ("expires");
CREATE UNIQUE INDEX "ruche_oauth_code_ui_digest" ON "ruche_oauth_code" (ruche_fold("digest"));
CREATE INDEX "ruche_oauth_token_index_grant_id" ON "ruche_oauth_token" ("grant_id");
CREATE INDEX "ruche_oauth_token_index_expires" ON "ruche_oauth_token" ("expires");
CREATE UNIQUE INDEX "ruche_oauth_token_ui_digest" ON "ruche_oauth_token" (ruche_fold("digest"));
CREATE INDEX "ruche_oauth_token_index_family" ON "ruche_oauth_token" (ruche_fold("family"));
CREATE UNIQUE INDEX "ruche_follow_ui_record" ON "ruche_follow" ("contact_id", ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_follow_index_entity" ON "ruche_follow" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_mention_index_author_id" ON "ruche_mention" ("author_id") WHERE "author_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_mention_ui_mention" ON "ruche_mention" ("contact_id", ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_mention_index_entity" ON "ruche_mention" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_mention_index_told" ON "ruche_mention" ("is_told", "id");
CREATE INDEX "ruche_import_schedule_index_template_id" ON "ruche_import_schedule" ("template_id");
CREATE INDEX "ruche_import_schedule_index_created_id" ON "ruche_import_schedule" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "ruche_import_schedule_index_last_import_id" ON "ruche_import_schedule" ("last_import_id") WHERE "last_import_id" IS NOT NULL;
CREATE INDEX "ruche_import_schedule_index_due" ON "ruche_import_schedule" ("is_active", "next_date");
CREATE INDEX "ruche_committee_seat_index_relationship_type_id" ON "ruche_committee_seat" ("relationship_type_id");
CREATE UNIQUE INDEX "ruche_committee_seat_ui_office" ON "ruche_committee_seat" ("contact_id", "relationship_type_id");
CREATE INDEX "ruche_committee_election_index_held" ON "ruche_committee_election" ("contact_id", "held_on");
CREATE INDEX "ruche_committee_candidate_index_contact_id" ON "ruche_committee_candidate" ("contact_id");
CREATE INDEX "ruche_committee_candidate_index_relationship_type_id" ON "ruche_committee_candidate" ("relationship_type_id");
CREATE INDEX "ruche_committee_candidate_index_relationship_id" ON "ruche_committee_candidate" ("relationship_id") WHERE "relationship_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_committee_candidate_ui_candidate" ON "ruche_committee_candidate" ("election_id", "contact_id", "relationship_type_id");
CREATE INDEX "ruche_search_draft_index_contact_id" ON "ruche_search_draft" ("contact_id");
CREATE UNIQUE INDEX "ruche_search_draft_ui_display_contact" ON "ruche_search_draft" ("search_display_id", "contact_id");
