CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `documents` (
	`sha256` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL,
	`byte_length` integer NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`type` text NOT NULL,
	`timestamp` text NOT NULL,
	`actor` text NOT NULL,
	`validation_id` text,
	`recommendation_id` text,
	`workflow_id` text,
	`family` text,
	`payload` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_validation` ON `events` (`validation_id`) WHERE "events"."validation_id" is not null;--> statement-breakpoint
CREATE INDEX `events_recommendation` ON `events` (`recommendation_id`) WHERE "events"."recommendation_id" is not null;--> statement-breakpoint
CREATE INDEX `events_workflow` ON `events` (`workflow_id`) WHERE "events"."workflow_id" is not null;--> statement-breakpoint
CREATE INDEX `events_family` ON `events` (`family`) WHERE "events"."family" is not null;--> statement-breakpoint
CREATE TABLE `issues` (
	`validation_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`rule_id` text NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	`line` integer NOT NULL,
	`column` integer NOT NULL,
	`end_line` integer NOT NULL,
	`end_column` integer NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`snippet` text NOT NULL,
	`suggestion` text,
	`fixable` text NOT NULL,
	`fingerprint` text NOT NULL,
	`docs_url` text,
	PRIMARY KEY(`validation_id`, `ordinal`),
	FOREIGN KEY (`validation_id`) REFERENCES `validations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `recommendations` (
	`id` text PRIMARY KEY NOT NULL,
	`validation_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`title` text NOT NULL,
	`instruction` text NOT NULL,
	`rationale` text NOT NULL,
	`rule_id` text NOT NULL,
	`severity` text NOT NULL,
	`scope` text NOT NULL,
	`recommendation_type` text NOT NULL,
	`confidence` real NOT NULL,
	`status` text DEFAULT 'proposed' NOT NULL,
	`edits` text NOT NULL,
	`diff` text NOT NULL,
	`reviewer` text,
	`notes` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`validation_id`) REFERENCES `validations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `recommendations_validation` ON `recommendations` (`validation_id`,`ordinal`);--> statement-breakpoint
CREATE INDEX `recommendations_status` ON `recommendations` (`status`);--> statement-breakpoint
CREATE INDEX `recommendations_rule` ON `recommendations` (`rule_id`);--> statement-breakpoint
CREATE TABLE `validations` (
	`id` text PRIMARY KEY NOT NULL,
	`file_path` text NOT NULL,
	`family` text NOT NULL,
	`content_sha256` text NOT NULL,
	`status` text NOT NULL,
	`outcome` text,
	`review` text DEFAULT 'pending' NOT NULL,
	`counts_error` integer NOT NULL,
	`counts_warning` integer NOT NULL,
	`counts_info` integer NOT NULL,
	`validation_types` text NOT NULL,
	`ruleset` text NOT NULL,
	`workflow_id` text,
	`parent_validation_id` text,
	`notes` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`duration_ms` integer NOT NULL,
	FOREIGN KEY (`content_sha256`) REFERENCES `documents`(`sha256`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `validations_file_path` ON `validations` (`file_path`);--> statement-breakpoint
CREATE INDEX `validations_family` ON `validations` (`family`);--> statement-breakpoint
CREATE INDEX `validations_outcome` ON `validations` (`outcome`);--> statement-breakpoint
CREATE INDEX `validations_review` ON `validations` (`review`);--> statement-breakpoint
CREATE INDEX `validations_workflow` ON `validations` (`workflow_id`);--> statement-breakpoint
CREATE INDEX `validations_created_at` ON `validations` (`created_at`);--> statement-breakpoint
CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`name` text NOT NULL,
	`family` text NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`counts_error` integer DEFAULT 0 NOT NULL,
	`counts_warning` integer DEFAULT 0 NOT NULL,
	`counts_info` integer DEFAULT 0 NOT NULL,
	`error` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `workflows_state` ON `workflows` (`state`);