ALTER TABLE `quality_days` ADD `new_error` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quality_days` ADD `new_warning` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quality_days` ADD `new_info` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quality_days` ADD `resolved_error` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quality_days` ADD `resolved_warning` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `quality_days` ADD `resolved_info` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What a version of a document adds and resolves against the version before: the view stores nothing.
CREATE VIEW `quality_comparisons` AS SELECT family, folder AS file_path, day, NULL AS owners, NULL AS compared
  FROM quality_days;
--> statement-breakpoint
CREATE TRIGGER `quality_compared` INSTEAD OF INSERT ON `quality_comparisons` BEGIN
  -- Makes the row of the day.
  INSERT INTO quality_changes
    VALUES (new.family, new.file_path, new.day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, new.owners);
  UPDATE quality_days SET
    new_error = new_error + coalesce(new.compared ->> '$.new.error', 0),
    new_warning = new_warning + coalesce(new.compared ->> '$.new.warning', 0),
    new_info = new_info + coalesce(new.compared ->> '$.new.info', 0),
    resolved_error = resolved_error + coalesce(new.compared ->> '$.resolved.error', 0),
    resolved_warning = resolved_warning + coalesce(new.compared ->> '$.resolved.warning', 0),
    resolved_info = resolved_info + coalesce(new.compared ->> '$.resolved.info', 0)
    WHERE family = new.family AND day = new.day AND folder IN (
      SELECT ''
      UNION ALL SELECT substr(new.file_path, 1, instr(new.file_path, '/') - 1) WHERE instr(new.file_path, '/') > 1
      UNION ALL SELECT substr(new.file_path, 1,
          instr(new.file_path, '/') + instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') - 1)
        WHERE instr(new.file_path, '/') > 1 AND instr(substr(new.file_path, instr(new.file_path, '/') + 1), '/') > 1
      UNION ALL SELECT '/' || value FROM json_each(new.owners)
    );
END;
--> statement-breakpoint
-- A document that comes to a main line which is there. The first run of a family has nothing to compare with.
CREATE TRIGGER `documents_first_compared` AFTER INSERT ON `documents`
WHEN new.ref = '' AND new.compared -> '$.new' <> '{"error":0,"warning":0,"info":0}' BEGIN
  INSERT INTO quality_comparisons
    VALUES (new.family, new.file_path, substr(new.validated_at, 1, 10), new.owners, new.compared);
END;
--> statement-breakpoint
-- A version that keeps the comparison of the one before, because its text is the same, adds nothing itself.
CREATE TRIGGER `documents_compared` AFTER UPDATE OF validation_id ON `documents`
WHEN new.ref = '' AND old.validation_id <> new.validation_id
  AND (new.compared ->> '$.since' = old.validation_id OR old.removed_at IS NOT NULL)
  AND (new.compared -> '$.new' <> '{"error":0,"warning":0,"info":0}'
    OR new.compared -> '$.resolved' <> '{"error":0,"warning":0,"info":0}') BEGIN
  INSERT INTO quality_comparisons
    VALUES (new.family, new.file_path, substr(new.validated_at, 1, 10), new.owners, new.compared);
END;
