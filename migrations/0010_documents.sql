CREATE TABLE `document_rules` (
	`rule_id` text NOT NULL,
	`document_id` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`rule_id`, `document_id`)
);
--> statement-breakpoint
CREATE INDEX `document_rules_document` ON `document_rules` (`document_id`);--> statement-breakpoint
CREATE TABLE `document_totals` (
	`ref` text NOT NULL,
	`family` text NOT NULL,
	`outcome` text NOT NULL,
	`is_removed` integer NOT NULL,
	`is_open` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`ref`, `family`, `outcome`, `is_removed`, `is_open`)
);
--> statement-breakpoint
CREATE TABLE `documents` (
	`id` integer PRIMARY KEY NOT NULL,
	`family` text NOT NULL,
	`ref` text NOT NULL,
	`file_path` text NOT NULL,
	`validation_id` text NOT NULL,
	`content_sha256` text NOT NULL,
	`outcome` text,
	`review` text NOT NULL,
	`counts_error` integer NOT NULL,
	`counts_warning` integer NOT NULL,
	`counts_info` integer NOT NULL,
	`open` integer NOT NULL,
	`issues_of` text NOT NULL,
	`first_seen_at` text NOT NULL,
	`validated_at` text NOT NULL,
	`removed_at` text,
	`findings` integer GENERATED ALWAYS AS (counts_error + counts_warning + counts_info) VIRTUAL NOT NULL,
	`place` integer GENERATED ALWAYS AS (id) VIRTUAL NOT NULL,
	`is_open` integer GENERATED ALWAYS AS (open > 0) VIRTUAL NOT NULL,
	`is_removed` integer GENERATED ALWAYS AS (removed_at is not null) VIRTUAL NOT NULL,
	FOREIGN KEY (`validation_id`) REFERENCES `validations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `documents_key` ON `documents` (`family`,`ref`,`file_path`);--> statement-breakpoint
CREATE UNIQUE INDEX `documents_validation` ON `documents` (`validation_id`);--> statement-breakpoint
CREATE INDEX `documents_by_path` ON `documents` (`ref`,`family`,`outcome`,`is_removed`,`is_open`,`file_path`,`place`);--> statement-breakpoint
CREATE INDEX `documents_by_time` ON `documents` (`ref`,`family`,`outcome`,`is_removed`,`is_open`,`validated_at`,`place`);--> statement-breakpoint
CREATE INDEX `documents_by_findings` ON `documents` (`ref`,`family`,`outcome`,`is_removed`,`is_open`,`findings`,`place`);--> statement-breakpoint
ALTER TABLE `workflows` ADD `ref` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `workflows` ADD `commit_sha` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `is_complete` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `validations` ADD `ref` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `validations` ADD `commit_sha` text;--> statement-breakpoint
ALTER TABLE `validations` ADD `supersedes` text;--> statement-breakpoint
ALTER TABLE `validations` ADD `superseded_by` text;--> statement-breakpoint
ALTER TABLE `validations` ADD `superseded` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- File paths by any three characters, as in `validation_search`.
CREATE VIRTUAL TABLE `document_search` USING fts5(
  file_path, content = 'documents', content_rowid = 'id', tokenize = 'trigram'
);
--> statement-breakpoint
-- What was stored before there were documents, in parts, for D1 gives a statement 30 seconds. Texts that came without a path
-- are no documents.
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid <= (SELECT max(rowid) FROM validations) * 1 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 1 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 2 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 2 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 3 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 3 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 4 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 4 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 5 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 5 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 6 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 6 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 7 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 7 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 8 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 8 / 10 AND rowid <= (SELECT max(rowid) FROM validations) * 9 / 10;
--> statement-breakpoint
UPDATE validations SET
  supersedes = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid < validations.rowid ORDER BY near.rowid DESC LIMIT 1),
  superseded_by = (SELECT id FROM validations near INDEXED BY validations_file_path WHERE near.file_path = validations.file_path
    AND near.family = validations.family AND near.rowid > validations.rowid ORDER BY near.rowid LIMIT 1)
  WHERE file_path <> 'untitled.md' AND rowid > (SELECT max(rowid) FROM validations) * 9 / 10;
--> statement-breakpoint
-- A run that validated an unchanged text again left its recommendations with the earlier result: they are still to be
-- decided on, so they move to the newest one.
UPDATE recommendations SET validation_id = newest.id
  FROM (
    SELECT id, issues_of FROM validations v
      WHERE issues_of IS NOT NULL AND superseded_by IS NULL AND file_path <> 'untitled.md'
        AND NOT EXISTS (SELECT 1 FROM recommendations WHERE validation_id = v.id)
  ) newest
  WHERE recommendations.validation_id = newest.issues_of;
--> statement-breakpoint
UPDATE recommendations SET status = 'superseded'
  WHERE status IN ('proposed', 'approved')
    AND validation_id IN (SELECT id FROM validations WHERE superseded_by IS NOT NULL);
--> statement-breakpoint
-- Counts may be changed by a trigger inside of another, in either order: so every change inserts what is not there yet.
CREATE TRIGGER `documents_inserted` AFTER INSERT ON `documents` BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (new.ref, new.family, coalesce(new.outcome, ''), new.removed_at IS NOT NULL, new.open > 0, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO document_rules (rule_id, document_id, n)
    SELECT rule_id, new.id, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id;
  INSERT INTO document_search (rowid, file_path) VALUES (new.id, new.file_path);
END;
--> statement-breakpoint
CREATE TRIGGER `documents_moved` AFTER UPDATE OF outcome, open, removed_at ON `documents`
WHEN old.outcome IS NOT new.outcome OR (old.open > 0) <> (new.open > 0)
  OR (old.removed_at IS NULL) <> (new.removed_at IS NULL) BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (old.ref, old.family, coalesce(old.outcome, ''), old.removed_at IS NOT NULL, old.open > 0, -1)
    ON CONFLICT DO UPDATE SET n = n - 1;
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (new.ref, new.family, coalesce(new.outcome, ''), new.removed_at IS NOT NULL, new.open > 0, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `documents_superseded` AFTER UPDATE OF validation_id ON `documents`
WHEN old.validation_id <> new.validation_id BEGIN
  UPDATE validations SET superseded_by = new.validation_id WHERE id = old.validation_id;
  UPDATE validations SET supersedes = old.validation_id, superseded = (
    SELECT count(*) FROM recommendations WHERE validation_id = old.validation_id AND status = 'proposed'
  ) WHERE id = new.validation_id;
  UPDATE recommendations SET status = 'superseded'
    WHERE validation_id = old.validation_id AND status IN ('proposed', 'approved');
END;
--> statement-breakpoint
CREATE TRIGGER `documents_reread` AFTER UPDATE OF issues_of ON `documents` WHEN old.issues_of <> new.issues_of BEGIN
  DELETE FROM document_rules WHERE document_id = old.id;
  INSERT INTO document_rules (rule_id, document_id, n)
    SELECT rule_id, new.id, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id;
END;
--> statement-breakpoint
CREATE TRIGGER `documents_removed` AFTER UPDATE OF removed_at ON `documents`
WHEN old.removed_at IS NULL AND new.removed_at IS NOT NULL BEGIN
  UPDATE recommendations SET status = 'superseded'
    WHERE validation_id = new.validation_id AND status IN ('proposed', 'approved');
END;
--> statement-breakpoint
CREATE TRIGGER `documents_deleted` AFTER DELETE ON `documents` BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (old.ref, old.family, coalesce(old.outcome, ''), old.removed_at IS NOT NULL, old.open > 0, -1)
    ON CONFLICT DO UPDATE SET n = n - 1;
  DELETE FROM document_rules WHERE document_id = old.id;
  INSERT INTO document_search (document_search, rowid, file_path) VALUES ('delete', old.id, old.file_path);
END;
--> statement-breakpoint
DROP TRIGGER `validations_moved`;
--> statement-breakpoint
CREATE TRIGGER `validations_moved` AFTER UPDATE OF family, outcome, review ON `validations`
WHEN old.family <> new.family OR old.outcome IS NOT new.outcome OR old.review <> new.review BEGIN
  UPDATE validation_totals SET n = n - 1
    WHERE family = old.family AND outcome = coalesce(old.outcome, '') AND review = old.review;
  INSERT INTO validation_totals (family, outcome, review, n)
    VALUES (new.family, coalesce(new.outcome, ''), new.review, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE documents SET review = new.review WHERE validation_id = new.id;
END;
--> statement-breakpoint
DROP TRIGGER `recommendations_moved`;
--> statement-breakpoint
CREATE TRIGGER `recommendations_moved` AFTER UPDATE OF status ON `recommendations`
WHEN old.status <> new.status BEGIN
  UPDATE recommendation_totals SET n = n - 1
    WHERE rule_id = old.rule_id AND status = old.status AND severity = old.severity AND family = old.family;
  INSERT INTO recommendation_totals (rule_id, status, severity, family, n)
    VALUES (new.rule_id, new.status, new.severity, new.family, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE documents SET open = open + (new.status = 'proposed') - (old.status = 'proposed')
    WHERE validation_id = new.validation_id AND (new.status = 'proposed') <> (old.status = 'proposed');
END;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid <= (SELECT max(rowid) FROM validations) * 1 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 1 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 2 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 2 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 3 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 3 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 4 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 4 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 5 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 5 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 6 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 6 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 7 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 7 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 8 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 8 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 9 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 9 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 10 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 10 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 11 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 11 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 12 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 12 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 13 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 13 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 14 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 14 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 15 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 15 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 16 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 16 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 17 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 17 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 18 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 18 / 20 AND v.rowid <= (SELECT max(rowid) FROM validations) * 19 / 20;
--> statement-breakpoint
INSERT INTO documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
    counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
  SELECT family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
    (SELECT count(*) FROM recommendations WHERE validation_id = v.id AND status = 'proposed'),
    coalesce(issues_of, id),
    (SELECT min(created_at) FROM validations WHERE file_path = v.file_path AND family = v.family),
    created_at
  FROM validations v WHERE superseded_by IS NULL AND file_path <> 'untitled.md'
    AND v.rowid > (SELECT max(rowid) FROM validations) * 19 / 20;
