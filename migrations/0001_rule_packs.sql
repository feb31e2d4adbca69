CREATE TABLE `families` (
	`name` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`sha256` text NOT NULL,
	`updated_by` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ignored_findings` (
	`family` text NOT NULL,
	`file_path` text NOT NULL,
	`fingerprint` text NOT NULL,
	`rule_id` text NOT NULL,
	`message` text NOT NULL,
	`note` text,
	`ignored_by` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`family`, `file_path`, `fingerprint`)
);
--> statement-breakpoint
DROP INDEX `validations_file_path`;--> statement-breakpoint
CREATE INDEX `validations_file_path` ON `validations` (`file_path`,`id`);--> statement-breakpoint
ALTER TABLE `documents` ADD `anchors` text;