CREATE TABLE `decisions` (
	`findings_key` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`recommendation_id` text NOT NULL,
	`reviewer` text,
	`notes` text,
	`approved_edits` text,
	`edits_key` text
);
--> statement-breakpoint
ALTER TABLE `recommendations` ADD `findings_key` text;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `edits_key` text;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `carried_from` text;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `batch_id` text;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `before` text;--> statement-breakpoint
CREATE INDEX `recommendations_batch` ON `recommendations` (`batch_id`) WHERE "recommendations"."batch_id" is not null;--> statement-breakpoint
ALTER TABLE `validations` ADD `batch_id` text;--> statement-breakpoint
ALTER TABLE `validations` ADD `before` text;--> statement-breakpoint
CREATE INDEX `validations_batch` ON `validations` (`batch_id`) WHERE "validations"."batch_id" is not null;--> statement-breakpoint
CREATE TRIGGER `recommendations_decided` AFTER UPDATE OF status ON `recommendations`
WHEN old.status <> new.status AND new.status <> 'superseded' AND new.findings_key IS NOT NULL BEGIN
  DELETE FROM decisions WHERE findings_key = new.findings_key AND new.status = 'proposed';
  INSERT INTO decisions (findings_key, status, recommendation_id, reviewer, notes, approved_edits, edits_key)
    SELECT new.findings_key, new.status, new.id, new.reviewer, new.notes, new.approved_edits, new.edits_key
      WHERE new.status <> 'proposed'
    ON CONFLICT (findings_key) DO UPDATE SET status = excluded.status,
      recommendation_id = excluded.recommendation_id, reviewer = excluded.reviewer, notes = excluded.notes,
      approved_edits = excluded.approved_edits, edits_key = excluded.edits_key;
END;
