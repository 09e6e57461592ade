DROP INDEX "activity_contact_index_activity_id";
DROP INDEX "activity_contact_index_contact_id";
DROP INDEX "address_index_contact_id";
DROP INDEX "dashboard_contact_index_dashboard_id";
DROP INDEX "dedupe_exception_index_contact_id1";
DROP INDEX "email_index_contact_id";
DROP INDEX "group_contact_cache_index_contact_id";
DROP INDEX "group_contact_index_contact_id";
DROP INDEX "group_contact_index_group_id";
DROP INDEX "group_nesting_index_child_group_id";
DROP INDEX "group_organization_index_group_id";
DROP INDEX "im_index_contact_id";
DROP INDEX "phone_index_contact_id";
DROP INDEX "relationship_cache_index_near_contact_id";
DROP INDEX "relationship_cache_index_relationship_id";
DROP INDEX "relationship_index_contact_id_a";
DROP INDEX "ruche_consent_index_contact_id";
DROP INDEX "ruche_consent_index_purpose_id";
DROP INDEX "ruche_consent_text_index_purpose_id";
DROP INDEX "ruche_duplicate_key_index_contact";
DROP INDEX "ruche_import_row_index_user_job_id";
DROP INDEX "ruche_retention_exception_index_rule_id";
DROP INDEX "ruche_saved_search_role_index_saved_search_id";
DROP INDEX "ruche_subject_request_index_contact_id";
DROP INDEX "ruche_subscription_message_index_group_id";
DROP INDEX "search_display_index_saved_search_id";
DROP INDEX "setting_index_domain_id";
DROP INDEX "site_email_address_index_domain_id";
DROP INDEX "uf_match_index_contact_id";
DROP INDEX "user_job_index_created_id";
ALTER TABLE "civicrm_file" ADD COLUMN "folder" TEXT;
ALTER TABLE "civicrm_file" ADD COLUMN "valid_until" TEXT;
ALTER TABLE "civicrm_file" ADD COLUMN "replaces_id" INTEGER REFERENCES "civicrm_file"("id") ON DELETE SET NULL;
ALTER TABLE "ruche_outbox" ADD COLUMN "unsubscribe" TEXT;
CREATE TABLE "ruche_duplicate_own" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL,
  "hashes" TEXT NOT NULL
) STRICT;
CREATE INDEX "file_index_replaces_id" ON "civicrm_file" ("replaces_id") WHERE "replaces_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_duplicate_own_ui_contact" ON "ruche_duplicate_own" ("contact_id");
