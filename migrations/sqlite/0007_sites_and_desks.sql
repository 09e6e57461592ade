DROP INDEX "ruche_import_row_index_state";
ALTER TABLE "ruche_job" ADD COLUMN "domain_id" INTEGER;
ALTER TABLE "civicrm_domain" DROP COLUMN "is_active";
CREATE INDEX "activity_index_priority_date" ON "civicrm_activity" ("priority_id", "activity_date_time");
CREATE INDEX "ruche_import_row_index_transaction" ON "ruche_import_row" ("user_job_id", "transaction_id");
