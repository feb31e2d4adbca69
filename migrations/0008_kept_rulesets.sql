CREATE TABLE `rulesets` (
	`version` text PRIMARY KEY NOT NULL,
	`family` text NOT NULL,
	`packs` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `workflows` ADD `ruleset_version` text;--> statement-breakpoint
CREATE INDEX `workflows_ruleset` ON `workflows` (`ruleset_version`,`state`);