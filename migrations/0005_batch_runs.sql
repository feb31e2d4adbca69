CREATE TABLE `workflow_documents` (
	`workflow_id` text NOT NULL,
	`file_path` text NOT NULL,
	`content_sha256` text,
	`state` text NOT NULL,
	`error` text,
	`validation_id` text,
	PRIMARY KEY(`workflow_id`, `file_path`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`content_sha256`) REFERENCES `documents`(`sha256`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`validation_id`) REFERENCES `validations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `workflow_documents_run` ON `workflow_documents` (`workflow_id`);--> statement-breakpoint
CREATE INDEX `workflow_documents_state` ON `workflow_documents` (`workflow_id`,`state`);--> statement-breakpoint
ALTER TABLE `workflows` ADD `validation_types` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `reused` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `workflows` ADD `created_by` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `workflows` ADD `started_at` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `finished_at` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `told_at` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `nudges` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `workflows_family` ON `workflows` (`family`);--> statement-breakpoint
CREATE INDEX `workflows_family_state` ON `workflows` (`family`,`state`);--> statement-breakpoint
CREATE INDEX `workflows_name` ON `workflows` (`name`,`family`);--> statement-breakpoint
CREATE INDEX `events_run` ON `events` (`workflow_id`) WHERE "events"."workflow_id" is not null and "events"."validation_id" is null;