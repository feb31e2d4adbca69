CREATE TABLE `recommendation_totals` (
	`rule_id` text NOT NULL,
	`status` text NOT NULL,
	`severity` text NOT NULL,
	`family` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`rule_id`, `status`, `severity`, `family`)
);
--> statement-breakpoint
CREATE TABLE `validation_minutes` (
	`minute` text NOT NULL,
	`family` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`minute`, `family`)
);
--> statement-breakpoint
CREATE TABLE `validation_totals` (
	`family` text NOT NULL,
	`outcome` text NOT NULL,
	`review` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`family`, `outcome`, `review`)
);
--> statement-breakpoint
DROP INDEX `recommendations_status`;--> statement-breakpoint
DROP INDEX `recommendations_rule`;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `family` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `recommendations` ADD `approved_edits` text;--> statement-breakpoint
CREATE INDEX `recommendations_facets` ON `recommendations` (`status`,`severity`,`family`);--> statement-breakpoint
CREATE INDEX `recommendations_rule_facets` ON `recommendations` (`rule_id`,`status`,`severity`,`family`);--> statement-breakpoint
DROP INDEX `validations_family`;--> statement-breakpoint
DROP INDEX `validations_outcome`;--> statement-breakpoint
DROP INDEX `validations_review`;--> statement-breakpoint
DROP INDEX `validations_created_at`;--> statement-breakpoint
DROP INDEX `validations_file_path`;--> statement-breakpoint
DROP INDEX `validations_workflow`;--> statement-breakpoint
ALTER TABLE `validations` ADD `enhanced_sha256` text REFERENCES documents(sha256);--> statement-breakpoint
ALTER TABLE `validations` ADD `enhanced_base_sha256` text REFERENCES documents(sha256);--> statement-breakpoint
ALTER TABLE `validations` ADD `issues_of` text;--> statement-breakpoint
ALTER TABLE `validations` ADD `inputs_sha256` text;--> statement-breakpoint
CREATE INDEX `validations_facets` ON `validations` (`family`,`outcome`,`review`);--> statement-breakpoint
CREATE INDEX `validations_facets_by_path` ON `validations` (`family`,`outcome`,`review`,`file_path`);--> statement-breakpoint
CREATE INDEX `validations_workflow_by_path` ON `validations` (`workflow_id`,`file_path`) WHERE "validations"."workflow_id" is not null;--> statement-breakpoint
CREATE INDEX `validations_content` ON `validations` (`content_sha256`,`file_path`);--> statement-breakpoint
CREATE INDEX `validations_file_path` ON `validations` (`file_path`);--> statement-breakpoint
CREATE INDEX `validations_workflow` ON `validations` (`workflow_id`) WHERE "validations"."workflow_id" is not null;