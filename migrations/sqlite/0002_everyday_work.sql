DROP INDEX "activity_index_campaign_id";
DROP INDEX "activity_index_original_id";
DROP INDEX "activity_index_parent_id";
DROP INDEX "activity_index_phone_id";
DROP INDEX "activity_index_relationship_id";
DROP INDEX "address_index_contact_id";
DROP INDEX "address_index_country_id";
DROP INDEX "address_index_county_id";
DROP INDEX "address_index_master_id";
DROP INDEX "address_index_state_province_id";
DROP INDEX "contact_index_api_key";
DROP INDEX "contact_index_communication_style_id";
DROP INDEX "contact_index_contact_sub_type";
DROP INDEX "contact_index_contact_type";
DROP INDEX "contact_index_employer_id";
DROP INDEX "contact_index_hash";
DROP INDEX "contact_index_household_name";
DROP INDEX "contact_index_organization_name";
DROP INDEX "contact_index_preferred_communication_method";
DROP INDEX "contact_index_primary_contact_id";
DROP INDEX "contact_type_index_parent_id";
DROP INDEX "contact_ui_gender";
DROP INDEX "contact_ui_prefix";
DROP INDEX "contact_ui_suffix";
DROP INDEX "country_index_address_format_id";
DROP INDEX "custom_field_index_option_group_id";
DROP INDEX "custom_group_index_created_id";
DROP INDEX "domain_index_contact_id";
DROP INDEX "email_index_contact_id";
DROP INDEX "group_contact_index_email_id";
DROP INDEX "group_contact_index_location_id";
DROP INDEX "group_index_created_id";
DROP INDEX "group_index_modified_id";
DROP INDEX "group_index_saved_search_id";
DROP INDEX "im_index_contact_id";
DROP INDEX "note_index_contact_id";
DROP INDEX "openid_index_contact_id";
DROP INDEX "option_value_index_component_id";
DROP INDEX "option_value_index_domain_id";
DROP INDEX "phone_index_contact_id";
DROP INDEX "relationship_cache_index_case_id";
DROP INDEX "relationship_index_case_id";
DROP INDEX "saved_search_index_created_id";
DROP INDEX "saved_search_index_modified_id";
DROP INDEX "setting_index_component_id";
DROP INDEX "setting_index_contact_id";
DROP INDEX "setting_index_created_id";
DROP INDEX "setting_index_domain_id";
DROP INDEX "subscription_history_index_group_id";
DROP INDEX "tag_index_created_id";
DROP INDEX "tag_index_parent_id";
DROP INDEX "uf_match_index_contact_id";
DROP INDEX "user_role_index_role_id";
DROP INDEX "user_role_index_user_id";
DROP INDEX "website_index_contact_id";
CREATE TABLE "ruche_change_row" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "change_id" INTEGER NOT NULL REFERENCES "ruche_change"("id") ON DELETE CASCADE,
  "record_id" INTEGER NOT NULL,
  "owner_id" INTEGER NOT NULL
) STRICT;
CREATE TABLE "ruche_custom_remains" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "table_name" TEXT NOT NULL,
  "column_name" TEXT,
  "since" TEXT NOT NULL
) STRICT;
CREATE TABLE "civicrm_file" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "file_type_id" INTEGER,
  "mime_type" TEXT,
  "uri" TEXT,
  "description" TEXT,
  "is_public" INTEGER NOT NULL DEFAULT 0,
  "upload_date" TEXT,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "file_name" TEXT,
  "file_size" INTEGER,
  "content_hash" TEXT
) STRICT;
CREATE TABLE "civicrm_entity_file" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "entity_table" TEXT NOT NULL,
  "entity_id" INTEGER NOT NULL,
  "file_id" INTEGER NOT NULL REFERENCES "civicrm_file"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "ruche_saved_search_role" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "saved_search_id" INTEGER NOT NULL REFERENCES "civicrm_saved_search"("id") ON DELETE CASCADE,
  "role_id" INTEGER NOT NULL REFERENCES "civicrm_role"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "ruche_list_view" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "list" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "conditions" TEXT,
  "columns" TEXT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "is_shared" INTEGER NOT NULL DEFAULT 0,
  "weight" INTEGER NOT NULL DEFAULT 1,
  "created_date" TEXT NOT NULL
) STRICT;
ALTER TABLE "ruche_api_key" ADD COLUMN "scope" TEXT;
ALTER TABLE "ruche_session" ADD COLUMN "seen_as" INTEGER REFERENCES "civicrm_uf_match"("id") ON DELETE SET NULL;
CREATE TABLE "ruche_trace" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "at" TEXT NOT NULL,
  "act" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "user_id" INTEGER REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "address" TEXT
) STRICT;
CREATE TABLE "ruche_totp" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "seed" TEXT NOT NULL,
  "confirmed" TEXT,
  "last_step" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "ruche_recovery" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "digest" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_device" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "digest" TEXT NOT NULL,
  "expires" TEXT NOT NULL
) STRICT;
CREATE TABLE "civicrm_acl" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "deny" INTEGER NOT NULL DEFAULT 0,
  "entity_table" TEXT NOT NULL DEFAULT 'civicrm_acl_role',
  "entity_id" INTEGER,
  "operation" TEXT NOT NULL,
  "object_table" TEXT,
  "object_id" INTEGER,
  "acl_table" TEXT,
  "acl_id" INTEGER,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "priority" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "civicrm_acl_entity_role" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "acl_role_id" INTEGER NOT NULL,
  "entity_table" TEXT NOT NULL,
  "entity_id" INTEGER NOT NULL,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "ruche_outbox" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "kind" TEXT NOT NULL,
  "contact_id" INTEGER,
  "address" TEXT,
  "subject" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "about_entity" TEXT,
  "about_id" INTEGER,
  "created" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_calendar_feed" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "digest" TEXT NOT NULL,
  "created" TEXT NOT NULL
) STRICT;
CREATE TABLE "civicrm_recurring_entity" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "parent_id" INTEGER NOT NULL,
  "entity_id" INTEGER,
  "entity_table" TEXT NOT NULL,
  "mode" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "ruche_repetition" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "parent_id" INTEGER NOT NULL,
  "every" INTEGER NOT NULL,
  "unit" TEXT NOT NULL,
  "weekdays" TEXT,
  "times" INTEGER,
  "until" TEXT
) STRICT;
CREATE TABLE "civicrm_dedupe_rule_group" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_type" TEXT,
  "threshold" INTEGER NOT NULL,
  "used" TEXT NOT NULL,
  "name" TEXT,
  "title" TEXT,
  "is_reserved" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "civicrm_dedupe_rule" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "dedupe_rule_group_id" INTEGER NOT NULL REFERENCES "civicrm_dedupe_rule_group"("id") ON DELETE SET NULL,
  "rule_table" TEXT NOT NULL,
  "rule_field" TEXT NOT NULL,
  "rule_length" INTEGER,
  "rule_weight" INTEGER NOT NULL
) STRICT;
CREATE TABLE "civicrm_dedupe_exception" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id1" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "contact_id2" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "ruche_duplicate_key" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "hash" INTEGER NOT NULL,
  "contact_id" INTEGER NOT NULL
) STRICT;
CREATE TABLE "ruche_duplicate_pair" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id1" INTEGER NOT NULL,
  "contact_id2" INTEGER NOT NULL,
  "score" INTEGER NOT NULL,
  "reasons" TEXT NOT NULL,
  "round" INTEGER NOT NULL
) STRICT;
CREATE TABLE "ruche_duplicate_queue" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL
) STRICT;
CREATE TABLE "civicrm_user_job" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "label" TEXT,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "created_date" TEXT NOT NULL,
  "start_date" TEXT,
  "end_date" TEXT,
  "expires_date" TEXT,
  "status_id" INTEGER NOT NULL DEFAULT 2,
  "job_type" TEXT NOT NULL,
  "queue_id" INTEGER,
  "search_display_id" INTEGER,
  "metadata" TEXT,
  "is_template" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "ruche_import_row" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_job_id" INTEGER NOT NULL REFERENCES "civicrm_user_job"("id") ON DELETE CASCADE,
  "line" INTEGER NOT NULL,
  "cells" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "contact_id" INTEGER,
  "how" TEXT,
  "others" TEXT,
  "changes" TEXT,
  "faults" TEXT,
  "same" TEXT,
  "is_left_out" INTEGER NOT NULL DEFAULT 0,
  "decided_id" INTEGER,
  "transaction_id" INTEGER
) STRICT;
CREATE TABLE "civicrm_search_display" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "saved_search_id" INTEGER NOT NULL REFERENCES "civicrm_saved_search"("id") ON DELETE CASCADE,
  "type" TEXT NOT NULL,
  "settings" TEXT,
  "acl_bypass" INTEGER DEFAULT 0
) STRICT;
CREATE TABLE "civicrm_search_segment" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "description" TEXT,
  "entity_name" TEXT NOT NULL,
  "items" TEXT
) STRICT;
CREATE TABLE "civicrm_dashboard" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "domain_id" INTEGER NOT NULL REFERENCES "civicrm_domain"("id") ON DELETE CASCADE,
  "name" TEXT,
  "label" TEXT,
  "url" TEXT,
  "permission" TEXT,
  "permission_operator" TEXT,
  "fullscreen_url" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 0,
  "is_reserved" INTEGER NOT NULL DEFAULT 0,
  "cache_minutes" INTEGER NOT NULL DEFAULT 60,
  "directive" TEXT
) STRICT;
CREATE TABLE "civicrm_dashboard_contact" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "dashboard_id" INTEGER NOT NULL REFERENCES "civicrm_dashboard"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "column_no" INTEGER DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 0,
  "weight" INTEGER DEFAULT 0
) STRICT;
CREATE INDEX "ruche_change_row_index_change_id" ON "ruche_change_row" ("change_id");
CREATE INDEX "ruche_change_row_index_owner_id" ON "ruche_change_row" ("owner_id");
CREATE INDEX "custom_group_index_created_id" ON "civicrm_custom_group" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "custom_field_index_option_group_id" ON "civicrm_custom_field" ("option_group_id") WHERE "option_group_id" IS NOT NULL;
CREATE INDEX "ruche_custom_remains_index_place" ON "ruche_custom_remains" (ruche_fold("table_name"), ruche_fold("column_name"));
CREATE INDEX "file_index_created_id" ON "civicrm_file" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "file_index_content_hash" ON "civicrm_file" (ruche_fold("content_hash"));
CREATE INDEX "entity_file_index_file_id" ON "civicrm_entity_file" ("file_id");
CREATE UNIQUE INDEX "entity_file_ui_entity_id_entity_table_file_id" ON "civicrm_entity_file" ("entity_id", ruche_fold("entity_table"), "file_id");
CREATE INDEX "contact_type_index_parent_id" ON "civicrm_contact_type" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "contact_index_primary_contact_id" ON "civicrm_contact" ("primary_contact_id") WHERE "primary_contact_id" IS NOT NULL;
CREATE INDEX "contact_index_employer_id" ON "civicrm_contact" ("employer_id") WHERE "employer_id" IS NOT NULL;
CREATE INDEX "contact_index_contact_type" ON "civicrm_contact" ("is_deleted", ruche_fold("contact_type"), "contact_type");
CREATE INDEX "contact_index_organization_name" ON "civicrm_contact" (ruche_fold("organization_name")) WHERE ruche_fold("organization_name") IS NOT NULL;
CREATE INDEX "contact_index_household_name" ON "civicrm_contact" (ruche_fold("household_name")) WHERE ruche_fold("household_name") IS NOT NULL;
CREATE INDEX "email_index_contact_id" ON "civicrm_email" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "phone_index_contact_id" ON "civicrm_phone" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "address_index_contact_id" ON "civicrm_address" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "address_index_county_id" ON "civicrm_address" ("county_id") WHERE "county_id" IS NOT NULL;
CREATE INDEX "address_index_state_province_id" ON "civicrm_address" ("state_province_id") WHERE "state_province_id" IS NOT NULL;
CREATE INDEX "address_index_country_id" ON "civicrm_address" ("country_id") WHERE "country_id" IS NOT NULL;
CREATE INDEX "address_index_master_id" ON "civicrm_address" ("master_id") WHERE "master_id" IS NOT NULL;
CREATE INDEX "im_index_contact_id" ON "civicrm_im" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "openid_index_contact_id" ON "civicrm_openid" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "website_index_contact_id" ON "civicrm_website" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "option_value_index_component_id" ON "civicrm_option_value" ("component_id") WHERE "component_id" IS NOT NULL;
CREATE INDEX "option_value_index_domain_id" ON "civicrm_option_value" ("domain_id") WHERE "domain_id" IS NOT NULL;
CREATE INDEX "country_index_address_format_id" ON "civicrm_country" ("address_format_id") WHERE "address_format_id" IS NOT NULL;
CREATE INDEX "domain_index_contact_id" ON "civicrm_domain" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "relationship_index_case_id" ON "civicrm_relationship" ("case_id") WHERE "case_id" IS NOT NULL;
CREATE INDEX "relationship_cache_index_case_id" ON "civicrm_relationship_cache" ("case_id") WHERE "case_id" IS NOT NULL;
CREATE INDEX "note_index_contact_id" ON "civicrm_note" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "group_index_saved_search_id" ON "civicrm_group" ("saved_search_id") WHERE "saved_search_id" IS NOT NULL;
CREATE INDEX "group_index_created_id" ON "civicrm_group" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "group_index_modified_id" ON "civicrm_group" ("modified_id") WHERE "modified_id" IS NOT NULL;
CREATE INDEX "group_contact_index_location_id" ON "civicrm_group_contact" ("location_id") WHERE "location_id" IS NOT NULL;
CREATE INDEX "group_contact_index_email_id" ON "civicrm_group_contact" ("email_id") WHERE "email_id" IS NOT NULL;
CREATE INDEX "subscription_history_index_group_id" ON "civicrm_subscription_history" ("group_id") WHERE "group_id" IS NOT NULL;
CREATE INDEX "saved_search_index_created_id" ON "civicrm_saved_search" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "saved_search_index_modified_id" ON "civicrm_saved_search" ("modified_id") WHERE "modified_id" IS NOT NULL;
CREATE INDEX "ruche_saved_search_role_index_saved_search_id" ON "ruche_saved_search_role" ("saved_search_id");
CREATE INDEX "ruche_saved_search_role_index_role_id" ON "ruche_saved_search_role" ("role_id");
CREATE UNIQUE INDEX "ruche_saved_search_role_ui_search_role" ON "ruche_saved_search_role" ("saved_search_id", "role_id");
CREATE INDEX "tag_index_parent_id" ON "civicrm_tag" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "tag_index_created_id" ON "civicrm_tag" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "setting_index_domain_id" ON "civicrm_setting" ("domain_id") WHERE "domain_id" IS NOT NULL;
CREATE INDEX "setting_index_contact_id" ON "civicrm_setting" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "setting_index_component_id" ON "civicrm_setting" ("component_id") WHERE "component_id" IS NOT NULL;
CREATE INDEX "setting_index_created_id" ON "civicrm_setting" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "ruche_list_view_index_contact_id" ON "ruche_list_view" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "uf_match_index_contact_id" ON "civicrm_uf_match" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "user_role_index_user_id" ON "civicrm_user_role" ("user_id") WHERE "user_id" IS NOT NULL;
CREATE INDEX "user_role_index_role_id" ON "civicrm_user_role" ("role_id") WHERE "role_id" IS NOT NULL;
CREATE INDEX "ruche_session_index_seen_as" ON "ruche_session" ("seen_as") WHERE "seen_as" IS NOT NULL;
CREATE INDEX "ruche_trace_index_at" ON "ruche_trace" ("at");
CREATE INDEX "ruche_trace_index_user_id" ON "ruche_trace" ("user_id") WHERE "user_id" IS NOT NULL;
CREATE INDEX "ruche_trace_index_user" ON "ruche_trace" ("user_id");
CREATE INDEX "ruche_totp_index_user_id" ON "ruche_totp" ("user_id");
CREATE UNIQUE INDEX "ruche_totp_ui_user" ON "ruche_totp" ("user_id");
CREATE INDEX "ruche_recovery_index_user_id" ON "ruche_recovery" ("user_id");
CREATE UNIQUE INDEX "ruche_recovery_ui_digest" ON "ruche_recovery" (ruche_fold("digest"));
CREATE INDEX "ruche_device_index_user_id" ON "ruche_device" ("user_id");
CREATE UNIQUE INDEX "ruche_device_ui_digest" ON "ruche_device" (ruche_fold("digest"));
CREATE INDEX "acl_index_acl_id" ON "civicrm_acl" ("acl_id");
CREATE INDEX "acl_entity_role_index_role" ON "civicrm_acl_entity_role" ("acl_role_id");
CREATE INDEX "acl_entity_role_index_entity" ON "civicrm_acl_entity_role" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "activity_index_phone_id" ON "civicrm_activity" ("phone_id") WHERE "phone_id" IS NOT NULL;
CREATE INDEX "activity_index_parent_id" ON "civicrm_activity" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "activity_index_relationship_id" ON "civicrm_activity" ("relationship_id") WHERE "relationship_id" IS NOT NULL;
CREATE INDEX "activity_index_original_id" ON "civicrm_activity" ("original_id") WHERE "original_id" IS NOT NULL;
CREATE INDEX "activity_index_campaign_id" ON "civicrm_activity" ("campaign_id") WHERE "campaign_id" IS NOT NULL;
CREATE INDEX "activity_index_type_date" ON "civicrm_activity" ("activity_type_id", "activity_date_time");
CREATE INDEX "activity_index_status_date" ON "civicrm_activity" ("status_id", "activity_date_time");
CREATE INDEX "ruche_outbox_index_state" ON "ruche_outbox" (ruche_fold("state"), "id");
CREATE INDEX "ruche_outbox_index_about" ON "ruche_outbox" (ruche_fold("about_entity"), "about_id");
CREATE INDEX "ruche_calendar_feed_index_user_id" ON "ruche_calendar_feed" ("user_id");
CREATE UNIQUE INDEX "ruche_calendar_feed_ui_digest" ON "ruche_calendar_feed" (ruche_fold("digest"));
CREATE INDEX "recurring_entity_index_entity" ON "civicrm_recurring_entity" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "recurring_entity_index_parent" ON "civicrm_recurring_entity" ("parent_id");
CREATE UNIQUE INDEX "ruche_repetition_ui_parent" ON "ruche_repetition" ("parent_id");
CREATE UNIQUE INDEX "dedupe_rule_group_ui_name" ON "civicrm_dedupe_rule_group" (ruche_fold("name"));
CREATE INDEX "dedupe_rule_index_dedupe_rule_group_id" ON "civicrm_dedupe_rule" ("dedupe_rule_group_id");
CREATE INDEX "dedupe_exception_index_contact_id1" ON "civicrm_dedupe_exception" ("contact_id1");
CREATE INDEX "dedupe_exception_index_contact_id2" ON "civicrm_dedupe_exception" ("contact_id2");
CREATE UNIQUE INDEX "dedupe_exception_ui_contact_id1_contact_id2" ON "civicrm_dedupe_exception" ("contact_id1", "contact_id2");
CREATE INDEX "ruche_duplicate_key_index_hash" ON "ruche_duplicate_key" ("hash", "contact_id");
CREATE INDEX "ruche_duplicate_key_index_contact" ON "ruche_duplicate_key" ("contact_id");
CREATE UNIQUE INDEX "ruche_duplicate_pair_ui_pair" ON "ruche_duplicate_pair" ("contact_id1", "contact_id2");
CREATE INDEX "ruche_duplicate_pair_index_contact_2" ON "ruche_duplicate_pair" ("contact_id2");
CREATE INDEX "ruche_duplicate_pair_index_score" ON "ruche_duplicate_pair" ("score", "id");
CREATE INDEX "user_job_index_created_id" ON "civicrm_user_job" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "user_job_ui_name" ON "civicrm_user_job" (ruche_fold("name"));
CREATE INDEX "user_job_index_created" ON "civicrm_user_job" ("created_id", "id");
CREATE INDEX "ruche_import_row_index_user_job_id" ON "ruche_import_row" ("user_job_id");
CREATE INDEX "ruche_import_row_index_line" ON "ruche_import_row" ("user_job_id", "line");
CREATE INDEX "ruche_import_row_index_state" ON "ruche_import_row" ("user_job_id", ruche_fold("state"), "line");
CREATE INDEX "ruche_import_row_index_key" ON "ruche_import_row" ("user_job_id", ruche_fold("same"));
CREATE INDEX "search_display_index_saved_search_id" ON "civicrm_search_display" ("saved_search_id");
CREATE UNIQUE INDEX "search_display_ui_saved_search__id_name" ON "civicrm_search_display" ("saved_search_id", ruche_fold("name"));
CREATE UNIQUE INDEX "search_segment_ui_name" ON "civicrm_search_segment" (ruche_fold("name"));
CREATE INDEX "dashboard_index_domain_id" ON "civicrm_dashboard" ("domain_id");
CREATE INDEX "dashboard_contact_index_dashboard_id" ON "civicrm_dashboard_contact" ("dashboard_id");
CREATE INDEX "dashboard_contact_index_contact_id" ON "civicrm_dashboard_contact" ("contact_id");
CREATE UNIQUE INDEX "dashboard_contact_index_dashboard_id_contact_id" ON "civicrm_dashboard_contact" ("dashboard_id", "contact_id");
