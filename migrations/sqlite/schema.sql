CREATE TABLE "ruche_transaction" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "at" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "contact_id" INTEGER,
  "source" TEXT NOT NULL,
  "undone_by" INTEGER,
  "undoes" INTEGER,
  "salt" TEXT,
  "digest" TEXT
) STRICT;
CREATE TABLE "ruche_change" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "transaction_id" INTEGER NOT NULL REFERENCES "ruche_transaction"("id") ON DELETE CASCADE,
  "entity" TEXT NOT NULL,
  "record_id" INTEGER NOT NULL,
  "action" TEXT NOT NULL,
  "owner_entity" TEXT,
  "owner_id" INTEGER,
  "before" TEXT,
  "after" TEXT,
  "salt" TEXT,
  "digest" TEXT
) STRICT;
CREATE TABLE "ruche_change_row" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "change_id" INTEGER NOT NULL REFERENCES "ruche_change"("id") ON DELETE CASCADE,
  "record_id" INTEGER NOT NULL,
  "owner_id" INTEGER NOT NULL
) STRICT;
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
CREATE TABLE "ruche_state" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "value" INTEGER NOT NULL
) STRICT;
CREATE TABLE "ruche_job" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "kind" TEXT NOT NULL,
  "payload" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "due" TEXT NOT NULL,
  "leased_until" TEXT,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "progress" INTEGER NOT NULL DEFAULT 0,
  "total" INTEGER NOT NULL DEFAULT 0,
  "position" TEXT,
  "result" TEXT,
  "contact_id" INTEGER,
  "created" TEXT NOT NULL,
  "domain_id" INTEGER
) STRICT;
CREATE TABLE "civicrm_custom_group" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "title" TEXT,
  "extends" TEXT NOT NULL DEFAULT 'Contact',
  "extends_entity_column_id" INTEGER,
  "extends_entity_column_value" TEXT,
  "style" TEXT NOT NULL DEFAULT 'Inline',
  "collapse_display" INTEGER NOT NULL DEFAULT 0,
  "help_pre" TEXT,
  "help_post" TEXT,
  "weight" INTEGER NOT NULL DEFAULT 1,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "table_name" TEXT,
  "is_multiple" INTEGER NOT NULL DEFAULT 0,
  "min_multiple" INTEGER,
  "max_multiple" INTEGER,
  "collapse_adv_display" INTEGER NOT NULL DEFAULT 0,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "created_date" TEXT,
  "is_reserved" INTEGER NOT NULL DEFAULT 0,
  "is_public" INTEGER NOT NULL DEFAULT 1,
  "icon" TEXT
) STRICT;
CREATE TABLE "civicrm_custom_field" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "custom_group_id" INTEGER NOT NULL REFERENCES "civicrm_custom_group"("id") ON DELETE CASCADE,
  "name" TEXT,
  "label" TEXT NOT NULL,
  "data_type" TEXT NOT NULL DEFAULT 'String',
  "html_type" TEXT NOT NULL,
  "default_value" TEXT,
  "is_required" INTEGER NOT NULL DEFAULT 0,
  "is_searchable" INTEGER NOT NULL DEFAULT 0,
  "is_search_range" INTEGER NOT NULL DEFAULT 0,
  "weight" INTEGER NOT NULL DEFAULT 1,
  "help_pre" TEXT,
  "help_post" TEXT,
  "attributes" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "is_view" INTEGER NOT NULL DEFAULT 0,
  "file_is_public" INTEGER NOT NULL DEFAULT 0,
  "options_per_line" INTEGER,
  "text_length" INTEGER,
  "start_date_years" INTEGER,
  "end_date_years" INTEGER,
  "date_format" TEXT,
  "time_format" INTEGER,
  "note_columns" INTEGER,
  "note_rows" INTEGER,
  "column_name" TEXT,
  "option_group_id" INTEGER REFERENCES "civicrm_option_group"("id") ON DELETE SET NULL,
  "serialize" INTEGER NOT NULL DEFAULT 0,
  "filter" TEXT,
  "in_selector" INTEGER NOT NULL DEFAULT 0,
  "fk_entity" TEXT,
  "fk_entity_on_delete" TEXT NOT NULL DEFAULT 'set_null',
  "conditions" TEXT,
  "formula" TEXT
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
  "content_hash" TEXT,
  "folder" TEXT,
  "valid_until" TEXT,
  "replaces_id" INTEGER REFERENCES "civicrm_file"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "civicrm_entity_file" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "entity_table" TEXT NOT NULL,
  "entity_id" INTEGER NOT NULL,
  "file_id" INTEGER NOT NULL REFERENCES "civicrm_file"("id") ON DELETE CASCADE
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
  "created" TEXT NOT NULL,
  "name" TEXT,
  "html" TEXT,
  "calendar" TEXT,
  "sender" TEXT,
  "reply_to" TEXT,
  "unsubscribe" TEXT,
  "cc" TEXT,
  "bcc" TEXT,
  "weight" TEXT,
  "message_id" TEXT,
  "tries" INTEGER NOT NULL DEFAULT 0,
  "next_try" TEXT,
  "error" TEXT,
  "sent" TEXT,
  "created_id" INTEGER,
  "transaction_id" INTEGER
) STRICT;
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
CREATE TABLE "civicrm_contact_type" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "label" TEXT,
  "description" TEXT,
  "image_URL" TEXT,
  "icon" TEXT,
  "parent_id" INTEGER REFERENCES "civicrm_contact_type"("id") ON DELETE SET NULL,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "is_reserved" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "civicrm_contact" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_type" TEXT,
  "external_identifier" TEXT,
  "display_name" TEXT,
  "organization_name" TEXT,
  "contact_sub_type" TEXT,
  "first_name" TEXT,
  "middle_name" TEXT,
  "last_name" TEXT,
  "do_not_email" INTEGER NOT NULL DEFAULT 0,
  "do_not_phone" INTEGER NOT NULL DEFAULT 0,
  "do_not_mail" INTEGER NOT NULL DEFAULT 0,
  "do_not_sms" INTEGER NOT NULL DEFAULT 0,
  "do_not_trade" INTEGER NOT NULL DEFAULT 0,
  "is_opt_out" INTEGER NOT NULL DEFAULT 0,
  "legal_identifier" TEXT,
  "sort_name" TEXT,
  "nick_name" TEXT,
  "legal_name" TEXT,
  "image_URL" TEXT,
  "preferred_communication_method" TEXT,
  "preferred_language" TEXT,
  "hash" TEXT,
  "api_key" TEXT,
  "source" TEXT,
  "prefix_id" INTEGER,
  "suffix_id" INTEGER,
  "formal_title" TEXT,
  "communication_style_id" INTEGER,
  "email_greeting_id" INTEGER,
  "email_greeting_custom" TEXT,
  "email_greeting_display" TEXT,
  "postal_greeting_id" INTEGER,
  "postal_greeting_custom" TEXT,
  "postal_greeting_display" TEXT,
  "addressee_id" INTEGER,
  "addressee_custom" TEXT,
  "addressee_display" TEXT,
  "job_title" TEXT,
  "gender_id" INTEGER,
  "birth_date" TEXT,
  "is_deceased" INTEGER NOT NULL DEFAULT 0,
  "deceased_date" TEXT,
  "household_name" TEXT,
  "primary_contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "sic_code" TEXT,
  "user_unique_id" TEXT,
  "employer_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "is_deleted" INTEGER NOT NULL DEFAULT 0,
  "created_date" TEXT,
  "modified_date" TEXT,
  "preferred_mail_format" TEXT DEFAULT 'Both'
) STRICT;
CREATE TABLE "civicrm_email" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "location_type_id" INTEGER,
  "email" TEXT,
  "is_primary" INTEGER NOT NULL DEFAULT 0,
  "is_billing" INTEGER NOT NULL DEFAULT 0,
  "on_hold" INTEGER NOT NULL DEFAULT 0,
  "is_bulkmail" INTEGER NOT NULL DEFAULT 0,
  "hold_date" TEXT,
  "reset_date" TEXT,
  "signature_text" TEXT,
  "signature_html" TEXT
) STRICT;
CREATE TABLE "civicrm_phone" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "location_type_id" INTEGER,
  "is_primary" INTEGER NOT NULL DEFAULT 0,
  "is_billing" INTEGER NOT NULL DEFAULT 0,
  "mobile_provider_id" INTEGER,
  "phone" TEXT,
  "phone_ext" TEXT,
  "phone_numeric" TEXT,
  "phone_type_id" INTEGER
) STRICT;
CREATE TABLE "civicrm_address" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "location_type_id" INTEGER,
  "is_primary" INTEGER NOT NULL DEFAULT 0,
  "is_billing" INTEGER NOT NULL DEFAULT 0,
  "street_address" TEXT,
  "street_number" INTEGER,
  "street_number_suffix" TEXT,
  "street_number_predirectional" TEXT,
  "street_name" TEXT,
  "street_type" TEXT,
  "street_number_postdirectional" TEXT,
  "street_unit" TEXT,
  "supplemental_address_1" TEXT,
  "supplemental_address_2" TEXT,
  "supplemental_address_3" TEXT,
  "city" TEXT,
  "county_id" INTEGER REFERENCES "civicrm_county"("id") ON DELETE SET NULL,
  "state_province_id" INTEGER REFERENCES "civicrm_state_province"("id") ON DELETE SET NULL,
  "postal_code_suffix" TEXT,
  "postal_code" TEXT,
  "usps_adc" TEXT,
  "country_id" INTEGER REFERENCES "civicrm_country"("id") ON DELETE SET NULL,
  "geo_code_1" REAL,
  "geo_code_2" REAL,
  "manual_geo_code" INTEGER NOT NULL DEFAULT 0,
  "timezone" TEXT,
  "name" TEXT,
  "master_id" INTEGER REFERENCES "civicrm_address"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "civicrm_im" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "location_type_id" INTEGER,
  "name" TEXT,
  "provider_id" INTEGER,
  "is_primary" INTEGER NOT NULL DEFAULT 0,
  "is_billing" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "civicrm_openid" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "location_type_id" INTEGER,
  "openid" TEXT,
  "allowed_to_login" INTEGER NOT NULL DEFAULT 0,
  "is_primary" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "civicrm_website" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "url" TEXT,
  "website_type_id" INTEGER
) STRICT;
CREATE TABLE "civicrm_location_type" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "display_name" TEXT NOT NULL,
  "vcard_name" TEXT,
  "description" TEXT,
  "is_reserved" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "is_default" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "civicrm_option_group" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "title" TEXT,
  "description" TEXT,
  "data_type" TEXT,
  "is_reserved" INTEGER NOT NULL DEFAULT 1,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "is_locked" INTEGER NOT NULL DEFAULT 0,
  "option_value_fields" TEXT DEFAULT 'name,label,description'
) STRICT;
CREATE TABLE "civicrm_option_value" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "option_group_id" INTEGER NOT NULL REFERENCES "civicrm_option_group"("id") ON DELETE CASCADE,
  "label" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "name" TEXT,
  "grouping" TEXT,
  "filter" INTEGER DEFAULT 0,
  "is_default" INTEGER DEFAULT 0,
  "weight" INTEGER NOT NULL,
  "description" TEXT,
  "is_optgroup" INTEGER DEFAULT 0,
  "is_reserved" INTEGER DEFAULT 0,
  "is_active" INTEGER DEFAULT 1,
  "component_id" INTEGER REFERENCES "civicrm_component"("id") ON DELETE SET NULL,
  "domain_id" INTEGER REFERENCES "civicrm_domain"("id") ON DELETE SET NULL,
  "visibility_id" INTEGER,
  "icon" TEXT,
  "color" TEXT
) STRICT;
CREATE TABLE "civicrm_worldregion" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT
) STRICT;
CREATE TABLE "civicrm_country" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "iso_code" TEXT,
  "country_code" TEXT,
  "address_format_id" INTEGER,
  "idd_prefix" TEXT,
  "ndd_prefix" TEXT,
  "region_id" INTEGER NOT NULL REFERENCES "civicrm_worldregion"("id") ON DELETE SET NULL,
  "is_province_abbreviated" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "civicrm_state_province" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "abbreviation" TEXT,
  "country_id" INTEGER NOT NULL REFERENCES "civicrm_country"("id") ON DELETE SET NULL,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "civicrm_county" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "abbreviation" TEXT,
  "state_province_id" INTEGER NOT NULL REFERENCES "civicrm_state_province"("id") ON DELETE SET NULL,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "civicrm_component" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "namespace" TEXT
) STRICT;
CREATE TABLE "civicrm_domain" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "description" TEXT,
  "version" TEXT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "locales" TEXT,
  "locale_custom_strings" TEXT
) STRICT;
CREATE TABLE "civicrm_relationship_type" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name_a_b" TEXT,
  "label_a_b" TEXT,
  "name_b_a" TEXT,
  "label_b_a" TEXT,
  "description" TEXT,
  "contact_type_a" TEXT,
  "contact_type_b" TEXT,
  "contact_sub_type_a" TEXT,
  "contact_sub_type_b" TEXT,
  "is_reserved" INTEGER NOT NULL DEFAULT 0,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "civicrm_relationship" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id_a" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "contact_id_b" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "relationship_type_id" INTEGER NOT NULL REFERENCES "civicrm_relationship_type"("id") ON DELETE CASCADE,
  "start_date" TEXT,
  "end_date" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "description" TEXT,
  "is_permission_a_b" INTEGER NOT NULL DEFAULT 0,
  "is_permission_b_a" INTEGER NOT NULL DEFAULT 0,
  "case_id" INTEGER,
  "created_date" TEXT NOT NULL,
  "modified_date" TEXT NOT NULL
) STRICT;
CREATE TABLE "civicrm_relationship_cache" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "relationship_id" INTEGER NOT NULL REFERENCES "civicrm_relationship"("id") ON DELETE CASCADE,
  "relationship_type_id" INTEGER NOT NULL REFERENCES "civicrm_relationship_type"("id") ON DELETE CASCADE,
  "orientation" TEXT NOT NULL,
  "near_contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "near_relation" TEXT,
  "far_contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "far_relation" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "start_date" TEXT,
  "end_date" TEXT,
  "case_id" INTEGER
) STRICT;
CREATE TABLE "civicrm_note" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "entity_table" TEXT NOT NULL DEFAULT 'civicrm_contact',
  "entity_id" INTEGER NOT NULL,
  "note" TEXT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "note_date" TEXT NOT NULL,
  "created_date" TEXT NOT NULL,
  "modified_date" TEXT NOT NULL,
  "subject" TEXT,
  "privacy" TEXT NOT NULL DEFAULT '0'
) STRICT;
CREATE TABLE "civicrm_group" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "description" TEXT,
  "source" TEXT,
  "saved_search_id" INTEGER REFERENCES "civicrm_saved_search"("id") ON DELETE CASCADE,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "visibility" TEXT DEFAULT 'User and User Admin Only',
  "where_clause" TEXT,
  "select_tables" TEXT,
  "where_tables" TEXT,
  "group_type" TEXT,
  "cache_date" TEXT,
  "cache_fill_took" REAL,
  "refresh_date" TEXT,
  "parents" TEXT,
  "children" TEXT,
  "is_hidden" INTEGER NOT NULL DEFAULT 0,
  "is_reserved" INTEGER NOT NULL DEFAULT 0,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "modified_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "frontend_title" TEXT NOT NULL,
  "frontend_description" TEXT
) STRICT;
CREATE TABLE "civicrm_group_nesting" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "child_group_id" INTEGER NOT NULL REFERENCES "civicrm_group"("id") ON DELETE CASCADE,
  "parent_group_id" INTEGER NOT NULL REFERENCES "civicrm_group"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "civicrm_group_organization" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "group_id" INTEGER NOT NULL REFERENCES "civicrm_group"("id") ON DELETE CASCADE,
  "organization_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "civicrm_group_contact" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "group_id" INTEGER NOT NULL REFERENCES "civicrm_group"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "status" TEXT DEFAULT 'Added',
  "location_id" INTEGER,
  "email_id" INTEGER REFERENCES "civicrm_email"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "civicrm_group_contact_cache" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "group_id" INTEGER NOT NULL REFERENCES "civicrm_group"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "civicrm_subscription_history" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "group_id" INTEGER REFERENCES "civicrm_group"("id") ON DELETE CASCADE,
  "date" TEXT NOT NULL,
  "method" TEXT,
  "status" TEXT,
  "tracking" TEXT
) STRICT;
CREATE TABLE "civicrm_saved_search" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "label" TEXT,
  "form_values" TEXT,
  "mapping_id" INTEGER,
  "search_custom_id" INTEGER,
  "api_entity" TEXT,
  "api_params" TEXT,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "modified_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "expires_date" TEXT,
  "created_date" TEXT NOT NULL,
  "modified_date" TEXT NOT NULL,
  "description" TEXT,
  "is_template" INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE "ruche_saved_search_role" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "saved_search_id" INTEGER NOT NULL REFERENCES "civicrm_saved_search"("id") ON DELETE CASCADE,
  "role_id" INTEGER NOT NULL REFERENCES "civicrm_role"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "civicrm_tag" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "description" TEXT,
  "parent_id" INTEGER REFERENCES "civicrm_tag"("id") ON DELETE SET NULL,
  "is_selectable" INTEGER NOT NULL DEFAULT 1,
  "is_reserved" INTEGER NOT NULL DEFAULT 0,
  "is_tagset" INTEGER NOT NULL DEFAULT 0,
  "used_for" TEXT,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "color" TEXT,
  "created_date" TEXT
) STRICT;
CREATE TABLE "civicrm_entity_tag" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "entity_table" TEXT DEFAULT 'civicrm_contact',
  "entity_id" INTEGER NOT NULL,
  "tag_id" INTEGER NOT NULL REFERENCES "civicrm_tag"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "civicrm_setting" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "value" TEXT,
  "domain_id" INTEGER REFERENCES "civicrm_domain"("id") ON DELETE CASCADE,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "is_domain" INTEGER NOT NULL DEFAULT 1,
  "component_id" INTEGER REFERENCES "civicrm_component"("id") ON DELETE SET NULL,
  "created_date" TEXT,
  "created_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL
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
CREATE TABLE "civicrm_uf_match" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "domain_id" INTEGER NOT NULL REFERENCES "civicrm_domain"("id") ON DELETE SET NULL,
  "uf_id" INTEGER NOT NULL DEFAULT 0,
  "uf_name" TEXT,
  "contact_id" INTEGER REFERENCES "civicrm_contact"("id") ON DELETE SET NULL,
  "username" TEXT NOT NULL,
  "hashed_password" TEXT NOT NULL DEFAULT '',
  "when_created" TEXT,
  "when_last_accessed" TEXT,
  "when_updated" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1,
  "timezone" TEXT,
  "language" TEXT,
  "password_reset_token" TEXT
) STRICT;
CREATE TABLE "civicrm_role" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "permissions" TEXT,
  "is_active" INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "civicrm_user_role" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "role_id" INTEGER REFERENCES "civicrm_role"("id") ON DELETE CASCADE
) STRICT;
CREATE TABLE "ruche_credential" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "password_hash" TEXT NOT NULL,
  "changed" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_api_key" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "name" TEXT,
  "digest" TEXT NOT NULL,
  "created" TEXT NOT NULL,
  "expires" TEXT,
  "scope" TEXT,
  "last_used" TEXT
) STRICT;
CREATE TABLE "ruche_session" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "digest" TEXT NOT NULL,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "created" TEXT NOT NULL,
  "last_seen" TEXT NOT NULL,
  "expires" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "seen_as" INTEGER REFERENCES "civicrm_uf_match"("id") ON DELETE SET NULL
) STRICT;
CREATE TABLE "ruche_login" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "account" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "at" TEXT NOT NULL
) STRICT;
CREATE TABLE "ruche_link" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "digest" TEXT NOT NULL,
  "user_id" INTEGER NOT NULL REFERENCES "civicrm_uf_match"("id") ON DELETE CASCADE,
  "created" TEXT NOT NULL,
  "expires" TEXT NOT NULL
) STRICT;
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
CREATE TABLE "civicrm_activity" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "source_record_id" INTEGER,
  "activity_type_id" INTEGER NOT NULL,
  "subject" TEXT,
  "activity_date_time" TEXT,
  "duration" INTEGER,
  "location" TEXT,
  "phone_id" INTEGER REFERENCES "civicrm_phone"("id") ON DELETE SET NULL,
  "phone_number" TEXT,
  "details" TEXT,
  "status_id" INTEGER,
  "priority_id" INTEGER,
  "parent_id" INTEGER REFERENCES "civicrm_activity"("id") ON DELETE SET NULL,
  "is_test" INTEGER NOT NULL DEFAULT 0,
  "medium_id" INTEGER,
  "is_auto" INTEGER NOT NULL DEFAULT 0,
  "relationship_id" INTEGER REFERENCES "civicrm_relationship"("id") ON DELETE SET NULL,
  "is_current_revision" INTEGER NOT NULL DEFAULT 1,
  "original_id" INTEGER REFERENCES "civicrm_activity"("id") ON DELETE SET NULL,
  "result" TEXT,
  "is_deleted" INTEGER NOT NULL DEFAULT 0,
  "campaign_id" INTEGER,
  "engagement_level" INTEGER,
  "weight" INTEGER,
  "is_star" INTEGER NOT NULL DEFAULT 0,
  "created_date" TEXT,
  "modified_date" TEXT
) STRICT;
CREATE TABLE "civicrm_activity_contact" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "activity_id" INTEGER NOT NULL REFERENCES "civicrm_activity"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "record_type_id" INTEGER
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
CREATE TABLE "ruche_duplicate_own" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "contact_id" INTEGER NOT NULL,
  "hashes" TEXT NOT NULL
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
  "is_template" INTEGER NOT NULL DEFAULT 0,
  "is_shared" INTEGER NOT NULL DEFAULT 0
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
  "transaction_id" INTEGER,
  "record_id" INTEGER,
  "is_new" INTEGER
) STRICT;
CREATE TABLE "ruche_import_step" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_job_id" INTEGER NOT NULL REFERENCES "civicrm_user_job"("id") ON DELETE CASCADE,
  "transaction_id" INTEGER NOT NULL,
  "after" INTEGER NOT NULL,
  "last" INTEGER NOT NULL
) STRICT;
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
CREATE TABLE "ruche_search_draft" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "search_display_id" INTEGER NOT NULL REFERENCES "civicrm_search_display"("id") ON DELETE CASCADE,
  "contact_id" INTEGER NOT NULL REFERENCES "civicrm_contact"("id") ON DELETE CASCADE,
  "content" TEXT,
  "modified_date" TEXT NOT NULL
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
CREATE INDEX "ruche_transaction_index_at" ON "ruche_transaction" ("at");
CREATE INDEX "ruche_transaction_index_contact_id" ON "ruche_transaction" ("contact_id");
CREATE INDEX "ruche_change_index_transaction_id" ON "ruche_change" ("transaction_id");
CREATE INDEX "ruche_change_index_record_id" ON "ruche_change" ("record_id");
CREATE INDEX "ruche_change_index_owner_id" ON "ruche_change" ("owner_id");
CREATE INDEX "ruche_change_row_index_change_id" ON "ruche_change_row" ("change_id");
CREATE INDEX "ruche_change_row_index_owner_id" ON "ruche_change_row" ("owner_id");
CREATE UNIQUE INDEX "ruche_state_ui_name" ON "ruche_state" (ruche_fold("name"));
CREATE INDEX "ruche_job_index_due" ON "ruche_job" (ruche_fold("state"), "due");
CREATE INDEX "custom_group_index_created_id" ON "civicrm_custom_group" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "custom_group_ui_title_extends" ON "civicrm_custom_group" (ruche_fold("title"), ruche_fold("extends"));
CREATE UNIQUE INDEX "custom_group_ui_name" ON "civicrm_custom_group" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE INDEX "custom_field_index_custom_group_id" ON "civicrm_custom_field" ("custom_group_id");
CREATE INDEX "custom_field_index_option_group_id" ON "civicrm_custom_field" ("option_group_id") WHERE "option_group_id" IS NOT NULL;
CREATE UNIQUE INDEX "custom_field_ui_label_custom_group_id" ON "civicrm_custom_field" (ruche_fold("label"), "custom_group_id");
CREATE UNIQUE INDEX "custom_field_ui_name_custom_group_id" ON "civicrm_custom_field" (ruche_fold("name"), "custom_group_id");
CREATE INDEX "ruche_custom_remains_index_place" ON "ruche_custom_remains" (ruche_fold("table_name"), ruche_fold("column_name"));
CREATE INDEX "file_index_created_id" ON "civicrm_file" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "file_index_replaces_id" ON "civicrm_file" ("replaces_id") WHERE "replaces_id" IS NOT NULL;
CREATE INDEX "file_index_content_hash" ON "civicrm_file" (ruche_fold("content_hash"));
CREATE INDEX "entity_file_index_file_id" ON "civicrm_entity_file" ("file_id");
CREATE UNIQUE INDEX "entity_file_ui_entity_id_entity_table_file_id" ON "civicrm_entity_file" ("entity_id", ruche_fold("entity_table"), "file_id");
CREATE INDEX "ruche_outbox_index_state" ON "ruche_outbox" (ruche_fold("state"), "id");
CREATE INDEX "ruche_outbox_index_about" ON "ruche_outbox" (ruche_fold("about_entity"), "about_id");
CREATE UNIQUE INDEX "ruche_sealed_ui_name" ON "ruche_sealed" (ruche_fold("name"));
CREATE INDEX "site_email_address_index_domain_id_is_default" ON "civicrm_site_email_address" ("domain_id", "is_default");
CREATE INDEX "contact_type_index_parent_id" ON "civicrm_contact_type" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE UNIQUE INDEX "contact_type_contact_type" ON "civicrm_contact_type" (ruche_fold("name"));
CREATE INDEX "contact_index_primary_contact_id" ON "civicrm_contact" ("primary_contact_id") WHERE "primary_contact_id" IS NOT NULL;
CREATE INDEX "contact_index_employer_id" ON "civicrm_contact" ("employer_id") WHERE "employer_id" IS NOT NULL;
CREATE UNIQUE INDEX "contact_ui_external_identifier" ON "civicrm_contact" (ruche_fold("external_identifier")) WHERE ruche_fold("external_identifier") IS NOT NULL;
CREATE INDEX "contact_index_contact_type" ON "civicrm_contact" ("is_deleted", ruche_fold("contact_type"), "contact_type");
CREATE INDEX "contact_index_organization_name" ON "civicrm_contact" (ruche_fold("organization_name")) WHERE ruche_fold("organization_name") IS NOT NULL;
CREATE INDEX "contact_index_first_name" ON "civicrm_contact" ("is_deleted", ruche_fold("first_name"));
CREATE INDEX "contact_index_last_name" ON "civicrm_contact" ("is_deleted", ruche_fold("last_name"));
CREATE INDEX "contact_index_household_name" ON "civicrm_contact" (ruche_fold("household_name")) WHERE ruche_fold("household_name") IS NOT NULL;
CREATE INDEX "contact_index_is_deleted_sort_name" ON "civicrm_contact" ("is_deleted", ruche_fold("sort_name"), "id");
CREATE INDEX "contact_index_created_date" ON "civicrm_contact" ("is_deleted", "created_date");
CREATE INDEX "contact_index_modified_date" ON "civicrm_contact" ("is_deleted", "modified_date");
CREATE INDEX "email_ui_email" ON "civicrm_email" (ruche_fold("email"));
CREATE INDEX "email_index_contact_id_is_primary" ON "civicrm_email" ("contact_id", "is_primary");
CREATE INDEX "phone_index_contact_id_is_primary" ON "civicrm_phone" ("contact_id", "is_primary");
CREATE INDEX "phone_ui_mobile_provider_id" ON "civicrm_phone" ("mobile_provider_id") WHERE "mobile_provider_id" IS NOT NULL;
CREATE INDEX "phone_index_phone_numeric" ON "civicrm_phone" (ruche_fold("phone_numeric"));
CREATE INDEX "address_index_county_id" ON "civicrm_address" ("county_id") WHERE "county_id" IS NOT NULL;
CREATE INDEX "address_index_state_province_id" ON "civicrm_address" ("state_province_id") WHERE "state_province_id" IS NOT NULL;
CREATE INDEX "address_index_country_id" ON "civicrm_address" ("country_id") WHERE "country_id" IS NOT NULL;
CREATE INDEX "address_index_master_id" ON "civicrm_address" ("master_id") WHERE "master_id" IS NOT NULL;
CREATE INDEX "address_index_contact_id_is_primary" ON "civicrm_address" ("contact_id", "is_primary");
CREATE INDEX "address_index_street_name" ON "civicrm_address" (ruche_fold("street_name")) WHERE ruche_fold("street_name") IS NOT NULL;
CREATE INDEX "address_index_city" ON "civicrm_address" (ruche_fold("city"));
CREATE INDEX "address_index_geo_code_1_geo_code_2" ON "civicrm_address" ("geo_code_1", "geo_code_2");
CREATE INDEX "im_ui_provider_id" ON "civicrm_im" ("provider_id");
CREATE INDEX "im_index_contact_id_is_primary" ON "civicrm_im" ("contact_id", "is_primary");
CREATE INDEX "openid_index_contact_id" ON "civicrm_openid" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE UNIQUE INDEX "openid_ui_openid" ON "civicrm_openid" (ruche_fold("openid")) WHERE ruche_fold("openid") IS NOT NULL;
CREATE INDEX "website_index_contact_id" ON "civicrm_website" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "website_ui_website_type_id" ON "civicrm_website" ("website_type_id");
CREATE UNIQUE INDEX "location_type_ui_name" ON "civicrm_location_type" (ruche_fold("name"));
CREATE UNIQUE INDEX "option_group_ui_name" ON "civicrm_option_group" (ruche_fold("name"));
CREATE INDEX "option_value_index_option_group_id" ON "civicrm_option_value" ("option_group_id");
CREATE INDEX "option_value_index_component_id" ON "civicrm_option_value" ("component_id") WHERE "component_id" IS NOT NULL;
CREATE INDEX "option_value_index_domain_id" ON "civicrm_option_value" ("domain_id") WHERE "domain_id" IS NOT NULL;
CREATE INDEX "option_value_index_option_group_id_value" ON "civicrm_option_value" (ruche_fold("value"), "option_group_id");
CREATE INDEX "option_value_index_option_group_id_name" ON "civicrm_option_value" (ruche_fold("name"), "option_group_id");
CREATE INDEX "country_index_address_format_id" ON "civicrm_country" ("address_format_id") WHERE "address_format_id" IS NOT NULL;
CREATE INDEX "country_index_region_id" ON "civicrm_country" ("region_id");
CREATE UNIQUE INDEX "country_ui_name_iso_code" ON "civicrm_country" (ruche_fold("name"), ruche_fold("iso_code"));
CREATE INDEX "state_province_index_country_id" ON "civicrm_state_province" ("country_id");
CREATE UNIQUE INDEX "state_province_ui_name_country_id" ON "civicrm_state_province" (ruche_fold("name"), "country_id");
CREATE INDEX "county_index_state_province_id" ON "civicrm_county" ("state_province_id");
CREATE UNIQUE INDEX "county_ui_name_state_id" ON "civicrm_county" (ruche_fold("name"), "state_province_id");
CREATE INDEX "domain_index_contact_id" ON "civicrm_domain" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE UNIQUE INDEX "domain_ui_name" ON "civicrm_domain" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE UNIQUE INDEX "relationship_type_ui_name_a_b" ON "civicrm_relationship_type" (ruche_fold("name_a_b")) WHERE ruche_fold("name_a_b") IS NOT NULL;
CREATE UNIQUE INDEX "relationship_type_ui_name_b_a" ON "civicrm_relationship_type" (ruche_fold("name_b_a")) WHERE ruche_fold("name_b_a") IS NOT NULL;
CREATE INDEX "relationship_index_contact_id_b" ON "civicrm_relationship" ("contact_id_b");
CREATE INDEX "relationship_index_relationship_type_id" ON "civicrm_relationship" ("relationship_type_id");
CREATE INDEX "relationship_index_case_id" ON "civicrm_relationship" ("case_id") WHERE "case_id" IS NOT NULL;
CREATE INDEX "relationship_index_pair" ON "civicrm_relationship" ("contact_id_a", "contact_id_b", "relationship_type_id");
CREATE INDEX "relationship_cache_index_relationship_type_id" ON "civicrm_relationship_cache" ("relationship_type_id");
CREATE INDEX "relationship_cache_index_far_contact_id" ON "civicrm_relationship_cache" ("far_contact_id");
CREATE INDEX "relationship_cache_index_case_id" ON "civicrm_relationship_cache" ("case_id") WHERE "case_id" IS NOT NULL;
CREATE UNIQUE INDEX "relationship_cache_ui_relationship" ON "civicrm_relationship_cache" ("relationship_id", ruche_fold("orientation"));
CREATE INDEX "relationship_cache_index_nearid_nearrelation" ON "civicrm_relationship_cache" ("near_contact_id", ruche_fold("near_relation"));
CREATE INDEX "relationship_cache_index_nearid_farrelation" ON "civicrm_relationship_cache" ("near_contact_id", ruche_fold("far_relation"));
CREATE INDEX "relationship_cache_index_near_relation" ON "civicrm_relationship_cache" (ruche_fold("near_relation"));
CREATE INDEX "note_index_contact_id" ON "civicrm_note" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "note_index_entity" ON "civicrm_note" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "group_index_saved_search_id" ON "civicrm_group" ("saved_search_id") WHERE "saved_search_id" IS NOT NULL;
CREATE INDEX "group_index_created_id" ON "civicrm_group" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "group_index_modified_id" ON "civicrm_group" ("modified_id") WHERE "modified_id" IS NOT NULL;
CREATE UNIQUE INDEX "group_ui_title" ON "civicrm_group" (ruche_fold("title"));
CREATE UNIQUE INDEX "group_ui_name" ON "civicrm_group" (ruche_fold("name"));
CREATE INDEX "group_ui_cache_date" ON "civicrm_group" ("cache_date");
CREATE INDEX "group_index_group_type" ON "civicrm_group" (ruche_fold("group_type"));
CREATE INDEX "group_nesting_index_parent_group_id" ON "civicrm_group_nesting" ("parent_group_id");
CREATE UNIQUE INDEX "group_nesting_ui_child_parent" ON "civicrm_group_nesting" ("child_group_id", "parent_group_id");
CREATE INDEX "group_organization_index_organization_id" ON "civicrm_group_organization" ("organization_id");
CREATE UNIQUE INDEX "group_organization_ui_group_organization" ON "civicrm_group_organization" ("group_id", "organization_id");
CREATE INDEX "group_contact_index_location_id" ON "civicrm_group_contact" ("location_id") WHERE "location_id" IS NOT NULL;
CREATE INDEX "group_contact_index_email_id" ON "civicrm_group_contact" ("email_id") WHERE "email_id" IS NOT NULL;
CREATE UNIQUE INDEX "group_contact_ui_contact_group" ON "civicrm_group_contact" ("contact_id", "group_id");
CREATE INDEX "group_contact_index_group_status" ON "civicrm_group_contact" ("group_id", ruche_fold("status"), "contact_id");
CREATE INDEX "group_contact_cache_index_group_id" ON "civicrm_group_contact_cache" ("group_id");
CREATE UNIQUE INDEX "group_contact_cache_ui_contact_group" ON "civicrm_group_contact_cache" ("contact_id", "group_id");
CREATE INDEX "subscription_history_index_contact_id" ON "civicrm_subscription_history" ("contact_id");
CREATE INDEX "subscription_history_index_group_id" ON "civicrm_subscription_history" ("group_id") WHERE "group_id" IS NOT NULL;
CREATE INDEX "saved_search_index_created_id" ON "civicrm_saved_search" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "saved_search_index_modified_id" ON "civicrm_saved_search" ("modified_id") WHERE "modified_id" IS NOT NULL;
CREATE UNIQUE INDEX "saved_search_ui_name" ON "civicrm_saved_search" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE INDEX "ruche_saved_search_role_index_role_id" ON "ruche_saved_search_role" ("role_id");
CREATE UNIQUE INDEX "ruche_saved_search_role_ui_search_role" ON "ruche_saved_search_role" ("saved_search_id", "role_id");
CREATE INDEX "tag_index_parent_id" ON "civicrm_tag" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "tag_index_created_id" ON "civicrm_tag" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "tag_ui_name" ON "civicrm_tag" (ruche_fold("name"));
CREATE INDEX "entity_tag_index_tag_id" ON "civicrm_entity_tag" ("tag_id");
CREATE UNIQUE INDEX "entity_tag_ui_entity_id_entity_table_tag_id" ON "civicrm_entity_tag" ("entity_id", ruche_fold("entity_table"), "tag_id");
CREATE INDEX "setting_index_contact_id" ON "civicrm_setting" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "setting_index_component_id" ON "civicrm_setting" ("component_id") WHERE "component_id" IS NOT NULL;
CREATE INDEX "setting_index_created_id" ON "civicrm_setting" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "setting_index_domain_contact_name" ON "civicrm_setting" ("domain_id", "contact_id", ruche_fold("name"));
CREATE INDEX "ruche_list_view_index_contact_id" ON "ruche_list_view" ("contact_id") WHERE "contact_id" IS NOT NULL;
CREATE INDEX "uf_match_index_domain_id" ON "civicrm_uf_match" ("domain_id");
CREATE UNIQUE INDEX "uf_match_ui_username" ON "civicrm_uf_match" (ruche_fold("username"));
CREATE UNIQUE INDEX "uf_match_ui_uf_name_domain_id" ON "civicrm_uf_match" (ruche_fold("uf_name"), "domain_id");
CREATE UNIQUE INDEX "uf_match_ui_contact_domain_id" ON "civicrm_uf_match" ("contact_id", "domain_id");
CREATE INDEX "uf_match_i_civicrm_uf_match_uf_id" ON "civicrm_uf_match" ("uf_id");
CREATE INDEX "user_role_index_user_id" ON "civicrm_user_role" ("user_id") WHERE "user_id" IS NOT NULL;
CREATE INDEX "user_role_index_role_id" ON "civicrm_user_role" ("role_id") WHERE "role_id" IS NOT NULL;
CREATE INDEX "ruche_credential_index_user_id" ON "ruche_credential" ("user_id");
CREATE UNIQUE INDEX "ruche_credential_ui_user" ON "ruche_credential" ("user_id");
CREATE INDEX "ruche_api_key_index_contact_id" ON "ruche_api_key" ("contact_id");
CREATE UNIQUE INDEX "ruche_api_key_ui_digest" ON "ruche_api_key" (ruche_fold("digest"));
CREATE INDEX "ruche_session_index_user_id" ON "ruche_session" ("user_id");
CREATE INDEX "ruche_session_index_seen_as" ON "ruche_session" ("seen_as") WHERE "seen_as" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_session_ui_digest" ON "ruche_session" (ruche_fold("digest"));
CREATE INDEX "ruche_login_index_at" ON "ruche_login" ("at");
CREATE INDEX "ruche_login_index_account" ON "ruche_login" (ruche_fold("account"), ruche_fold("address"));
CREATE INDEX "ruche_link_index_user_id" ON "ruche_link" ("user_id");
CREATE UNIQUE INDEX "ruche_link_ui_digest" ON "ruche_link" (ruche_fold("digest"));
CREATE INDEX "ruche_trace_index_at" ON "ruche_trace" ("at");
CREATE INDEX "ruche_trace_index_user_id" ON "ruche_trace" ("user_id") WHERE "user_id" IS NOT NULL;
CREATE INDEX "ruche_trace_index_user" ON "ruche_trace" ("user_id");
CREATE INDEX "ruche_totp_index_user_id" ON "ruche_totp" ("user_id");
CREATE UNIQUE INDEX "ruche_totp_ui_user" ON "ruche_totp" ("user_id");
CREATE INDEX "ruche_recovery_index_user_id" ON "ruche_recovery" ("user_id");
CREATE UNIQUE INDEX "ruche_recovery_ui_digest" ON "ruche_recovery" (ruche_fold("digest"));
CREATE INDEX "ruche_device_index_user_id" ON "ruche_device" ("user_id");
CREATE UNIQUE INDEX "ruche_device_ui_digest" ON "ruche_device" (ruche_fold("digest"));
CREATE INDEX "ruche_passkey_index_user_id" ON "ruche_passkey" ("user_id");
CREATE UNIQUE INDEX "ruche_passkey_ui_digest" ON "ruche_passkey" (ruche_fold("digest"));
CREATE INDEX "ruche_challenge_index_expires" ON "ruche_challenge" ("expires");
CREATE UNIQUE INDEX "ruche_challenge_ui_digest" ON "ruche_challenge" (ruche_fold("digest"));
CREATE INDEX "ruche_view_index_at" ON "ruche_view" ("at");
CREATE INDEX "ruche_view_index_contact_id" ON "ruche_view" ("contact_id");
CREATE INDEX "ruche_view_index_subject" ON "ruche_view" ("subject_id");
CREATE INDEX "acl_index_acl_id" ON "civicrm_acl" ("acl_id");
CREATE INDEX "acl_entity_role_index_role" ON "civicrm_acl_entity_role" ("acl_role_id");
CREATE INDEX "acl_entity_role_index_entity" ON "civicrm_acl_entity_role" (ruche_fold("entity_table"), "entity_id");
CREATE UNIQUE INDEX "ruche_processing_purpose_ui_name" ON "ruche_processing_purpose" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE INDEX "ruche_consent_text_index_created_id" ON "ruche_consent_text" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_consent_text_ui_version" ON "ruche_consent_text" ("purpose_id", ruche_fold("language"), "version");
CREATE INDEX "ruche_consent_index_text_id" ON "ruche_consent" ("text_id") WHERE "text_id" IS NOT NULL;
CREATE INDEX "ruche_consent_index_guardian_id" ON "ruche_consent" ("guardian_id") WHERE "guardian_id" IS NOT NULL;
CREATE INDEX "ruche_consent_index_recorded_id" ON "ruche_consent" ("recorded_id") WHERE "recorded_id" IS NOT NULL;
CREATE INDEX "ruche_consent_index_contact" ON "ruche_consent" ("contact_id", "purpose_id", "id");
CREATE INDEX "ruche_consent_index_purpose" ON "ruche_consent" ("purpose_id", ruche_fold("status"), "contact_id");
CREATE INDEX "ruche_subject_request_index_handled_id" ON "ruche_subject_request" ("handled_id") WHERE "handled_id" IS NOT NULL;
CREATE INDEX "ruche_subject_request_index_contact" ON "ruche_subject_request" ("contact_id", ruche_fold("kind"));
CREATE INDEX "ruche_subject_request_index_state" ON "ruche_subject_request" (ruche_fold("state"), "due_date");
CREATE INDEX "ruche_privacy_incident_index_created_id" ON "ruche_privacy_incident" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE INDEX "ruche_sensitive_mark_index_custom_group_id" ON "ruche_sensitive_mark" ("custom_group_id");
CREATE INDEX "ruche_sensitive_mark_index_custom_field_id" ON "ruche_sensitive_mark" ("custom_field_id") WHERE "custom_field_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_retention_rule_ui_name" ON "ruche_retention_rule" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE INDEX "ruche_retention_exception_index_contact_id" ON "ruche_retention_exception" ("contact_id");
CREATE INDEX "ruche_retention_exception_index_created_id" ON "ruche_retention_exception" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_retention_exception_ui_contact" ON "ruche_retention_exception" ("rule_id", "contact_id");
CREATE INDEX "ruche_terms_index_created_id" ON "ruche_terms" ("created_id") WHERE "created_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_terms_ui_version" ON "ruche_terms" (ruche_fold("kind"), "version");
CREATE UNIQUE INDEX "ruche_terms_text_ui_language" ON "ruche_terms_text" ("terms_id", ruche_fold("language"));
CREATE INDEX "ruche_terms_acceptance_index_text_id" ON "ruche_terms_acceptance" ("text_id") WHERE "text_id" IS NOT NULL;
CREATE INDEX "ruche_terms_acceptance_index_recorded_id" ON "ruche_terms_acceptance" ("recorded_id") WHERE "recorded_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_terms_acceptance_ui_once" ON "ruche_terms_acceptance" ("contact_id", "terms_id");
CREATE INDEX "ruche_terms_acceptance_index_terms" ON "ruche_terms_acceptance" ("terms_id", "contact_id");
CREATE INDEX "ruche_provider_index_role_id" ON "ruche_provider" ("role_id") WHERE "role_id" IS NOT NULL;
CREATE INDEX "ruche_identity_index_user_id" ON "ruche_identity" ("user_id");
CREATE UNIQUE INDEX "ruche_identity_ui_digest" ON "ruche_identity" (ruche_fold("digest"));
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
CREATE INDEX "activity_index_phone_id" ON "civicrm_activity" ("phone_id") WHERE "phone_id" IS NOT NULL;
CREATE INDEX "activity_index_parent_id" ON "civicrm_activity" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "activity_index_relationship_id" ON "civicrm_activity" ("relationship_id") WHERE "relationship_id" IS NOT NULL;
CREATE INDEX "activity_index_original_id" ON "civicrm_activity" ("original_id") WHERE "original_id" IS NOT NULL;
CREATE INDEX "activity_index_campaign_id" ON "civicrm_activity" ("campaign_id") WHERE "campaign_id" IS NOT NULL;
CREATE INDEX "activity_ui_source_record_id" ON "civicrm_activity" ("source_record_id");
CREATE INDEX "activity_ui_activity_type_id" ON "civicrm_activity" ("activity_type_id");
CREATE INDEX "activity_index_activity_date_time" ON "civicrm_activity" ("activity_date_time");
CREATE INDEX "activity_index_status_id" ON "civicrm_activity" ("status_id");
CREATE INDEX "activity_index_is_deleted" ON "civicrm_activity" ("is_deleted", "is_test", "activity_date_time");
CREATE INDEX "activity_index_type_date" ON "civicrm_activity" ("activity_type_id", "activity_date_time");
CREATE INDEX "activity_index_status_date" ON "civicrm_activity" ("status_id", "activity_date_time");
CREATE INDEX "activity_index_priority_date" ON "civicrm_activity" ("priority_id", "activity_date_time");
CREATE UNIQUE INDEX "activity_contact_ui_activity_contact" ON "civicrm_activity_contact" ("contact_id", "activity_id", "record_type_id");
CREATE INDEX "activity_contact_index_record_type" ON "civicrm_activity_contact" ("activity_id", "record_type_id");
CREATE INDEX "activity_contact_index_role" ON "civicrm_activity_contact" ("contact_id", "record_type_id", "activity_id");
CREATE INDEX "ruche_calendar_feed_index_user_id" ON "ruche_calendar_feed" ("user_id");
CREATE UNIQUE INDEX "ruche_calendar_feed_ui_digest" ON "ruche_calendar_feed" (ruche_fold("digest"));
CREATE INDEX "recurring_entity_index_entity" ON "civicrm_recurring_entity" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "recurring_entity_index_parent" ON "civicrm_recurring_entity" ("parent_id");
CREATE UNIQUE INDEX "ruche_repetition_ui_parent" ON "ruche_repetition" ("parent_id");
CREATE UNIQUE INDEX "ruche_follow_ui_record" ON "ruche_follow" ("contact_id", ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_follow_index_entity" ON "ruche_follow" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_mention_index_author_id" ON "ruche_mention" ("author_id") WHERE "author_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_mention_ui_mention" ON "ruche_mention" ("contact_id", ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_mention_index_entity" ON "ruche_mention" (ruche_fold("entity_table"), "entity_id");
CREATE INDEX "ruche_mention_index_told" ON "ruche_mention" ("is_told", "id");
CREATE INDEX "ruche_subscription_request_index_at" ON "ruche_subscription_request" ("at");
CREATE INDEX "ruche_subscription_request_index_account" ON "ruche_subscription_request" (ruche_fold("account"), "at");
CREATE INDEX "ruche_subscription_request_index_remote" ON "ruche_subscription_request" (ruche_fold("remote"), "at");
CREATE UNIQUE INDEX "ruche_subscription_message_ui_group_language" ON "ruche_subscription_message" ("group_id", ruche_fold("language"));
CREATE INDEX "mail_settings_index_domain_id" ON "civicrm_mail_settings" ("domain_id");
CREATE INDEX "mail_settings_index_campaign_id" ON "civicrm_mail_settings" ("campaign_id") WHERE "campaign_id" IS NOT NULL;
CREATE UNIQUE INDEX "ruche_filed_mail_ui_digest" ON "ruche_filed_mail" (ruche_fold("digest"));
CREATE UNIQUE INDEX "ruche_mailbox_trouble_ui_mailbox_id" ON "ruche_mailbox_trouble" ("mailbox_id");
CREATE UNIQUE INDEX "dedupe_rule_group_ui_name" ON "civicrm_dedupe_rule_group" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE INDEX "dedupe_rule_index_dedupe_rule_group_id" ON "civicrm_dedupe_rule" ("dedupe_rule_group_id");
CREATE INDEX "dedupe_exception_index_contact_id2" ON "civicrm_dedupe_exception" ("contact_id2");
CREATE UNIQUE INDEX "dedupe_exception_ui_contact_id1_contact_id2" ON "civicrm_dedupe_exception" ("contact_id1", "contact_id2");
CREATE INDEX "ruche_duplicate_key_index_hash" ON "ruche_duplicate_key" ("hash", "contact_id");
CREATE UNIQUE INDEX "ruche_duplicate_own_ui_contact" ON "ruche_duplicate_own" ("contact_id");
CREATE UNIQUE INDEX "ruche_duplicate_pair_ui_pair" ON "ruche_duplicate_pair" ("contact_id1", "contact_id2");
CREATE INDEX "ruche_duplicate_pair_index_contact_2" ON "ruche_duplicate_pair" ("contact_id2");
CREATE INDEX "ruche_duplicate_pair_index_score" ON "ruche_duplicate_pair" ("score", "id");
CREATE UNIQUE INDEX "user_job_ui_name" ON "civicrm_user_job" (ruche_fold("name")) WHERE ruche_fold("name") IS NOT NULL;
CREATE INDEX "user_job_index_created" ON "civicrm_user_job" ("created_id", "id");
CREATE INDEX "ruche_import_row_index_line" ON "ruche_import_row" ("user_job_id", "line");
CREATE INDEX "ruche_import_row_index_key" ON "ruche_import_row" ("user_job_id", ruche_fold("same"));
CREATE INDEX "ruche_import_step_index_user_job_id" ON "ruche_import_step" ("user_job_id");
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
CREATE UNIQUE INDEX "search_display_ui_saved_search__id_name" ON "civicrm_search_display" ("saved_search_id", ruche_fold("name"));
CREATE UNIQUE INDEX "search_segment_ui_name" ON "civicrm_search_segment" (ruche_fold("name"));
CREATE INDEX "ruche_search_draft_index_contact_id" ON "ruche_search_draft" ("contact_id");
CREATE UNIQUE INDEX "ruche_search_draft_ui_display_contact" ON "ruche_search_draft" ("search_display_id", "contact_id");
CREATE INDEX "dashboard_index_domain_id" ON "civicrm_dashboard" ("domain_id");
CREATE INDEX "dashboard_contact_index_contact_id" ON "civicrm_dashboard_contact" ("contact_id");
CREATE UNIQUE INDEX "dashboard_contact_index_dashboard_id_contact_id" ON "civicrm_dashboard_contact" ("dashboard_id", "contact_id");
