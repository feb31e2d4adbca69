CREATE TABLE `code_owners` (
	`workflow_id` text NOT NULL,
	`family` text NOT NULL,
	`ref` text NOT NULL,
	`file_path` text NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `file_path`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `code_owners_line` ON `code_owners` (`family`,`ref`,`workflow_id`);--> statement-breakpoint
CREATE TABLE `document_owners` (
	`owner` text NOT NULL,
	`document_id` integer NOT NULL,
	PRIMARY KEY(`owner`, `document_id`)
);
--> statement-breakpoint
CREATE INDEX `document_owners_document` ON `document_owners` (`document_id`);--> statement-breakpoint
CREATE TABLE `owner_totals` (
	`ref` text NOT NULL,
	`owner` text NOT NULL,
	`family` text NOT NULL,
	`outcome` text NOT NULL,
	`is_removed` integer NOT NULL,
	`is_open` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`ref`, `owner`, `family`, `outcome`, `is_removed`, `is_open`)
);
--> statement-breakpoint
CREATE TABLE `gate_limits` (
	`family` text NOT NULL,
	`scope` text NOT NULL,
	`name` text NOT NULL,
	`ordinal` integer NOT NULL,
	`most` integer NOT NULL,
	`found` integer NOT NULL,
	PRIMARY KEY(`family`, `scope`, `name`)
);
--> statement-breakpoint
CREATE TABLE `gates` (
	`family` text PRIMARY KEY NOT NULL,
	`told` integer
);
--> statement-breakpoint
ALTER TABLE `documents` ADD `owners` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `documents` ADD `compared` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `is_compared` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `workflows` ADD `compared` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `gate` text;--> statement-breakpoint
ALTER TABLE `validations` ADD `compared` text;--> statement-breakpoint
-- Gates count the main line. The rules of a document are counted where they are written, since nothing says which of two
-- triggers comes first.
DROP TRIGGER `documents_inserted`;
--> statement-breakpoint
CREATE TRIGGER `documents_inserted` AFTER INSERT ON `documents` BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (new.ref, new.family, coalesce(new.outcome, ''), new.removed_at IS NOT NULL, new.open > 0, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO document_rules (rule_id, document_id, n)
    SELECT rule_id, new.id, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id;
  INSERT INTO document_search (rowid, file_path) VALUES (new.id, new.file_path);
  INSERT INTO document_owners (owner, document_id) SELECT value, new.id FROM json_each(new.owners);
  INSERT INTO owner_totals (ref, owner, family, outcome, is_removed, is_open, n)
    SELECT new.ref, value, new.family, coalesce(new.outcome, ''), new.removed_at IS NOT NULL, new.open > 0, 1 FROM json_each(new.owners) WHERE true
    ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE gate_limits SET found = found + CASE scope
    WHEN 'all' THEN CASE name WHEN 'error' THEN new.counts_error WHEN 'warning' THEN new.counts_warning ELSE new.counts_info END
    WHEN 'new' THEN coalesce(new.compared ->> ('$.new.' || name), 0)
    ELSE (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = new.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1)))) END
    WHERE family = new.family AND new.ref = '' AND new.removed_at IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `documents_owners_moved` AFTER UPDATE OF outcome, open, removed_at, owners ON `documents`
WHEN (old.owners <> '[]' OR new.owners <> '[]') AND (old.owners <> new.owners OR old.outcome IS NOT new.outcome
  OR (old.open > 0) <> (new.open > 0) OR (old.removed_at IS NULL) <> (new.removed_at IS NULL)) BEGIN
  INSERT INTO owner_totals (ref, owner, family, outcome, is_removed, is_open, n)
    SELECT old.ref, value, old.family, coalesce(old.outcome, ''), old.removed_at IS NOT NULL, old.open > 0, -1 FROM json_each(old.owners) WHERE true
    ON CONFLICT DO UPDATE SET n = n - 1;
  INSERT INTO owner_totals (ref, owner, family, outcome, is_removed, is_open, n)
    SELECT new.ref, value, new.family, coalesce(new.outcome, ''), new.removed_at IS NOT NULL, new.open > 0, 1 FROM json_each(new.owners) WHERE true
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `documents_owned` AFTER UPDATE OF owners ON `documents` WHEN old.owners <> new.owners BEGIN
  DELETE FROM document_owners WHERE document_id = old.id;
  INSERT INTO document_owners (owner, document_id) SELECT value, new.id FROM json_each(new.owners);
END;
--> statement-breakpoint
DROP TRIGGER `documents_reread`;
--> statement-breakpoint
CREATE TRIGGER `documents_reread` AFTER UPDATE OF issues_of ON `documents` WHEN old.issues_of <> new.issues_of BEGIN
  UPDATE gate_limits SET found = found - (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = old.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1))))
    WHERE family = old.family AND scope = 'rule' AND old.ref = '' AND old.removed_at IS NULL;
  DELETE FROM document_rules WHERE document_id = old.id;
  INSERT INTO document_rules (rule_id, document_id, n)
    SELECT rule_id, new.id, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id;
  UPDATE gate_limits SET found = found + (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = new.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1))))
    WHERE family = new.family AND scope = 'rule' AND new.ref = '' AND new.removed_at IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `documents_recounted` AFTER UPDATE OF counts_error, counts_warning, counts_info, compared, removed_at
ON `documents` WHEN new.ref = '' AND (old.counts_error <> new.counts_error OR old.counts_warning <> new.counts_warning
  OR old.counts_info <> new.counts_info OR old.compared IS NOT new.compared
  OR (old.removed_at IS NULL) <> (new.removed_at IS NULL)) BEGIN
  UPDATE gate_limits SET found = found - CASE scope
    WHEN 'all' THEN CASE name WHEN 'error' THEN old.counts_error WHEN 'warning' THEN old.counts_warning ELSE old.counts_info END
    WHEN 'new' THEN coalesce(old.compared ->> ('$.new.' || name), 0)
    ELSE (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = old.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1)))) END
    WHERE family = old.family AND old.removed_at IS NULL AND (scope <> 'rule' OR old.issues_of = new.issues_of);
  UPDATE gate_limits SET found = found + CASE scope
    WHEN 'all' THEN CASE name WHEN 'error' THEN new.counts_error WHEN 'warning' THEN new.counts_warning ELSE new.counts_info END
    WHEN 'new' THEN coalesce(new.compared ->> ('$.new.' || name), 0)
    ELSE (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = new.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1)))) END
    WHERE family = new.family AND new.removed_at IS NULL AND (scope <> 'rule' OR old.issues_of = new.issues_of);
END;
--> statement-breakpoint
DROP TRIGGER `documents_deleted`;
--> statement-breakpoint
CREATE TRIGGER `documents_deleted` AFTER DELETE ON `documents` BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (old.ref, old.family, coalesce(old.outcome, ''), old.removed_at IS NOT NULL, old.open > 0, -1)
    ON CONFLICT DO UPDATE SET n = n - 1;
  INSERT INTO owner_totals (ref, owner, family, outcome, is_removed, is_open, n)
    SELECT old.ref, value, old.family, coalesce(old.outcome, ''), old.removed_at IS NOT NULL, old.open > 0, -1 FROM json_each(old.owners) WHERE true
    ON CONFLICT DO UPDATE SET n = n - 1;
  UPDATE gate_limits SET found = found - CASE scope
    WHEN 'all' THEN CASE name WHEN 'error' THEN old.counts_error WHEN 'warning' THEN old.counts_warning ELSE old.counts_info END
    WHEN 'new' THEN coalesce(old.compared ->> ('$.new.' || name), 0)
    ELSE (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = old.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1)))) END
    WHERE family = old.family AND old.ref = '' AND old.removed_at IS NULL;
  DELETE FROM document_rules WHERE document_id = old.id;
  DELETE FROM document_owners WHERE document_id = old.id;
  INSERT INTO document_search (document_search, rowid, file_path) VALUES ('delete', old.id, old.file_path);
END;
