CREATE TABLE `quality_days` (
	`family` text NOT NULL,
	`folder` text NOT NULL,
	`day` text NOT NULL,
	`documents_pass` integer NOT NULL,
	`documents_warning` integer NOT NULL,
	`documents_fail` integer NOT NULL,
	`documents_failed` integer NOT NULL,
	`findings_error` integer NOT NULL,
	`findings_warning` integer NOT NULL,
	`findings_info` integer NOT NULL,
	`open` integer NOT NULL,
	`decided` integer NOT NULL,
	`applied` integer NOT NULL,
	`waits` text NOT NULL,
	`rules` text,
	`folders` text,
	PRIMARY KEY(`family`, `folder`, `day`)
);
--> statement-breakpoint
CREATE TABLE `quality_parts` (
	`family` text NOT NULL,
	`folder` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`documents` integer NOT NULL,
	`findings` integer NOT NULL,
	PRIMARY KEY(`family`, `folder`, `kind`, `name`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `quality_folders` ON `quality_parts` (`family`,`folder`,`findings`) WHERE "quality_parts"."kind" = 'folder';--> statement-breakpoint
ALTER TABLE `recommendations` ADD `proposed_at` text;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `decided_at` text;--> statement-breakpoint
-- What triggers write changes of quality to: the views store nothing. A change without a day is one of the newest day.
CREATE VIEW `quality_changes` AS SELECT family, folder AS file_path, day,
  documents_pass, documents_warning, documents_fail, documents_failed, findings_error, findings_warning,
  findings_info, open, decided, applied,
  NULL AS decided_at, NULL AS proposed_at FROM quality_days;
--> statement-breakpoint
-- The same, in the family as a whole (whose folder is empty) or in a folder.
CREATE VIEW `quality_folder_changes` AS SELECT family, folder, day,
  documents_pass, documents_warning, documents_fail, documents_failed, findings_error, findings_warning,
  findings_info, open, decided, applied,
  NULL AS decided_at, NULL AS proposed_at FROM quality_days;
--> statement-breakpoint
-- A change of a document is one of its family, of its first folder, and of its first two.
CREATE TRIGGER `quality_changed` INSTEAD OF INSERT ON `quality_changes` BEGIN
  INSERT INTO quality_folder_changes
    SELECT new.family, folder, new.day, new.documents_pass, new.documents_warning, new.documents_fail,
      new.documents_failed, new.findings_error, new.findings_warning, new.findings_info, new.open, new.decided,
      new.applied, new.decided_at, new.proposed_at
    FROM (
      SELECT '' AS folder
      UNION ALL SELECT substr(new.file_path, 1, instr(new.file_path, '/') - 1) WHERE instr(new.file_path, '/') > 1
      UNION ALL SELECT substr(new.file_path, 1,
          instr(new.file_path, '/') + instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') - 1)
        WHERE instr(new.file_path, '/') > 1 AND instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') > 1
    );
END;
--> statement-breakpoint
-- Findings of a rule in a document; those of all rules when there is no rule.
CREATE VIEW `quality_part_changes` AS SELECT family, folder AS file_path, name AS rule_id, documents, findings
  FROM quality_parts;
--> statement-breakpoint
CREATE TRIGGER `quality_part_changed` INSTEAD OF INSERT ON `quality_part_changes` BEGIN
  INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
    SELECT new.family, iif(new.rule_id IS NULL, '', folder), iif(new.rule_id IS NULL, 'folder', 'rule'),
      coalesce(new.rule_id, folder), new.documents, new.findings
    FROM (
      SELECT '' AS folder
      UNION ALL SELECT substr(new.file_path, 1, instr(new.file_path, '/') - 1) WHERE instr(new.file_path, '/') > 1
      UNION ALL SELECT substr(new.file_path, 1,
          instr(new.file_path, '/') + instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') - 1)
        WHERE instr(new.file_path, '/') > 1 AND instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') > 1
    ) WHERE new.rule_id IS NOT NULL OR folder <> ''
    ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, findings = findings + excluded.findings;
END;
--> statement-breakpoint
CREATE TRIGGER `quality_folder_changed` INSTEAD OF INSERT ON `quality_folder_changes` BEGIN
  -- The first change of a new day ends the day before: what has most findings is written down, as it was until now.
  UPDATE quality_days SET
    rules = (
      SELECT json_object('list', json_group_array(json_array(name, findings, documents)), 'more', (
          SELECT count(*) FROM (SELECT 1 FROM quality_parts
            WHERE family = new.family AND folder = new.folder AND kind = 'rule' AND findings > 0 LIMIT 1000)
        ) - count(*))
      FROM (SELECT name, findings, documents FROM quality_parts
        WHERE family = new.family AND folder = new.folder AND kind = 'rule' AND findings > 0
        ORDER BY findings DESC LIMIT 30)
    ),
    folders = (
      SELECT json_object('list', json_group_array(json_array(name, findings, documents)), 'more', (
          SELECT count(*) FROM (SELECT 1 FROM quality_parts
            WHERE family = new.family AND folder = new.folder AND kind = 'folder' AND findings > 0 LIMIT 1000)
        ) - count(*))
      FROM (SELECT name, findings, documents FROM quality_parts
        WHERE family = new.family AND folder = new.folder AND kind = 'folder' AND findings > 0
        ORDER BY findings DESC LIMIT 30)
    )
    WHERE family = new.family AND folder = new.folder AND day < new.day
      AND day = (SELECT max(day) FROM quality_days WHERE family = new.family AND folder = new.folder);
  -- A day begins with what the one before has. It comes between two days only when two clocks disagree at midnight.
  INSERT INTO quality_days (family, folder, day, documents_pass, documents_warning, documents_fail, documents_failed,
    findings_error, findings_warning, findings_info, open, decided, applied, waits, rules, folders)
    SELECT new.family, new.folder, new.day,
      coalesce(last.documents_pass, 0), coalesce(last.documents_warning, 0), coalesce(last.documents_fail, 0),
      coalesce(last.documents_failed, 0), coalesce(last.findings_error, 0), coalesce(last.findings_warning, 0),
      coalesce(last.findings_info, 0), coalesce(last.open, 0),
      0, 0, '{}',
      CASE WHEN later.day IS NOT NULL THEN coalesce(last.rules, '{"list":[],"more":0}') END,
      CASE WHEN later.day IS NOT NULL THEN coalesce(last.folders, '{"list":[],"more":0}') END
    FROM (SELECT 1) one
    LEFT JOIN quality_days last ON last.family = new.family AND last.folder = new.folder
      AND last.day = (
        SELECT max(day) FROM quality_days WHERE family = new.family AND folder = new.folder AND day < new.day
      )
    LEFT JOIN quality_days later ON later.family = new.family AND later.folder = new.folder
      AND later.day = (
        SELECT max(day) FROM quality_days WHERE family = new.family AND folder = new.folder AND day > new.day
      )
    WHERE new.day IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM quality_days WHERE family = new.family AND folder = new.folder AND day = new.day
    );
  UPDATE quality_days SET
    documents_pass = documents_pass + new.documents_pass,
    documents_warning = documents_warning + new.documents_warning,
    documents_fail = documents_fail + new.documents_fail,
    documents_failed = documents_failed + new.documents_failed,
    findings_error = findings_error + new.findings_error,
    findings_warning = findings_warning + new.findings_warning,
    findings_info = findings_info + new.findings_info,
    open = open + new.open
    WHERE family = new.family AND folder = new.folder
      AND day = (SELECT max(day) FROM quality_days WHERE family = new.family AND folder = new.folder)
      AND (
        new.documents_pass <> 0
        OR new.documents_warning <> 0
        OR new.documents_fail <> 0
        OR new.documents_failed <> 0
        OR new.findings_error <> 0
        OR new.findings_warning <> 0
        OR new.findings_info <> 0
        OR new.open <> 0
      );
  -- Waiting is counted in tenths of a day up to ten days, in days up to a year, and as a year beyond.
  UPDATE quality_days SET decided = decided + new.decided, applied = applied + new.applied,
    waits = CASE WHEN new.decided = 0 THEN waits ELSE (
      SELECT json_set(waits, '$."' || bucket || '"', coalesce(waits ->> ('$."' || bucket || '"'), 0) + new.decided)
      FROM (
        SELECT CASE WHEN days < 10 THEN printf('%.1f', CAST(days * 10 AS INTEGER) / 10.0)
          ELSE printf('%d', min(days, 365)) END AS bucket
        FROM (SELECT max(0, coalesce(julianday(new.decided_at) - julianday(new.proposed_at), 0)) AS days)
      )
    ) END
    WHERE family = new.family AND folder = new.folder AND day = new.day AND (new.decided <> 0 OR new.applied <> 0);
END;
--> statement-breakpoint
DROP TRIGGER `documents_inserted`;
--> statement-breakpoint
CREATE TRIGGER `documents_inserted` AFTER INSERT ON `documents` BEGIN
  INSERT INTO document_totals (ref, family, outcome, is_removed, is_open, n)
    VALUES (new.ref, new.family, coalesce(new.outcome, ''), new.removed_at IS NOT NULL, new.open > 0, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO document_rules (rule_id, document_id, n)
    SELECT rule_id, new.id, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id;
  INSERT INTO document_search (rowid, file_path) VALUES (new.id, new.file_path);
  INSERT INTO quality_changes
    SELECT new.family, new.file_path, substr(new.validated_at, 1, 10),
      (new.removed_at IS NULL) * (new.outcome IS 'pass'), (new.removed_at IS NULL) * (new.outcome IS 'warning'),
      (new.removed_at IS NULL) * (new.outcome IS 'fail'), (new.removed_at IS NULL) * (new.outcome IS NULL),
      (new.removed_at IS NULL) * new.counts_error, (new.removed_at IS NULL) * new.counts_warning,
      (new.removed_at IS NULL) * new.counts_info, (new.removed_at IS NULL) * new.open,
      0, 0, NULL, NULL
    WHERE new.ref = '';
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, rule_id, 1, n FROM document_rules
      WHERE document_id = new.id AND new.ref = '' AND new.removed_at IS NULL;
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, NULL, 1, new.counts_error + new.counts_warning + new.counts_info
    WHERE new.ref = '' AND new.removed_at IS NULL;
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
      0, 0, NULL, NULL;
END;
--> statement-breakpoint
DROP TRIGGER `documents_reread`;
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
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL
    WHERE new.ref = '';
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, rule_id, sum(documents), sum(findings) FROM (
      SELECT rule_id, -1 AS documents, -n AS findings FROM document_rules
        WHERE document_id = old.id AND old.removed_at IS NULL
      UNION ALL SELECT rule_id, 1, count(*) FROM issues
        WHERE validation_id = new.issues_of AND new.removed_at IS NULL GROUP BY rule_id
    ) WHERE new.ref = '' GROUP BY rule_id HAVING sum(documents) <> 0 OR sum(findings) <> 0;
  INSERT INTO quality_part_changes
    SELECT new.family, new.file_path, NULL, (new.removed_at IS NULL) - (old.removed_at IS NULL),
      (new.removed_at IS NULL) * (new.counts_error + new.counts_warning + new.counts_info)
        - (old.removed_at IS NULL) * (old.counts_error + old.counts_warning + old.counts_info)
    WHERE new.ref = '' AND (
      (old.removed_at IS NULL) <> (new.removed_at IS NULL)
      OR old.counts_error + old.counts_warning + old.counts_info
        <> new.counts_error + new.counts_warning + new.counts_info
    );
  DELETE FROM document_rules WHERE document_id = old.id
    AND rule_id NOT IN (SELECT rule_id FROM issues WHERE validation_id = new.issues_of);
  INSERT INTO document_rules (rule_id, document_id, n)
    SELECT rule_id, new.id, count(*) FROM issues WHERE validation_id = new.issues_of GROUP BY rule_id
    ON CONFLICT DO UPDATE SET n = excluded.n WHERE n <> excluded.n;
  UPDATE gate_limits SET found = found + (SELECT coalesce(sum(n), 0) FROM document_rules WHERE document_id = new.id
      AND (rule_id = name OR (substr(name, -1) = '*' AND substr(rule_id, 1, length(name) - 1) = substr(name, 1, length(name) - 1))))
    WHERE family = new.family AND scope = 'rule' AND new.ref = '' AND new.removed_at IS NULL
      AND old.issues_of <> new.issues_of;
END;
--> statement-breakpoint
DROP TRIGGER `documents_deleted`;
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
      0, 0, NULL, NULL
    WHERE old.ref = '';
  INSERT INTO quality_part_changes
    SELECT old.family, old.file_path, rule_id, -1, -n FROM document_rules
      WHERE document_id = old.id AND old.ref = '' AND old.removed_at IS NULL;
  INSERT INTO quality_part_changes
    SELECT old.family, old.file_path, NULL, -1, -(old.counts_error + old.counts_warning + old.counts_info)
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
DROP TRIGGER `recommendations_moved`;
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
      old.decided_at, coalesce(old.proposed_at, old.created_at)
    WHERE old.decided_at IS NOT NULL AND old.decided_at IS NOT new.decided_at;
  INSERT INTO quality_changes
    SELECT new.family, (SELECT file_path FROM validations WHERE id = new.validation_id),
      substr(new.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0,
      new.decided_at, coalesce(new.proposed_at, new.created_at)
    WHERE new.decided_at IS NOT NULL AND new.decided_at IS NOT old.decided_at;
  INSERT INTO quality_changes
    SELECT new.family, (SELECT file_path FROM validations WHERE id = new.validation_id),
      substr(new.updated_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 0, new.status = 'applied', NULL, NULL
    WHERE new.status IN ('proposed', 'applied');
  UPDATE documents SET open = open + (new.status = 'proposed') - (old.status = 'proposed')
    WHERE validation_id = new.validation_id AND (new.status = 'proposed') <> (old.status = 'proposed');
END;
--> statement-breakpoint
DROP TRIGGER `validations_deleted`;
--> statement-breakpoint
-- The versions before and after follow one another, and nothing is left that names the deleted one.
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
  DELETE FROM issues WHERE validation_id = old.id;
  DELETE FROM recommendations WHERE validation_id = old.id;
END;
--> statement-breakpoint
-- What was stored before. When a decision was made is in the log, as far as it is kept.
UPDATE recommendations SET decided_at = coalesce((
    SELECT max(timestamp) FROM events WHERE recommendation_id = recommendations.id
      AND type IN ('recommendation_approved', 'recommendation_rejected')
  ), updated_at)
  WHERE status IN ('approved', 'rejected', 'applied') AND carried_from IS NULL;
--> statement-breakpoint
UPDATE recommendations SET decided_at = (
    SELECT iif(type IN ('recommendation_approved', 'recommendation_rejected'), timestamp, NULL) FROM events
      WHERE recommendation_id = recommendations.id AND type IN ('recommendation_approved', 'recommendation_rejected',
        'recommendation_reopened', 'recommendation_undone')
      ORDER BY id DESC LIMIT 1
  )
  WHERE status = 'superseded' AND carried_from IS NULL;
--> statement-breakpoint
-- The family as a whole, and the first folder and the first two of each path.
CREATE TABLE quality_paths AS
  SELECT file_path, '' AS folder FROM (SELECT DISTINCT file_path FROM validations)
  UNION ALL SELECT file_path, substr(file_path, 1, instr(file_path, '/') - 1)
    FROM (SELECT DISTINCT file_path FROM validations) WHERE instr(file_path, '/') > 1
  UNION ALL SELECT file_path, substr(file_path, 1,
      instr(file_path, '/') + instr(substr(file_path, instr(file_path, '/') + 1), '/') - 1)
    FROM (SELECT DISTINCT file_path FROM validations)
    WHERE instr(file_path, '/') > 1 AND instr(substr(file_path, instr(file_path, '/') + 1), '/') > 1;
--> statement-breakpoint
CREATE INDEX quality_paths_path ON quality_paths (file_path, folder);
--> statement-breakpoint
-- What each version of a document added to the main line and took away from it, by day.
CREATE TABLE quality_versions AS
  SELECT v.id, v.family, substr(v.created_at, 1, 10) AS day, v.file_path, v.outcome, v.counts_error, v.counts_warning,
    v.counts_info, coalesce(v.issues_of, v.id) AS issues_of, 1 AS sign, coalesce(o.issues_of, o.id) AS other
  FROM validations v LEFT JOIN validations o ON o.id = v.supersedes
  WHERE v.ref = '' AND v.file_path <> 'untitled.md'
  UNION ALL SELECT o.id, v.family, substr(v.created_at, 1, 10), o.file_path, o.outcome, o.counts_error, o.counts_warning,
    o.counts_info, coalesce(o.issues_of, o.id), -1, coalesce(v.issues_of, v.id)
  FROM validations v JOIN validations o ON o.id = v.supersedes
  WHERE v.ref = '' AND v.file_path <> 'untitled.md'
  UNION ALL SELECT validation_id, family, substr(removed_at, 1, 10), file_path, outcome, counts_error, counts_warning,
    counts_info, issues_of, -1, NULL
  FROM documents WHERE ref = '' AND removed_at IS NOT NULL;
--> statement-breakpoint
-- Each day's changes, from parts of the history, for D1 gives a statement 30 seconds.
CREATE TABLE quality_sums (family, folder, day, pass, warning, fail, failed, error_findings, warning_findings, info_findings,
  open, decided, applied);
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT family, file_path, day, sign * (outcome IS 'pass') AS pass, sign * (outcome IS 'warning') AS warning,
      sign * (outcome IS 'fail') AS fail, sign * (outcome IS NULL) AS failed, sign * counts_error AS error_findings,
      sign * counts_warning AS warning_findings, sign * counts_info AS info_findings, 0 AS open, 0 AS decided,
      0 AS applied
    FROM quality_versions
    WHERE rowid <= (SELECT max(rowid) FROM quality_versions) * 1 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT family, file_path, day, sign * (outcome IS 'pass') AS pass, sign * (outcome IS 'warning') AS warning,
      sign * (outcome IS 'fail') AS fail, sign * (outcome IS NULL) AS failed, sign * counts_error AS error_findings,
      sign * counts_warning AS warning_findings, sign * counts_info AS info_findings, 0 AS open, 0 AS decided,
      0 AS applied
    FROM quality_versions
    WHERE rowid > (SELECT max(rowid) FROM quality_versions) * 1 / 5 AND rowid <= (SELECT max(rowid) FROM quality_versions) * 2 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT family, file_path, day, sign * (outcome IS 'pass') AS pass, sign * (outcome IS 'warning') AS warning,
      sign * (outcome IS 'fail') AS fail, sign * (outcome IS NULL) AS failed, sign * counts_error AS error_findings,
      sign * counts_warning AS warning_findings, sign * counts_info AS info_findings, 0 AS open, 0 AS decided,
      0 AS applied
    FROM quality_versions
    WHERE rowid > (SELECT max(rowid) FROM quality_versions) * 2 / 5 AND rowid <= (SELECT max(rowid) FROM quality_versions) * 3 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT family, file_path, day, sign * (outcome IS 'pass') AS pass, sign * (outcome IS 'warning') AS warning,
      sign * (outcome IS 'fail') AS fail, sign * (outcome IS NULL) AS failed, sign * counts_error AS error_findings,
      sign * counts_warning AS warning_findings, sign * counts_info AS info_findings, 0 AS open, 0 AS decided,
      0 AS applied
    FROM quality_versions
    WHERE rowid > (SELECT max(rowid) FROM quality_versions) * 3 / 5 AND rowid <= (SELECT max(rowid) FROM quality_versions) * 4 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT family, file_path, day, sign * (outcome IS 'pass') AS pass, sign * (outcome IS 'warning') AS warning,
      sign * (outcome IS 'fail') AS fail, sign * (outcome IS NULL) AS failed, sign * counts_error AS error_findings,
      sign * counts_warning AS warning_findings, sign * counts_info AS info_findings, 0 AS open, 0 AS decided,
      0 AS applied
    FROM quality_versions
    WHERE rowid > (SELECT max(rowid) FROM quality_versions) * 4 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT r.family, v.file_path, substr(r.created_at, 1, 10) AS day, 0 AS pass, 0 AS warning, 0 AS fail, 0 AS failed,
        0 AS error_findings, 0 AS warning_findings, 0 AS info_findings, 1 AS open, 0 AS decided, 0 AS applied
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 1 / 5
    UNION ALL SELECT r.family, v.file_path,
        substr(coalesce(r.decided_at, w.created_at, d.removed_at, r.updated_at), 1, 10),
        0, 0, 0, 0, 0, 0, 0, -1, 0, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
        LEFT JOIN validations w ON w.id = v.superseded_by LEFT JOIN documents d ON d.validation_id = v.id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.status <> 'proposed' AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 1 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.decided_at IS NOT NULL AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 1 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.updated_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.status = 'applied' AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 1 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT r.family, v.file_path, substr(r.created_at, 1, 10) AS day, 0 AS pass, 0 AS warning, 0 AS fail, 0 AS failed,
        0 AS error_findings, 0 AS warning_findings, 0 AS info_findings, 1 AS open, 0 AS decided, 0 AS applied
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 1 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 2 / 5
    UNION ALL SELECT r.family, v.file_path,
        substr(coalesce(r.decided_at, w.created_at, d.removed_at, r.updated_at), 1, 10),
        0, 0, 0, 0, 0, 0, 0, -1, 0, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
        LEFT JOIN validations w ON w.id = v.superseded_by LEFT JOIN documents d ON d.validation_id = v.id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.status <> 'proposed' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 1 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 2 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.decided_at IS NOT NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 1 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 2 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.updated_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.status = 'applied' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 1 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 2 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT r.family, v.file_path, substr(r.created_at, 1, 10) AS day, 0 AS pass, 0 AS warning, 0 AS fail, 0 AS failed,
        0 AS error_findings, 0 AS warning_findings, 0 AS info_findings, 1 AS open, 0 AS decided, 0 AS applied
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 2 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 3 / 5
    UNION ALL SELECT r.family, v.file_path,
        substr(coalesce(r.decided_at, w.created_at, d.removed_at, r.updated_at), 1, 10),
        0, 0, 0, 0, 0, 0, 0, -1, 0, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
        LEFT JOIN validations w ON w.id = v.superseded_by LEFT JOIN documents d ON d.validation_id = v.id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.status <> 'proposed' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 2 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 3 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.decided_at IS NOT NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 2 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 3 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.updated_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.status = 'applied' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 2 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 3 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT r.family, v.file_path, substr(r.created_at, 1, 10) AS day, 0 AS pass, 0 AS warning, 0 AS fail, 0 AS failed,
        0 AS error_findings, 0 AS warning_findings, 0 AS info_findings, 1 AS open, 0 AS decided, 0 AS applied
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 3 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 4 / 5
    UNION ALL SELECT r.family, v.file_path,
        substr(coalesce(r.decided_at, w.created_at, d.removed_at, r.updated_at), 1, 10),
        0, 0, 0, 0, 0, 0, 0, -1, 0, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
        LEFT JOIN validations w ON w.id = v.superseded_by LEFT JOIN documents d ON d.validation_id = v.id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.status <> 'proposed' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 3 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 4 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.decided_at IS NOT NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 3 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 4 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.updated_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.status = 'applied' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 3 / 5 AND r.rowid <= (SELECT max(rowid) FROM recommendations) * 4 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_sums
  SELECT family, folder, day, sum(pass), sum(warning), sum(fail), sum(failed), sum(error_findings), sum(warning_findings),
    sum(info_findings), sum(open), sum(decided), sum(applied)
  FROM (
    SELECT r.family, v.file_path, substr(r.created_at, 1, 10) AS day, 0 AS pass, 0 AS warning, 0 AS fail, 0 AS failed,
        0 AS error_findings, 0 AS warning_findings, 0 AS info_findings, 1 AS open, 0 AS decided, 0 AS applied
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 4 / 5
    UNION ALL SELECT r.family, v.file_path,
        substr(coalesce(r.decided_at, w.created_at, d.removed_at, r.updated_at), 1, 10),
        0, 0, 0, 0, 0, 0, 0, -1, 0, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id
        LEFT JOIN validations w ON w.id = v.superseded_by LEFT JOIN documents d ON d.validation_id = v.id
      WHERE v.ref = '' AND v.file_path <> 'untitled.md' AND r.carried_from IS NULL AND r.status <> 'proposed' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 4 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.decided_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.decided_at IS NOT NULL AND r.rowid > (SELECT max(rowid) FROM recommendations) * 4 / 5
    UNION ALL SELECT r.family, v.file_path, substr(r.updated_at, 1, 10), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
      FROM recommendations r JOIN validations v ON v.id = r.validation_id WHERE r.status = 'applied' AND r.rowid > (SELECT max(rowid) FROM recommendations) * 4 / 5
  ) JOIN quality_paths USING (file_path) GROUP BY family, folder, day;
--> statement-breakpoint
INSERT INTO quality_days (family, folder, day, documents_pass, documents_warning, documents_fail, documents_failed,
    findings_error, findings_warning, findings_info, open, decided, applied, waits, rules, folders)
  SELECT family, folder, day, sum(sum(pass)) OVER upto, sum(sum(warning)) OVER upto, sum(sum(fail)) OVER upto,
    sum(sum(failed)) OVER upto, sum(sum(error_findings)) OVER upto, sum(sum(warning_findings)) OVER upto,
    sum(sum(info_findings)) OVER upto, sum(sum(open)) OVER upto, sum(decided), sum(applied), '{}', NULL, NULL
  FROM quality_sums GROUP BY family, folder, day WINDOW upto AS (PARTITION BY family, folder ORDER BY day);
--> statement-breakpoint
DROP TABLE quality_sums;
--> statement-breakpoint
CREATE TABLE quality_decisions AS
  SELECT r.family, p.folder, substr(r.decided_at, 1, 10) AS day, r.decided_at, r.created_at
  FROM recommendations r JOIN validations v ON v.id = r.validation_id JOIN quality_paths p ON p.file_path = v.file_path
  WHERE r.decided_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX quality_decisions_day ON quality_decisions (family, folder, day);
--> statement-breakpoint
UPDATE quality_days SET waits = coalesce((
    SELECT json_group_object(bucket, n) FROM (
      SELECT CASE WHEN days < 10 THEN printf('%.1f', CAST(days * 10 AS INTEGER) / 10.0)
        ELSE printf('%d', min(days, 365)) END AS bucket, count(*) AS n
      FROM (
        SELECT max(0, coalesce(julianday(decided_at) - julianday(created_at), 0)) AS days
          FROM quality_decisions
          WHERE family = quality_days.family AND folder = quality_days.folder AND day = quality_days.day
      ) GROUP BY 1
    )
  ), '{}') WHERE decided > 0;
--> statement-breakpoint
CREATE TABLE quality_moves (family, folder, day, kind, name, findings, documents);
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 1 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 1 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 2 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 2 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 3 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 3 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 4 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 4 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 5 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 5 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 6 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 6 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 7 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 7 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 8 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 8 / 10 AND c.rowid <= (SELECT max(rowid) FROM quality_versions) * 9 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, folder, day, 'rule' AS kind, rule_id AS name, sum(sign * n) AS findings, sum(sign) AS documents FROM (
    SELECT c.family, c.file_path, c.day, c.sign, i.rule_id, count(*) AS n
      FROM quality_versions c CROSS JOIN issues i ON i.validation_id = c.issues_of
      WHERE c.issues_of IS NOT c.other AND c.rowid > (SELECT max(rowid) FROM quality_versions) * 9 / 10
      GROUP BY c.rowid, i.rule_id
  ) JOIN quality_paths USING (file_path)
  GROUP BY family, folder, day, rule_id HAVING sum(sign * n) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
INSERT INTO quality_moves
  SELECT family, '', day, 'folder', folder, sum(sign * (counts_error + counts_warning + counts_info)), sum(sign)
    FROM quality_versions JOIN quality_paths USING (file_path) WHERE folder <> ''
    GROUP BY family, folder, day HAVING sum(sign * (counts_error + counts_warning + counts_info)) <> 0 OR sum(sign) <> 0;
--> statement-breakpoint
CREATE INDEX quality_moves_part ON quality_moves (family, folder, kind, day);
--> statement-breakpoint
INSERT INTO quality_parts (family, folder, kind, name, documents, findings)
  SELECT family, folder, kind, name, sum(documents), sum(findings) FROM quality_moves GROUP BY family, folder, kind, name;
--> statement-breakpoint
UPDATE quality_days SET rules = (
    SELECT json_object('list', json_group_array(json_array(name, findings, documents)), 'more',
      coalesce(max(found), 0) - count(*))
    FROM (
      SELECT name, sum(findings) AS findings, sum(documents) AS documents, count(*) OVER () AS found FROM quality_moves
        WHERE family = quality_days.family AND folder = quality_days.folder AND kind = 'rule'
          AND day <= quality_days.day
        GROUP BY name HAVING sum(findings) > 0 ORDER BY 2 DESC LIMIT 30
    )
  ) WHERE day < (
    SELECT max(day) FROM quality_days later
      WHERE later.family = quality_days.family AND later.folder = quality_days.folder
  );
--> statement-breakpoint
UPDATE quality_days SET folders = (
    SELECT json_object('list', json_group_array(json_array(name, findings, documents)), 'more',
      coalesce(max(found), 0) - count(*))
    FROM (
      SELECT name, sum(findings) AS findings, sum(documents) AS documents, count(*) OVER () AS found FROM quality_moves
        WHERE family = quality_days.family AND folder = quality_days.folder AND kind = 'folder'
          AND day <= quality_days.day
        GROUP BY name HAVING sum(findings) > 0 ORDER BY 2 DESC LIMIT 30
    )
  ) WHERE day < (
    SELECT max(day) FROM quality_days later
      WHERE later.family = quality_days.family AND later.folder = quality_days.folder
  );
--> statement-breakpoint
-- The newest rows are the lines as they are now, whatever the history leaves open.
UPDATE quality_days SET documents_pass = now.pass, documents_warning = now.warning, documents_fail = now.fail,
    documents_failed = now.failed, findings_error = now.error_findings, findings_warning = now.warning_findings,
    findings_info = now.info_findings, open = now.open
  FROM (
    SELECT family, folder, sum(outcome IS 'pass') AS pass, sum(outcome IS 'warning') AS warning,
      sum(outcome IS 'fail') AS fail, sum(outcome IS NULL) AS failed, sum(counts_error) AS error_findings,
      sum(counts_warning) AS warning_findings, sum(counts_info) AS info_findings, sum(open) AS open
    FROM documents JOIN quality_paths USING (file_path) WHERE ref = '' AND removed_at IS NULL GROUP BY family, folder
  ) now
  WHERE quality_days.family = now.family AND quality_days.folder = now.folder AND day = (
    SELECT max(day) FROM quality_days later
      WHERE later.family = quality_days.family AND later.folder = quality_days.folder
  );
--> statement-breakpoint
DROP TABLE quality_moves;
--> statement-breakpoint
DROP TABLE quality_decisions;
--> statement-breakpoint
DROP TABLE quality_paths;
--> statement-breakpoint
DROP TABLE quality_versions;
