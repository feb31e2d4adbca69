CREATE TABLE `github_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`installation_id` integer NOT NULL,
	`repository` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`default_branch` text NOT NULL,
	`is_again` integer NOT NULL,
	`origin` text NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`error` text,
	`received_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`resumes` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `github_deliveries_state` ON `github_deliveries` (`state`,`updated_at`);--> statement-breakpoint
CREATE TABLE `github_lines` (
	`family` text NOT NULL,
	`ref` text NOT NULL,
	`source` text,
	`done_sha` text,
	`done_by` text,
	`sha` text,
	`run_id` text,
	`claimed_by` text,
	`claimed_until` text,
	`wanted_by` text,
	PRIMARY KEY(`family`, `ref`)
);
