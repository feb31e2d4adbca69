-- What is deleted leaves the indexes of paths and notes at once. Without this it stays in their segments, behind marks.
INSERT INTO `validation_search` (`validation_search`, `rank`) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO `document_search` (`document_search`, `rank`) VALUES ('secure-delete', 1);
