CREATE TABLE `export_changes` (
	`seq` integer PRIMARY KEY NOT NULL,
	`of_table` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `exports` (
	`id` text PRIMARY KEY NOT NULL,
	`schema` text NOT NULL,
	`started_at` text NOT NULL,
	`read_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`lines` integer NOT NULL,
	`rank` integer NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text,
	`is_writing` integer NOT NULL
);
--> statement-breakpoint
-- While there is an export, every change of an exported row is noted. Rows are noted again for each change: an upsert would
-- take over the conflict clause of the statement that fired the trigger.
CREATE TRIGGER `texts_insert_exported` AFTER INSERT ON `texts` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('texts', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `texts_update_exported` AFTER UPDATE ON `texts` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('texts', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `texts_delete_exported` AFTER DELETE ON `texts` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('texts', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `families_insert_exported` AFTER INSERT ON `families` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('families', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `families_update_exported` AFTER UPDATE ON `families` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('families', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `families_delete_exported` AFTER DELETE ON `families` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('families', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `rulesets_insert_exported` AFTER INSERT ON `rulesets` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('rulesets', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `rulesets_update_exported` AFTER UPDATE ON `rulesets` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('rulesets', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `rulesets_delete_exported` AFTER DELETE ON `rulesets` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('rulesets', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `workflows_insert_exported` AFTER INSERT ON `workflows` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('workflows', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `workflows_update_exported` AFTER UPDATE ON `workflows` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('workflows', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `workflows_delete_exported` AFTER DELETE ON `workflows` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('workflows', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `validations_insert_exported` AFTER INSERT ON `validations` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('validations', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `validations_update_exported` AFTER UPDATE ON `validations` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('validations', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `validations_delete_exported` AFTER DELETE ON `validations` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('validations', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `issues_insert_exported` AFTER INSERT ON `issues` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('issues', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `issues_update_exported` AFTER UPDATE ON `issues` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('issues', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `issues_delete_exported` AFTER DELETE ON `issues` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('issues', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `recommendations_insert_exported` AFTER INSERT ON `recommendations` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('recommendations', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `recommendations_update_exported` AFTER UPDATE ON `recommendations` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('recommendations', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `recommendations_delete_exported` AFTER DELETE ON `recommendations` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('recommendations', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `documents_insert_exported` AFTER INSERT ON `documents` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('documents', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `documents_update_exported` AFTER UPDATE ON `documents` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('documents', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `documents_delete_exported` AFTER DELETE ON `documents` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('documents', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `workflow_documents_insert_exported` AFTER INSERT ON `workflow_documents` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('workflow_documents', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `workflow_documents_update_exported` AFTER UPDATE ON `workflow_documents` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('workflow_documents', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `workflow_documents_delete_exported` AFTER DELETE ON `workflow_documents` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('workflow_documents', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `code_owners_insert_exported` AFTER INSERT ON `code_owners` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('code_owners', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `code_owners_update_exported` AFTER UPDATE ON `code_owners` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('code_owners', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `code_owners_delete_exported` AFTER DELETE ON `code_owners` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('code_owners', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `decisions_insert_exported` AFTER INSERT ON `decisions` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('decisions', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `decisions_update_exported` AFTER UPDATE ON `decisions` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('decisions', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `decisions_delete_exported` AFTER DELETE ON `decisions` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('decisions', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `batches_insert_exported` AFTER INSERT ON `batches` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('batches', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `batches_update_exported` AFTER UPDATE ON `batches` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('batches', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `batches_delete_exported` AFTER DELETE ON `batches` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('batches', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `ignored_findings_insert_exported` AFTER INSERT ON `ignored_findings` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('ignored_findings', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `ignored_findings_update_exported` AFTER UPDATE ON `ignored_findings` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('ignored_findings', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `ignored_findings_delete_exported` AFTER DELETE ON `ignored_findings` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('ignored_findings', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `idempotency_keys_insert_exported` AFTER INSERT ON `idempotency_keys` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('idempotency_keys', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `idempotency_keys_update_exported` AFTER UPDATE ON `idempotency_keys` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('idempotency_keys', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `idempotency_keys_delete_exported` AFTER DELETE ON `idempotency_keys` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('idempotency_keys', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `tokens_insert_exported` AFTER INSERT ON `tokens` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('tokens', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `tokens_update_exported` AFTER UPDATE ON `tokens` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('tokens', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `tokens_delete_exported` AFTER DELETE ON `tokens` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('tokens', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `github_deliveries_insert_exported` AFTER INSERT ON `github_deliveries` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('github_deliveries', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `github_deliveries_update_exported` AFTER UPDATE ON `github_deliveries` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('github_deliveries', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `github_deliveries_delete_exported` AFTER DELETE ON `github_deliveries` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('github_deliveries', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `github_lines_insert_exported` AFTER INSERT ON `github_lines` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('github_lines', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `github_lines_update_exported` AFTER UPDATE ON `github_lines` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('github_lines', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `github_lines_delete_exported` AFTER DELETE ON `github_lines` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('github_lines', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `events_insert_exported` AFTER INSERT ON `events` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('events', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `events_update_exported` AFTER UPDATE ON `events` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('events', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `events_delete_exported` AFTER DELETE ON `events` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('events', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `gates_insert_exported` AFTER INSERT ON `gates` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('gates', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `gates_update_exported` AFTER UPDATE ON `gates` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('gates', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `gates_delete_exported` AFTER DELETE ON `gates` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('gates', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `gate_limits_insert_exported` AFTER INSERT ON `gate_limits` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('gate_limits', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `gate_limits_update_exported` AFTER UPDATE ON `gate_limits` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('gate_limits', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `gate_limits_delete_exported` AFTER DELETE ON `gate_limits` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('gate_limits', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `quality_days_insert_exported` AFTER INSERT ON `quality_days` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('quality_days', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `quality_days_update_exported` AFTER UPDATE ON `quality_days` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('quality_days', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `quality_days_delete_exported` AFTER DELETE ON `quality_days` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('quality_days', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `validation_minutes_insert_exported` AFTER INSERT ON `validation_minutes` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('validation_minutes', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `validation_minutes_update_exported` AFTER UPDATE ON `validation_minutes` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('validation_minutes', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `validation_minutes_delete_exported` AFTER DELETE ON `validation_minutes` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('validation_minutes', old.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `counters_insert_exported` AFTER INSERT ON `counters` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('counters', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `counters_update_exported` AFTER UPDATE ON `counters` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('counters', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `counters_delete_exported` AFTER DELETE ON `counters` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('counters', old.rowid);
END;
--> statement-breakpoint
-- Each change has its event in its transaction. So this keeps every change out of a database that is being filled.
CREATE TRIGGER `events_refused` AFTER INSERT ON `events`
WHEN EXISTS (SELECT 1 FROM imports WHERE finished_at IS NULL AND is_writing = 0) BEGIN
  SELECT RAISE(ABORT, 'an import is under way');
END;
