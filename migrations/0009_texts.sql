-- SQLite renames the table in foreign keys and triggers too, so no table has to be built anew.
ALTER TABLE `documents` RENAME TO `texts`;
