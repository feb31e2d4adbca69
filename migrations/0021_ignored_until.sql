ALTER TABLE `ignored_findings` ADD `until` text;--> statement-breakpoint
CREATE INDEX `ignored_findings_until` ON `ignored_findings` (`until`) WHERE "ignored_findings"."until" is not null;