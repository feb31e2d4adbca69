CREATE TABLE `metric_buckets` (
	`step` integer NOT NULL,
	`at` integer NOT NULL,
	`figures` text NOT NULL,
	PRIMARY KEY(`step`, `at`)
);
