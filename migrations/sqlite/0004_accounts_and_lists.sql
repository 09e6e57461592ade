DROP INDEX "address_index_street_name";
DROP INDEX "contact_index_sort_name";
DROP INDEX "contact_ui_external_identifier";
DROP INDEX "custom_group_ui_name";
DROP INDEX "dedupe_rule_group_ui_name";
DROP INDEX "domain_ui_name";
DROP INDEX "openid_ui_openid";
DROP INDEX "phone_ui_mobile_provider_id";
DROP INDEX "relationship_type_ui_name_a_b";
DROP INDEX "relationship_type_ui_name_b_a";
DROP INDEX "ruche_processing_purpose_ui_name";
DROP INDEX "ruche_retention_rule_ui_name";
DROP INDEX "saved_search_ui_name";
DROP INDEX "user_job_ui_name";
ALTER TABLE "civicrm_custom_field" ADD COLUMN "conditions" TEXT;
ALTER TABLE "civicrm_custom_field" ADD COLUMN "formula" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "name" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "html" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "calendar" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "sender" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "reply_to" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "cc" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "bcc" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "weight" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "message_id" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ruche_outbox" ADD COLUMN "next_try" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "error" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "sent" TEXT;
ALTER TABLE "ruche_outbox" ADD COLUMN "created_id" INTEGER;
ALTER TABLE "ruche_outbox" ADD COLUMN "transaction_id" INTEGER;
CREATE TABLE "ruche_sealed" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "sealed" TEXT NOT NULL
) STRICT;
CREATE TABLE "civicrm_site_email_address" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "display_name" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "description" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "is_default" INTEGER NOT NULL DEFAULT 0,
  "domain_id" INTEGER NOT NULL DEFAULT 1 REFERENCES "civicrm_domain"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "ruche_provider" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "issuer" TEXT NOT NULL,
  "client_id" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "role_id" INTEGER REFERENCES "civicrm_role"("id") ON DELETE SET NULL,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "ruche_identity" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "digest" TEXT NOT NULL,
  "issuer" TEXT NOT NULL,
  "created" TEXT NOT NULL,
  "last_used" TEXT
) STRICT;
CREATE TABLE "ruche_subscription_request" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "account" TEXT NOT NULL,
  "remote" TEXT NOT NULL,
  "at" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_subscription_message" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "group_id" INTEGER NOT NULL REFERENCES "civicrm_group"("id") ON DELETE CASCADE,
  "language" TEXT,
  "confirm_text" TEXT,
  "welcome_text" TEXT
) STRICT;
CREATE TABLE "civicrm_mail_settings" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "domain_id" INTEGER NOT NULL DEFAULT 1 REFERENCES "civicrm_domain"("id") ON DELETE SET NULL,
  "name" TEXT,
  "is_default" INTEGER NOT NULL DEFAULT 0,
  "domain" TEXT,
  "localpart" TEXT,
  "return_path" TEXT,
  "protocol" TEXT,
  "server" TEXT,
  "port" INTEGER,
  "username" TEXT,
  "password" TEXT,
  "is_ssl" INTEGER NOT NULL DEFAULT 0,
  "source" TEXT,
  "activity_status" TEXT,
  "is_non_case_email_skipped" INTEGER NOT NULL DEFAULT 0,
  "is_contact_creation_disabled_if_no_match" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "activity_type_id" INTEGER,
  "campaign_id" INTEGER,
  "activity_source" TEXT,
  "activity_targets" TEXT,
  "activity_assignees" TEXT
) STRICT;
CREATE TABLE "ruche_filed_mail" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "digest" TEXT NOT NULL,
  "mailbox_id" INTEGER NOT NULL,
  "activity_id" INTEGER,
  "created" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_mailbox_trouble" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "mailbox_id" INTEGER NOT NULL,
  "words" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX "custom_group_ui_name" ON "civicrm_custom_group" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE UNIQUE INDEX "ruche_sealed_ui_name" ON "ruche_sealed" (ruche_fold("name"));
CREATE INDEX "site_email_address_index_domain_id" ON "civicrm_site_email_address" ("domain_id");
CREATE INDEX "site_email_address_index_domain_id_is_default" ON "civicrm_site_email_address" ("domain_id", "is_default");
CREATE UNIQUE INDEX "contact_ui_external_identifier" ON "civicrm_contact" (ruche_fold("external_identifier")) WHERE ruche_fold("external_identifier") IS NOT NULL;
CREATE INDEX "phone_ui_mobile_provider_id" ON "civicrm_phone" ("mobile_provider_id") WHERE "mobile_provider_id" IS NOT NULL;
CREATE INDEX "address_index_street_name" ON "civicrm_address" (ruche_fold("street_name")) WHERE ruche_fold("street_name") IS NOT NULL;
CREATE UNIQUE INDEX "openid_ui_openid" ON "civicrm_openid" (ruche_fold("openid")) WHERE ruche_fold("openid") IS NOT NULL;
CREATE UNIQUE INDEX "domain_ui_name" ON "civicrm_domain" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE UNIQUE INDEX "relationship_type_ui_name_a_b" ON "civicrm_relationship_type" (ruche_fold("name_a_b")) WHERE ruche_fold("name_a_b") IS NOT NULL;
CREATE UNIQUE INDEX "relationship_type_ui_name_b_a" ON "civicrm_relationship_type" (ruche_fold("name_b_a")) WHERE ruche_fold("name_b_a") IS NOT NULL;
CREATE UNIQUE INDEX "saved_search_ui_name" ON "civicrm_saved_search" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE UNIQUE INDEX "ruche_processing_purpose_ui_name" ON "ruche_processing_purpose" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE UNIQUE INDEX "ruche_retention_rule_ui_name" ON "ruche_retention_rule" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE INDEX "ruche_provider_index_role_id" ON "ruche_provider" ("role_id") WHERE "role_id" IS NOT NULL;
CREATE INDEX "ruche_identity_index_user_id" ON "ruche_identity" ("user_id");
CREATE UNIQUE INDEX "ruche_identity_ui_digest" ON "ruche_identity" (ruche_fold("digest"));
CREATE INDEX "activity_index_is_deleted" ON "civicrm_activity" ("is_deleted", "is_test", "activity_date_time");
CREATE INDEX "ruche_subscription_request_index_at" ON "ruche_subscription_request" ("at");
CREATE INDEX "ruche_subscription_request_index_account" ON "ruche_subscription_request" (ruche_fold("account"), "at");
CREATE INDEX "ruche_subscription_request_index_remote" ON "ruche_subscription_request" (ruche_fold("remote"), "at");
CREATE INDEX "ruche_subscription_message_index_group_id" ON "ruche_subscription_message" ("group_id");
CREATE UNIQUE INDEX "ruche_subscription_message_ui_group_language" ON "ruche_subscription_message" ("group_id", ruche_fold("language"));
CREATE INDEX "mail_settings_index_domain_id" ON "civicrm_mail_settings" ("domain_id");
CREATE INDEX "mail_settings_index_campaign_id" ON "civicrm_mail_settings" ("campaign_id") WHERE "campaign_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_filed_mail_ui_digest" ON "ruche_filed_mail" (ruche_fold("digest"));
CREATE UNIQUE INDEX "ruche_mailbox_trouble_ui_mailbox_id" ON "ruche_mailbox_trouble" ("mailbox_id");
CREATE UNIQUE INDEX "dedupe_rule_group_ui_name" ON "civicrm_dedupe_rule_group" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE UNIQUE INDEX "user_job_ui_name" ON "civicrm_user_job" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
