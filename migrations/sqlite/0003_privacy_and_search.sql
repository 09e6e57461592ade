DROP INDEX "contact_index_created_date";
DROP INDEX "contact_index_first_name";
DROP INDEX "contact_index_last_name";
DROP INDEX "contact_index_modified_date";
ALTER TABLE "ruche_transaction" ADD COLUMN "salt" TEXT;
ALTER TABLE "ruche_transaction" ADD COLUMN "digest" TEXT;
ALTER TABLE "ruche_change" ADD COLUMN "salt" TEXT;
ALTER TABLE "ruche_change" ADD COLUMN "digest" TEXT;
CREATE TABLE "ruche_seal" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "at" TEXT NOT NULL,
  "first_id" INTEGER NOT NULL,
  "last_id" INTEGER NOT NULL,
  "transactions" INTEGER NOT NULL,
  "changes" INTEGER NOT NULL,
  "missing" TEXT,
  "late" TEXT,
  "content" TEXT NOT NULL,
  "hash" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_passkey" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "name" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "credential" TEXT NOT NULL,
  "algorithm" INTEGER NOT NULL,
  "public_key" TEXT NOT NULL,
  "counter" INTEGER NOT NULL DEFAULT 0,
  "created" TEXT NOT NULL,
  "last_used" TEXT
) STRICT;
CREATE TABLE "ruche_challenge" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "digest" TEXT NOT NULL,
  "expires" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_view" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "at" TEXT NOT NULL,
  "act" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "contact_id" INTEGER,
  "subject_id" INTEGER,
  "path" TEXT NOT NULL,
  "conditions" TEXT,
  "address" TEXT
) STRICT;
CREATE TABLE "ruche_processing_purpose" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "title" TEXT,
  "description" TEXT,
  "legal_basis" TEXT,
  "basis_note" TEXT,
  "data_subjects" TEXT,
  "data_categories" TEXT,
  "recipients" TEXT,
  "transfers" TEXT,
  "retention" TEXT,
  "security" TEXT,
  "is_sensitive" INTEGER NOT NULL DEFAULT 0,
  "sensitive_basis" TEXT,
  "channels" TEXT,
  "expires_months" INTEGER,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "weight" INTEGER NOT NULL DEFAULT 0,
  "created_date" TEXT NOT NULL,
  "modified_date" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_consent_text" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "purpose_id" INTEGER NOT NULL REFERENCES "ruche_processing_purpose"("id") ON DELETE CASCADE,
  "language" TEXT NOT NULL DEFAULT 'fr',
  "version" INTEGER NOT NULL DEFAULT 0,
  "text" TEXT,
  "digest" TEXT NOT NULL DEFAULT '',
  "created_date" TEXT NOT NULL,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "ruche_consent" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "purpose_id" INTEGER NOT NULL REFERENCES "ruche_processing_purpose"("id") ON DELETE CASCADE,
  "channel" TEXT,
  "status" TEXT,
  "consent_date" TEXT NOT NULL,
  "expiry_date" TEXT,
  "text_id" INTEGER REFERENCES "ruche_consent_text"("id") ON DELETE SET NULL,
  "text_digest" TEXT,
  "source" TEXT,
  "proof" TEXT,
  "ip_address" TEXT,
  "guardian_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "recorded_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "created_date" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_subject_request" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "kind" TEXT,
  "state" TEXT NOT NULL DEFAULT 'open',
  "received_date" TEXT,
  "due_date" TEXT,
  "done_date" TEXT,
  "handled_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "note" TEXT,
  "created_date" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_privacy_incident" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" TEXT,
  "nature" TEXT,
  "happened_date" TEXT,
  "found_date" TEXT NOT NULL,
  "description" TEXT,
  "data" TEXT,
  "people" INTEGER,
  "consequences" TEXT,
  "measures" TEXT,
  "risk" TEXT NOT NULL DEFAULT 'none',
  "authority_date" TEXT,
  "people_date" TEXT,
  "is_closed" INTEGER NOT NULL DEFAULT 0,
  "created_date" TEXT NOT NULL,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "ruche_sensitive_mark" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "custom_group_id" INTEGER NOT NULL REFERENCES "civicrm_custom_group"("id") ON DELETE CASCADE,
  "custom_field_id" INTEGER REFERENCES "civicrm_custom_field"("id") ON DELETE CASCADE,
  "category" TEXT
) STRICT;
CREATE TABLE "ruche_retention_rule" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "title" TEXT,
  "kind" TEXT,
  "period" INTEGER NOT NULL DEFAULT 36,
  "unit" TEXT NOT NULL DEFAULT 'month',
  "action" TEXT NOT NULL DEFAULT 'propose',
  "contact_type" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "last_run" TEXT,
  "last_count" INTEGER
) STRICT;
CREATE TABLE "ruche_retention_exception" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "rule_id" INTEGER NOT NULL REFERENCES "ruche_retention_rule"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "until_date" TEXT NOT NULL,
  "reason" TEXT,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL
) STRICT;
CREATE INDEX "contact_index_first_name" ON "civicrm_contact" ("is_deleted", ruche_fold("first_name"));
CREATE INDEX "contact_index_last_name" ON "civicrm_contact" ("is_deleted", ruche_fold("last_name"));
CREATE INDEX "contact_index_created_date" ON "civicrm_contact" ("is_deleted", "created_date");
CREATE INDEX "contact_index_modified_date" ON "civicrm_contact" ("is_deleted", "modified_date");
CREATE INDEX "ruche_passkey_index_user_id" ON "ruche_passkey" ("user_id");
CREATE UNIQUE INDEX "ruche_passkey_ui_digest" ON "ruche_passkey" (ruche_fold("digest"));
CREATE INDEX "ruche_challenge_index_expires" ON "ruche_challenge" ("expires");
CREATE UNIQUE INDEX "ruche_challenge_ui_digest" ON "ruche_challenge" (ruche_fold("digest"));
CREATE INDEX "ruche_view_index_at" ON "ruche_view" ("at");
CREATE INDEX "ruche_view_index_contact_id" ON "ruche_view" ("contact_id");
CREATE INDEX "ruche_view_index_subject" ON "ruche_view" ("subject_id");
CREATE UNIQUE INDEX "ruche_processing_purpose_ui_name" ON "ruche_processing_purpose" (ruche_fold("name"));
CREATE INDEX "ruche_consent_text_index_purpose_id" ON "ruche_consent_text" ("purpose_id");
CREATE INDEX "ruche_consent_text_index_created_id" ON "ruche_consent_text" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_consent_text_ui_version" ON "ruche_consent_text" ("purpose_id", ruche_fold("language"), "version");
CREATE INDEX "ruche_consent_index_contact_id" ON "ruche_consent" ("contact_id");
CREATE INDEX "ruche_consent_index_purpose_id" ON "ruche_consent" ("purpose_id");
CREATE INDEX "ruche_consent_index_text_id" ON "ruche_consent" ("text_id") WHERE "text_id" IS NOT NULL;
CREATE INDEX "ruche_consent_index_guardian_id" ON "ruche_consent" ("guardian_id") WHERE "guardian_id" IS NOT NULL;
CREATE INDEX "ruche_consent_index_recorded_id" ON "ruche_consent" ("recorded_id") WHERE "recorded_id" IS NOT NULL;
CREATE INDEX "ruche_consent_index_contact" ON "ruche_consent" ("contact_id", "purpose_id", "id");
CREATE INDEX "ruche_consent_index_purpose" ON "ruche_consent" ("purpose_id", ruche_fold("status"), "contact_id");
CREATE INDEX "ruche_subject_request_index_contact_id" ON "ruche_subject_request" ("contact_id");
CREATE INDEX "ruche_subject_request_index_handled_id" ON "ruche_subject_request" ("handled_id") WHERE "handled_id" IS NOT NULL;
CREATE INDEX "ruche_subject_request_index_contact" ON "ruche_subject_request" ("contact_id", ruche_fold("kind"));
CREATE INDEX "ruche_subject_request_index_state" ON "ruche_subject_request" (ruche_fold("state"), "due_date");
CREATE INDEX "ruche_privacy_incident_index_created_id" ON "ruche_privacy_incident" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "ruche_sensitive_mark_index_custom_group_id" ON "ruche_sensitive_mark" ("custom_group_id");
CREATE INDEX "ruche_sensitive_mark_index_custom_field_id" ON "ruche_sensitive_mark" ("custom_field_id") WHERE "custom_field_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_retention_rule_ui_name" ON "ruche_retention_rule" (ruche_fold("name"));
CREATE INDEX "ruche_retention_exception_index_rule_id" ON "ruche_retention_exception" ("rule_id");
CREATE INDEX "ruche_retention_exception_index_contact_id" ON "ruche_retention_exception" ("contact_id");
CREATE INDEX "ruche_retention_exception_index_created_id" ON "ruche_retention_exception" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_retention_exception_ui_contact" ON "ruche_retention_exception" ("rule_id", "contact_id");
