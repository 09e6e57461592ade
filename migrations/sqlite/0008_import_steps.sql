DROP INDEX "ruche_change_index_owner";
DROP INDEX "ruche_change_index_record";
DROP INDEX "ruche_import_row_index_transaction";
CREATE TABLE "ruche_import_step" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_job_id" INTEGER NOT NULL REFERENCES "civicrm_user_job"("id") ON DELETE CASCADE,
  "transaction_id" INTEGER NOT NULL,
  "after" INTEGER NOT NULL,
  "last" INTEGER NOT NULL
) STRICT;
CREATE INDEX "ruche_change_index_record_id" ON "ruche_change" ("record_id");
CREATE INDEX "ruche_change_index_owner_id" ON "ruche_change" ("owner_id");
CREATE INDEX "ruche_import_step_index_user_job_id" ON "ruche_import_step" ("user_job_id");
INSERT INTO "ruche_import_step" ("user_job_id", "transaction_id", "after", "last")
  SELECT "user_job_id", "transaction_id", min("line") - 1, max("line") FROM "ruche_import_row"
   WHERE "transaction_id" IS NOT NULL AND "state" = 'done' GROUP BY "user_job_id", "transaction_id";
CREATE INDEX "activity_contact_index_role" ON "civicrm_activity_contact" ("contact_id", "record_type_id", "activity_id");
