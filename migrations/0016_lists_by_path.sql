-- Triggers that name the tables below, or the owners of what they count: they are made again at the end.
DROP TRIGGER `documents_inserted`;
--> statement-breakpoint
DROP TRIGGER `documents_counted`;
--> statement-breakpoint
DROP TRIGGER `documents_owned`;
--> statement-breakpoint
DROP TRIGGER `documents_reread`;
--> statement-breakpoint
DROP TRIGGER `documents_recounted`;
--> statement-breakpoint
DROP TRIGGER `documents_deleted`;
--> statement-breakpoint
DROP TRIGGER `recommendations_moved`;
--> statement-breakpoint
DROP TRIGGER `quality_changed`;
--> statement-breakpoint
DROP TRIGGER `quality_part_changed`;
--> statement-breakpoint
DROP VIEW `quality_changes`;
--> statement-breakpoint
DROP VIEW `quality_part_changes`;
--> statement-breakpoint
-- The same rows in the order of paths too, with one row less to write for each: so a page by path costs a page.
CREATE TABLE `new_document_rules` (
	`rule_id` text NOT NULL,
	`document_id` integer NOT NULL,
	`ref` text NOT NULL,
	`family` text NOT NULL,
	`file_path` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`document_id`, `rule_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `document_rules_by_path` ON `new_document_rules` (`rule_id`,`ref`,`family`,`file_path`);
--> statement-breakpoint
-- In parts, for D1 gives a statement 30 seconds: with the index, which takes as long.
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id <= (SELECT max(id) FROM documents) * 1 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 1 / 10 AND id <= (SELECT max(id) FROM documents) * 2 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 2 / 10 AND id <= (SELECT max(id) FROM documents) * 3 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 3 / 10 AND id <= (SELECT max(id) FROM documents) * 4 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 4 / 10 AND id <= (SELECT max(id) FROM documents) * 5 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 5 / 10 AND id <= (SELECT max(id) FROM documents) * 6 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 6 / 10 AND id <= (SELECT max(id) FROM documents) * 7 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 7 / 10 AND id <= (SELECT max(id) FROM documents) * 8 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 8 / 10 AND id <= (SELECT max(id) FROM documents) * 9 / 10;
--> statement-breakpoint
INSERT INTO `new_document_rules`
  SELECT o.rule_id, id, ref, family, file_path, o.n FROM documents CROSS JOIN `document_rules` o ON o.document_id = id
  WHERE id > (SELECT max(id) FROM documents) * 9 / 10;
--> statement-breakpoint
DROP TABLE `document_rules`;
--> statement-breakpoint
ALTER TABLE `new_document_rules` RENAME TO `document_rules`;
--> statement-breakpoint
CREATE TABLE `new_document_owners` (
	`owner` text NOT NULL,
	`document_id` integer NOT NULL,
	`ref` text NOT NULL,
	`family` text NOT NULL,
	`file_path` text NOT NULL,
	PRIMARY KEY(`document_id`, `owner`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `document_owners_by_path` ON `new_document_owners` (`owner`,`ref`,`family`,`file_path`);
--> statement-breakpoint
INSERT INTO `new_document_owners`
  SELECT o.owner, id, ref, family, file_path FROM documents CROSS JOIN `document_owners` o ON o.document_id = id
  WHERE true;
--> statement-breakpoint
DROP TABLE `document_owners`;
--> statement-breakpoint
ALTER TABLE `new_document_owners` RENAME TO `document_owners`;
--> statement-breakpoint
-- As before, with the owners of what changed (JSON). Rows of an owner have a slash and the owner for a folder: no folder
-- begins with a slash. A change without a path is one of the owners alone.
CREATE VIEW `quality_changes` AS SELECT family, folder AS file_path, day,
  documents_pass, documents_warning, documents_fail, documents_failed, findings_error, findings_warning,
  findings_info, open, decided, applied,
  NULL AS decided_at, NULL AS proposed_at, NULL AS owners FROM quality_days;
--> statement-breakpoint
CREATE TRIGGER `quality_changed` INSTEAD OF INSERT ON `quality_changes` BEGIN
  INSERT INTO quality_folder_changes
    SELECT new.family, folder, new.day, new.documents_pass, new.documents_warning, new.documents_fail,
      new.documents_failed, new.findings_error, new.findings_warning, new.findings_info, new.open, new.decided,
      new.applied, new.decided_at, new.proposed_at
    FROM (
      SELECT '' AS folder WHERE new.file_path IS NOT NULL
      UNION ALL SELECT substr(new.file_path, 1, instr(new.file_path, '/') - 1) WHERE instr(new.file_path, '/') > 1
      UNION ALL SELECT substr(new.file_path, 1,
          instr(new.file_path, '/') + instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') - 1)
        WHERE instr(new.file_path, '/') > 1 AND instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') > 1
      -- A decision that is taken back may be one that others owned.
      UNION ALL SELECT '/' || value FROM json_each(new.owners)
        WHERE new.decided >= 0 OR EXISTS (SELECT 1 FROM quality_days
          WHERE family = new.family AND folder = '/' || value AND day = new.day AND decided > 0)
    );
END;
--> statement-breakpoint
CREATE VIEW `quality_part_changes` AS SELECT family, folder AS file_path, name AS rule_id, documents, findings,
  NULL AS owners FROM quality_parts;
--> statement-breakpoint
CREATE TRIGGER `quality_part_changed` INSTEAD OF INSERT ON `quality_part_changes` BEGIN
  INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
    SELECT new.family, iif(new.rule_id IS NULL, '', folder), iif(new.rule_id IS NULL, 'folder', 'rule'),
      coalesce(new.rule_id, folder), new.documents, new.findings
    FROM (
      SELECT '' AS folder WHERE new.file_path IS NOT NULL
      UNION ALL SELECT substr(new.file_path, 1, instr(new.file_path, '/') - 1) WHERE instr(new.file_path, '/') > 1
      UNION ALL SELECT substr(new.file_path, 1,
          instr(new.file_path, '/') + instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') - 1)
        WHERE instr(new.file_path, '/') > 1 AND instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') > 1
      UNION ALL SELECT '/' || value FROM json_each(new.owners)
    ) WHERE new.rule_id IS NOT NULL OR folder <> ''
    ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
END;
--> statement-breakpoint
CREATE TRIGGER `documents_inserted` AFTER INSERT ON `documents` BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (new.ref, new.family, coalesce(new.outcome, ''), new.removed_at IS NOT NULL, new.open > 0, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO document_rules (rule_id, document_id, ref, family, file_path, n)
    SELECT rule_id, new.id, new.ref, new.family, new.file_path, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id;
  INSERT INTO document_search (rowid, file_path) VALUES (new.id, new.file_path);
  INSERT INTO quality_changes
    SELECT new.family, new.file_path, substr(new.validated_at, 1, 10),
      (new.removed_at IS NULL) * (new.outcome IS 'pass'), (new.removed_at IS NULL) * (new.outcome IS 'warning'),
      (new.removed_at IS NULL) * (new.outcome IS 'fail'), (new.removed_at IS NULL) * (new.outcome IS NULL),
      (new.removed_at IS NULL) * new.counts_error, (new.removed_at IS NULL) * new.counts_warning,
      (new.removed_at IS NULL) * new.counts_info, (new.removed_at IS NULL) * new.open,
      0, 0, NULL, NULL, new.owners
    WHERE new.ref = '';
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, rule_id, 1, n, new.owners FROM document_rules
      WHERE document_id = new.id AND new.ref = '' AND new.removed_at IS NULL;
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, NULL, 1, new.counts_error + new.counts_warning + new.counts_info, NULL
    WHERE new.ref = '' AND new.removed_at IS NULL;
  INSERT INTO document_owners (owner, document_id, ref, family, file_path)
    SELECT value, new.id, new.ref, new.family, new.file_path FROM json_each(new.owners);
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
-- Where owners change, the trigger on owners takes the document from the ones and gives it to the others.
CREATE TRIGGER `documents_counted` AFTER UPDATE OF outcome, counts_error, counts_warning, counts_info, open, removed_at
ON `documents` WHEN new.ref = '' BEGIN
  INSERT INTO quality_changes
    SELECT new.family, new.file_path, CASE
      WHEN new.removed_at IS NOT old.removed_at AND new.removed_at IS NOT NULL THEN substr(new.removed_at, 1, 10)
      WHEN new.validated_at <> old.validated_at THEN substr(new.validated_at, 1, 10) END,
      (new.removed_at IS NULL) * (new.outcome IS 'pass') - (old.removed_at IS NULL) * (old.outcome IS 'pass'),
      (new.removed_at IS NULL) * (new.outcome IS 'warning') - (old.removed_at IS NULL) * (old.outcome IS 'warning'),
      (new.removed_at IS NULL) * (new.outcome IS 'fail') - (old.removed_at IS NULL) * (old.outcome IS 'fail'),
      (new.removed_at IS NULL) * (new.outcome IS NULL) - (old.removed_at IS NULL) * (old.outcome IS NULL),
      (new.removed_at IS NULL) * new.counts_error - (old.removed_at IS NULL) * old.counts_error,
      (new.removed_at IS NULL) * new.counts_warning - (old.removed_at IS NULL) * old.counts_warning,
      (new.removed_at IS NULL) * new.counts_info - (old.removed_at IS NULL) * old.counts_info,
      (new.removed_at IS NULL) * new.open - (old.removed_at IS NULL) * old.open,
      0, 0, NULL, NULL, iif(old.owners = new.owners, new.owners, NULL);
END;
--> statement-breakpoint
-- Rules whose number of findings is the same are left alone.
CREATE TRIGGER `documents_reread` AFTER UPDATE OF issues_of, removed_at ON `documents`
WHEN old.issues_of <> new.issues_of OR (old.removed_at IS NULL) <> (new.removed_at IS NULL) BEGIN
  UPDATE gate_limits SET found = found - (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = old.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1))))
    WHERE family = old.family AND scope = 'rule' AND old.ref = '' AND old.removed_at IS NULL
      AND old.issues_of <> new.issues_of;
  -- Before the parts change: the trigger above may fire after this one.
  INSERT INTO quality_changes
    SELECT new.family, new.file_path, CASE
      WHEN new.removed_at IS NOT old.removed_at AND new.removed_at IS NOT NULL THEN substr(new.removed_at, 1, 10)
      WHEN new.validated_at <> old.validated_at THEN substr(new.validated_at, 1, 10) END,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, iif(old.owners = new.owners, new.owners, NULL)
    WHERE new.ref = '';
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, rule_id, sum(documents), sum(findings),
      iif(old.owners = new.owners, new.owners, NULL) FROM (
      SELECT rule_id, -1 AS documents, -n AS findings FROM document_rules
        WHERE document_id = old.id AND old.removed_at IS NULL
      UNION ALL SELECT rule_id, 1, count(*) FROM issues
        WHERE validation_id = new.issues_of AND new.removed_at IS NULL GROUP BY rule_id
    ) WHERE new.ref = '' GROUP BY rule_id HAVING sum(documents) <> 0 OR sum(findings) <> 0;
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, NULL, (new.removed_at IS NULL) - (old.removed_at IS NULL),
      (new.removed_at IS NULL) * (new.counts_error + new.counts_warning + new.counts_info)
        - (old.removed_at IS NULL) * (old.counts_error + old.counts_warning + old.counts_info), NULL
    WHERE new.ref = '' AND (
      (old.removed_at IS NULL) <> (new.removed_at IS NULL)
      OR old.counts_error + old.counts_warning + old.counts_info
        <> new.counts_error + new.counts_warning + new.counts_info
    );
  DELETE FROM document_rules WHERE document_id = old.id
    AND rule_id NOT IN (SELECT rule_id FROM issues WHERE validation_id = new.issues_of);
  INSERT INTO document_rules (rule_id, document_id, ref, family, file_path, n)
    SELECT rule_id, new.id, new.ref, new.family, new.file_path, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id
    ON CONFLICT DO UPDATE SET n = excluded.n WHERE n <> excluded.n;
  UPDATE gate_limits SET found = found + (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = new.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1))))
    WHERE family = new.family AND scope = 'rule' AND new.ref = '' AND new.removed_at IS NULL
      AND old.issues_of <> new.issues_of;
END;
--> statement-breakpoint
CREATE TRIGGER `documents_owned` AFTER UPDATE OF owners ON `documents` WHEN old.owners <> new.owners BEGIN
  DELETE FROM document_owners WHERE document_id = old.id;
  INSERT INTO document_owners (owner, document_id, ref, family, file_path)
    SELECT value, new.id, new.ref, new.family, new.file_path FROM json_each(new.owners);
  INSERT INTO quality_changes
    SELECT new.family, NULL, CASE
      WHEN new.removed_at IS NOT old.removed_at AND new.removed_at IS NOT NULL THEN substr(new.removed_at, 1, 10)
      WHEN new.validated_at <> old.validated_at THEN substr(new.validated_at, 1, 10) END,
      -(old.removed_at IS NULL) * (old.outcome IS 'pass'), -(old.removed_at IS NULL) * (old.outcome IS 'warning'),
      -(old.removed_at IS NULL) * (old.outcome IS 'fail'), -(old.removed_at IS NULL) * (old.outcome IS NULL),
      -(old.removed_at IS NULL) * old.counts_error, -(old.removed_at IS NULL) * old.counts_warning,
      -(old.removed_at IS NULL) * old.counts_info, -(old.removed_at IS NULL) * old.open,
      0, 0, NULL, NULL, old.owners
    WHERE new.ref = '';
  INSERT INTO quality_changes
    SELECT new.family, NULL, CASE
      WHEN new.removed_at IS NOT old.removed_at AND new.removed_at IS NOT NULL THEN substr(new.removed_at, 1, 10)
      WHEN new.validated_at <> old.validated_at THEN substr(new.validated_at, 1, 10) END,
      (new.removed_at IS NULL) * (new.outcome IS 'pass'), (new.removed_at IS NULL) * (new.outcome IS 'warning'),
      (new.removed_at IS NULL) * (new.outcome IS 'fail'), (new.removed_at IS NULL) * (new.outcome IS NULL),
      (new.removed_at IS NULL) * new.counts_error, (new.removed_at IS NULL) * new.counts_warning,
      (new.removed_at IS NULL) * new.counts_info, (new.removed_at IS NULL) * new.open,
      0, 0, NULL, NULL, new.owners
    WHERE new.ref = '';
  -- From the issues: the rules of the document may be those of the new version or of the old one here.
  INSERT INTO quality_part_changes
    SELECT old.family, NULL, rule_id, -1, -count(*), old.owners FROM issues
      WHERE validation_id = old.issues_of AND new.ref = '' AND old.removed_at IS NULL GROUP BY rule_id;
  INSERT INTO quality_part_changes
    SELECT new.family, NULL, rule_id, 1, count(*), new.owners FROM issues
      WHERE validation_id = new.issues_of AND new.ref = '' AND new.removed_at IS NULL GROUP BY rule_id;
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
CREATE TRIGGER `documents_deleted` AFTER DELETE ON `documents` BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (old.ref, old.family, coalesce(old.outcome, ''), old.removed_at IS NOT NULL, old.open > 0, -1)
    ON CONFLICT DO UPDATE SET n = n - 1;
  INSERT INTO quality_changes
    SELECT old.family, old.file_path, NULL,
      -(old.removed_at IS NULL) * (old.outcome IS 'pass'), -(old.removed_at IS NULL) * (old.outcome IS 'warning'),
      -(old.removed_at IS NULL) * (old.outcome IS 'fail'), -(old.removed_at IS NULL) * (old.outcome IS NULL),
      -(old.removed_at IS NULL) * old.counts_error, -(old.removed_at IS NULL) * old.counts_warning,
      -(old.removed_at IS NULL) * old.counts_info, -(old.removed_at IS NULL) * old.open,
      0, 0, NULL, NULL, old.owners
    WHERE old.ref = '';
  INSERT INTO quality_part_changes
    SELECT old.family, old.file_path, rule_id, -1, -n, old.owners FROM document_rules
      WHERE document_id = old.id AND old.ref = '' AND old.removed_at IS NULL;
  INSERT INTO quality_part_changes
    SELECT old.family, old.file_path, NULL, -1, -(old.counts_error + old.counts_warning + old.counts_info), NULL
    WHERE old.ref = '' AND old.removed_at IS NULL;
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
--> statement-breakpoint
CREATE TRIGGER `recommendations_moved` AFTER UPDATE OF status ON `recommendations`
WHEN old.status <> new.status BEGIN
  UPDATE recommendation_totals SET n = n - 1
    WHERE rule_id = old.rule_id AND status = old.status AND severity = old.severity AND family = old.family;
  INSERT INTO recommendation_totals (rule_id, status, severity, family, n)
    VALUES (new.rule_id, new.status, new.severity, new.family, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  -- A decision counts on the day on which it was made, until it is taken back. These come first, for the day that begins.
  INSERT INTO quality_changes
    SELECT new.family, (SELECT file_path FROM validations WHERE id = new.validation_id),
      substr(old.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, -1, 0,
      old.decided_at, coalesce(old.proposed_at, old.created_at),
      (SELECT d.owners FROM validations v JOIN documents d ON d.family = v.family AND d.ref = v.ref
        AND d.file_path = v.file_path WHERE v.id = new.validation_id)
    WHERE old.decided_at IS NOT NULL AND old.decided_at IS NOT new.decided_at;
  INSERT INTO quality_changes
    SELECT new.family, (SELECT file_path FROM validations WHERE id = new.validation_id),
      substr(new.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0,
      new.decided_at, coalesce(new.proposed_at, new.created_at),
      (SELECT d.owners FROM validations v JOIN documents d ON d.family = v.family AND d.ref = v.ref
        AND d.file_path = v.file_path WHERE v.id = new.validation_id)
    WHERE new.decided_at IS NOT NULL AND new.decided_at IS NOT old.decided_at;
  INSERT INTO quality_changes
    SELECT new.family, (SELECT file_path FROM validations WHERE id = new.validation_id),
      substr(new.updated_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 0, new.status = 'applied', NULL, NULL,
      (SELECT d.owners FROM validations v JOIN documents d ON d.family = v.family AND d.ref = v.ref
        AND d.file_path = v.file_path WHERE v.id = new.validation_id)
    WHERE new.status IN ('proposed', 'applied');
  UPDATE documents SET open = open + (new.status = 'proposed') - (old.status = 'proposed')
    WHERE validation_id = new.validation_id AND (new.status = 'proposed') <> (old.status = 'proposed');
END;
--> statement-breakpoint
-- What documents had owners before: quality by owner begins with what these own now, on the day of the last version.
INSERT INTO quality_days (family, folder, day, documents_pass, documents_warning, documents_fail, documents_failed,
    findings_error, findings_warning, findings_info, open, decided, applied, waits, rules, folders)
  SELECT d.family, '/' || o.owner, substr(max(validated_at), 1, 10), sum(outcome IS 'pass'), sum(outcome IS 'warning'),
    sum(outcome IS 'fail'), sum(outcome IS NULL), sum(counts_error), sum(counts_warning), sum(counts_info), sum(open),
    0, 0, '{}', NULL, NULL
  FROM document_owners o JOIN documents d ON d.id = o.document_id
  WHERE d.ref = '' AND removed_at IS NULL GROUP BY d.family, o.owner;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id <= (SELECT max(id) FROM documents) * 1 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 1 / 10 AND d.id <= (SELECT max(id) FROM documents) * 2 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 2 / 10 AND d.id <= (SELECT max(id) FROM documents) * 3 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 3 / 10 AND d.id <= (SELECT max(id) FROM documents) * 4 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 4 / 10 AND d.id <= (SELECT max(id) FROM documents) * 5 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 5 / 10 AND d.id <= (SELECT max(id) FROM documents) * 6 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 6 / 10 AND d.id <= (SELECT max(id) FROM documents) * 7 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 7 / 10 AND d.id <= (SELECT max(id) FROM documents) * 8 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 8 / 10 AND d.id <= (SELECT max(id) FROM documents) * 9 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT d.family, '/' || o.owner, 'rule', r.rule_id, count(*), sum(r.n)
  FROM documents d CROSS JOIN document_owners o ON o.document_id = d.id CROSS JOIN document_rules r ON r.document_id = d.id
  WHERE d.ref = '' AND removed_at IS NULL AND d.id > (SELECT max(id) FROM documents) * 9 / 10
  GROUP BY d.family, o.owner, r.rule_id
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
