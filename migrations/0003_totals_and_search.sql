-- What drizzle has no words for: full-text indexes, and the triggers that keep them and the totals in the transaction of
-- every change. `changes()` counts no rows of triggers, so guarded events are not misled.

-- File paths and notes by any three characters. The text stays in `validations`; the rowid is the same.
CREATE VIRTUAL TABLE `validation_search` USING fts5(
  file_path, notes, content = 'validations', content_rowid = 'rowid', tokenize = 'trigram'
);
--> statement-breakpoint
-- The words of the documents (their stems, in English), without the documents.
CREATE VIRTUAL TABLE `validation_texts` USING fts5(
  text, content = '', contentless_delete = 1, detail = none, tokenize = 'porter unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER `validations_inserted` AFTER INSERT ON `validations` BEGIN
  INSERT INTO validation_totals (family, outcome, review, n)
    VALUES (new.family, coalesce(new.outcome, ''), new.review, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO validation_minutes (minute, family, n) VALUES (substr(new.created_at, 1, 16), new.family, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO validation_search (rowid, file_path, notes) VALUES (new.rowid, new.file_path, new.notes);
  INSERT INTO validation_texts (rowid, text)
    SELECT new.rowid, content FROM documents WHERE sha256 = new.content_sha256;
END;
--> statement-breakpoint
CREATE TRIGGER `validations_moved` AFTER UPDATE OF family, outcome, review ON `validations`
WHEN old.family <> new.family OR old.outcome IS NOT new.outcome OR old.review <> new.review BEGIN
  UPDATE validation_totals SET n = n - 1
    WHERE family = old.family AND outcome = coalesce(old.outcome, '') AND review = old.review;
  INSERT INTO validation_totals (family, outcome, review, n)
    VALUES (new.family, coalesce(new.outcome, ''), new.review, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `validations_reworded` AFTER UPDATE OF file_path, notes ON `validations`
WHEN old.file_path <> new.file_path OR old.notes IS NOT new.notes BEGIN
  INSERT INTO validation_search (validation_search, rowid, file_path, notes)
    VALUES ('delete', old.rowid, old.file_path, old.notes);
  INSERT INTO validation_search (rowid, file_path, notes) VALUES (new.rowid, new.file_path, new.notes);
END;
--> statement-breakpoint
CREATE TRIGGER `validations_deleted` AFTER DELETE ON `validations` BEGIN
  UPDATE validation_totals SET n = n - 1
    WHERE family = old.family AND outcome = coalesce(old.outcome, '') AND review = old.review;
  INSERT INTO validation_search (validation_search, rowid, file_path, notes)
    VALUES ('delete', old.rowid, old.file_path, old.notes);
  DELETE FROM validation_texts WHERE rowid = old.rowid;
END;
--> statement-breakpoint
CREATE TRIGGER `recommendations_inserted` AFTER INSERT ON `recommendations` BEGIN
  INSERT INTO recommendation_totals (rule_id, status, severity, family, n)
    VALUES (new.rule_id, new.status, new.severity, new.family, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `recommendations_moved` AFTER UPDATE OF status ON `recommendations`
WHEN old.status <> new.status BEGIN
  UPDATE recommendation_totals SET n = n - 1
    WHERE rule_id = old.rule_id AND status = old.status AND severity = old.severity AND family = old.family;
  INSERT INTO recommendation_totals (rule_id, status, severity, family, n)
    VALUES (new.rule_id, new.status, new.severity, new.family, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `recommendations_deleted` AFTER DELETE ON `recommendations` BEGIN
  UPDATE recommendation_totals SET n = n - 1
    WHERE rule_id = old.rule_id AND status = old.status AND severity = old.severity AND family = old.family;
END;
--> statement-breakpoint
-- What was stored before there were totals.
UPDATE recommendations SET family = (
  SELECT family FROM validations WHERE validations.id = recommendations.validation_id
);
--> statement-breakpoint
INSERT INTO validation_totals (family, outcome, review, n)
  SELECT family, coalesce(outcome, ''), review, count(*) FROM validations GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO validation_minutes (minute, family, n)
  SELECT substr(created_at, 1, 16), family, count(*) FROM validations GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO recommendation_totals (rule_id, status, severity, family, n)
  SELECT rule_id, status, severity, family, count(*) FROM recommendations GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
INSERT INTO validation_search (validation_search) VALUES ('rebuild');
--> statement-breakpoint
INSERT INTO validation_texts (rowid, text)
  SELECT validations.rowid, content FROM validations JOIN documents ON sha256 = content_sha256;
