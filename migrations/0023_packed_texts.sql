-- Texts of superseded versions, compressed. Upkeep moves them here, a few at a time.
CREATE TABLE `packed_texts` (
	`place` integer PRIMARY KEY NOT NULL,
	`body` blob NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER `packed_texts_insert_exported` AFTER INSERT ON `packed_texts` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('packed_texts', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `packed_texts_update_exported` AFTER UPDATE ON `packed_texts` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('packed_texts', new.rowid);
END;
--> statement-breakpoint
CREATE TRIGGER `packed_texts_delete_exported` AFTER DELETE ON `packed_texts` WHEN EXISTS (SELECT 1 FROM exports) BEGIN
  INSERT INTO export_changes (of_table, at) VALUES ('packed_texts', old.rowid);
END;
--> statement-breakpoint
DROP TRIGGER `validations_deleted`;
--> statement-breakpoint
-- As before; and its packed text goes along.
CREATE TRIGGER `validations_deleted` AFTER DELETE ON `validations` BEGIN
  UPDATE validation_totals SET n = n - 1
    WHERE family = old.family AND outcome = coalesce(old.outcome, '') AND review = old.review;
  INSERT INTO validation_search (validation_search, rowid, file_path, notes)
    VALUES ('delete', old.rowid, old.file_path, old.notes);
  DELETE FROM validation_texts WHERE rowid = old.rowid;
  UPDATE validations SET superseded_by = old.superseded_by WHERE id = old.supersedes;
  UPDATE validations SET supersedes = old.supersedes WHERE id = old.superseded_by;
  UPDATE workflow_documents SET validation_id = NULL, content_sha256 = NULL
    WHERE workflow_id = old.workflow_id AND file_path = old.file_path AND validation_id = old.id;
  UPDATE workflow_documents SET unchanged = NULL WHERE unchanged = old.rowid;
  DELETE FROM issues WHERE validation_id = old.id;
  DELETE FROM recommendations WHERE validation_id = old.id;
  DELETE FROM packed_findings WHERE place = old.rowid;
  DELETE FROM packed_texts WHERE place = old.rowid;
END;
