/** Every limit of the service. Units are in the names. */

/** Largest document, in bytes of UTF-8. */
export const MAX_DOCUMENT_BYTES = 1_000_000;
/** Largest request body, in bytes. */
export const MAX_REQUEST_BYTES = 5_000_000;
/** Largest webhook of GitHub, in bytes. A push that is larger is taken with the next one. */
export const MAX_WEBHOOK_BYTES = 5_000_000;
/** Most files of a delivered pull request, and the longest title of one, in UTF-16 code units. */
export const MAX_DELIVERED_FILES = 100;
export const MAX_PULL_TITLE_LENGTH = 200;
/** Most annotations of a check, and most suggestions that are open in a pull request. The desk has the rest. */
export const MAX_ANNOTATIONS = 250;
export const MAX_SUGGESTIONS = 10;
/** Most files in one multipart request. */
export const MAX_FILES_PER_REQUEST = 100;
/** Most bytes of documents, and time, that one request works on; the rest is `remaining`, to be sent again. */
export const MAX_WORK_BYTES = 2_000_000;
export const MAX_WORK_MS = 10_000;
/** Most documents that one request applies recommendations to; the rest is `remaining`, to be sent again. */
export const MAX_ENHANCED_PER_REQUEST = 25;
/** Most issues that the answer to a request with several files lists, over all files; each file has at least its counts. */
export const MAX_LISTED_ISSUES = 5_000;
/** Most paths that the links of the documents of one request are followed to, in UTF-16 code units of the paths together. */
export const MAX_LINKED_PATHS_LENGTH = 6_000_000;
/** About the most bytes of a page of an export, and most rows and changes that one query of it looks at. */
export const EXPORT_PAGE_BYTES = 1_500_000;
export const EXPORT_ROWS_PER_QUERY = 1_000;
export const EXPORT_CHANGES_PER_PAGE = 1_000;
/** An export that was not read for so long has ended. */
export const EXPORT_LIFETIME_MS = 24 * 60 * 60 * 1_000;
/** Changes noted for ended exports that one maintenance deletes. */
export const MAX_SWEPT_CHANGES = 20_000;
/** Largest part of an import, in bytes, in lines, and in validations, whose texts are indexed. */
export const MAX_IMPORT_BYTES = 16_000_000;
export const MAX_IMPORTED_LINES = 1_000;
export const MAX_IMPORTED_VALIDATIONS = 50;
/** Versions that one transaction deletes on request, transactions of one request, and pages of the search index in one. */
export const DELETED_VERSIONS_PER_STEP = 20;
export const MAX_DELETE_STEPS = 20;
export const INDEX_PAGES_PER_STEP = 500;
/** Texts that nothing refers to are deleted this often. */
export const SWEEP_TEXTS_INTERVAL_MS = 60 * 60 * 1_000;
/** Texts that one transaction of this looks at, and the most transactions each time. */
export const SWEPT_TEXTS_PER_STEP = 1_000;
export const MAX_SWEEP_STEPS = 10;
/** Validations that one transaction of thinning old versions looks at, and bulk decisions that one sweep looks at. */
export const PACKED_VERSIONS_PER_STEP = 100;
/** Most findings that one transaction packs, unless a single version has more. */
export const MAX_PACKED_FINDINGS_PER_STEP = 5_000;
/** Most bytes of texts that one transaction packs, unless a single one has more. */
export const MAX_PACKED_TEXT_BYTES_PER_STEP = 4_000_000;
export const THINNED_VALIDATIONS_PER_STEP = 200;
export const MAX_SWEPT_BATCHES = 1_000;
/** Findings that one maintenance stops to ignore because their time is over. */
export const MAX_SWEPT_IGNORED = 500;
/** Longest file path, in UTF-16 code units. */
export const MAX_FILE_PATH_LENGTH = 1_024;
/** Longest name of a ref, in UTF-16 code units. */
export const MAX_REF_LENGTH = 200;
/** Most validations in the history of one document's answer. */
export const MAX_DOCUMENT_HISTORY = 50;
/** Most owners that the counts by owner list. */
export const MAX_OWNER_GROUPS = 500;
/** Most folders that the counts by folder list. */
export const MAX_FOLDER_GROUPS = 500;
/** Most documents that one transaction marks as removed. */
export const REMOVED_PER_STEP = 500;
/** Most removed documents that new paths of a complete run are compared with, and most bytes of them, in one transaction. */
export const MAX_RENAME_CANDIDATES = 200;
export const MAX_RENAME_BYTES = 2_000_000;
/** Most issues kept of one document; one further issue then says how many were left out. */
export const MAX_ISSUES_PER_DOCUMENT = 1_000;
/** Longest recommendation title, in UTF-16 code units. */
export const MAX_TITLE_LENGTH = 100;
/** Longest snippet of an issue, in UTF-16 code units. */
export const MAX_SNIPPET_LENGTH = 200;

/** Most rules and folders of a day of quality, each; the answer says how many more there are, up to the last number. */
export const MAX_QUALITY_RULES = 30;
export const MAX_QUALITY_FOLDERS = 30;
export const MAX_COUNTED_PARTS = 1_000;
/** Most days of quality in one answer, and in the range that is asked for. */
export const MAX_QUALITY_DAYS = 366;

/** Most findings that one request ignores or restores. */
export const MAX_IGNORED_AT_ONCE = 100;
/** Most ids in one bulk decision. */
export const MAX_BULK_IDS = 100;
/** Most recommendations that one decision about a rule changes; the answer says how many remain. */
export const MAX_GROUP_DECISION = 500;
/** Most validations and issues of one report; the report says what it leaves out. */
export const MAX_REPORT_VALIDATIONS = 500;
export const MAX_REPORT_ISSUES = 20_000;
/**
 * Most documents of one patch, and most bytes of their texts; more are asked for in parts, or brought by `galley pull`.
 */
export const MAX_PATCH_DOCUMENTS = 1_000;
export const MAX_PATCH_BYTES = 5_000_000;
/** Most rules that a patch can be limited to. */
export const MAX_PATCH_RULES = 100;
/** How long a request with an `Idempotency-Key` is remembered. */
export const IDEMPOTENCY_KEY_LIFETIME_MS = 24 * 60 * 60 * 1_000;
/** Longest `Idempotency-Key`, in characters; they must be visible ASCII. */
export const MAX_IDEMPOTENCY_KEY_LENGTH = 255;
/** Longest note of a decision, in UTF-16 code units. */
export const MAX_NOTE_LENGTH = 2_000;
/** Longest text of a person's own in an approval, and of all of one approval together, in UTF-16 code units. */
export const MAX_OWN_TEXT_LENGTH = 10_000;
export const MAX_OWN_TEXTS_LENGTH = 100_000;
/** Most stored documents that a changed rule pack is tried on, within the work of one request. */
export const MAX_TRIAL_DOCUMENTS = 100;
/** Most JSON of the packs that are kept with a run, in bytes of UTF-8. */
export const MAX_RULESET_BYTES = 1_900_000;
/** Kept rulesets that no run needs any more, and that one sweep deletes. */
export const MAX_SWEPT_RULESETS = 100;

/** Longest name of a run, in UTF-16 code units. */
export const MAX_RUN_NAME_LENGTH = 200;
/** Most documents of one run, and of one request that adds some. */
export const MAX_WORKFLOW_DOCUMENTS = 10_000;
export const MAX_DOCUMENTS_PER_CHUNK = 500;
/** Longest reason why a document could not be read where it is, in UTF-16 code units. */
export const MAX_PROBLEM_LENGTH = 300;

/** How often runs are watched while any is running, whether anyone listens or not. */
export const RUN_WATCH_INTERVAL_MS = 10_000;
/** Most steps of one instance of a run, each with up to 350 queries; then the next instance goes on. */
export const RUN_STEPS_PER_INSTANCE = 2;
/** A running run without progress for this long is stalled, and is resumed. Longer than the retries of its instance. */
export const RUN_STALLED_AFTER_MS = 12_000;
/** A run that was resumed this often without progress fails. */
export const MAX_RUN_RESUMES = 5;
/** A delivery of GitHub without progress for this long is stalled, and is resumed; after this often it is given up. */
export const DELIVERY_STALLED_AFTER_MS = 30_000;
export const MAX_DELIVERY_RESUMES = 20;
/** While GitHub is out of order, a delivery is tried again for this long after it came. */
export const MAX_GITHUB_OUTAGE_MS = 6 * 60 * 60 * 1_000;
/** Deliveries that ended are remembered for this long. GitHub can send them again for three days. */
export const DELIVERY_LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000;
/** How long starting or resuming an instance may take. Longer counts as failed. */
export const RUNNER_TIMEOUT_MS = 10_000;
/**
 * Most JSON of a document's anchors that is stored, in UTF-16 code units; links into a document with more are not
 * checked for their anchors.
 */
export const MAX_ANCHORS_LENGTH = 100_000;
/** Most entries of each list in a run's summary: files, rules, failed documents, and new or resolved issues. */
export const MAX_SUMMARY_FILES = 20;
export const MAX_SUMMARY_RULES = 50;
export const MAX_SUMMARY_FAILURES = 200;
export const MAX_SUMMARY_ISSUES = 100;

/** For how long an isolate remembers what it has read of a token or session, and of how many. */
export const ACCESS_MEMORY_MS = 5_000;
export const MAX_REMEMBERED_CREDENTIALS = 10_000;
/** Longest name of a token, in UTF-16 code units, and most families that a token is limited to. */
export const MAX_TOKEN_NAME_LENGTH = 100;
export const MAX_TOKEN_FAMILIES = 50;
/** Longest lifetime of a token that expires, in days. */
export const MAX_TOKEN_DAYS = 3_650;
/** Shortest `ADMIN_TOKEN` that is accepted, in characters: a shorter one could be guessed. */
export const MIN_ADMIN_TOKEN_LENGTH = 20;
/** Longest credential that is checked, in UTF-16 code units. */
export const MAX_CREDENTIAL_LENGTH = 4_096;
/** A browser session lasts this long. */
export const SESSION_TTL_MS = 12 * 60 * 60 * 1_000;
/** A ticket for a socket is valid for this long. */
export const TICKET_TTL_MS = 30_000;
/** The period of all rate limits. */
export const RATE_PERIOD_SECONDS = 60;
/** Most simultaneous connections of one principal; in open mode there is no limit. */
export const MAX_SOCKETS_PER_PRINCIPAL = 100;
/** Most messages of one connection in a minute; pings and acknowledgements that move the position are not counted. */
export const MAX_MESSAGES_PER_MINUTE = 120;

/** Results of a list: the default and the maximum. */
export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;
/** Most edits and diffs of a page of recommendations, in characters: a page with more of them ends earlier. */
export const MAX_PAGE_TEXT_LENGTH = 4_000_000;
/** Lists count their results exactly up to here; beyond, `total_is_estimate` is set. */
export const EXACT_TOTAL_LIMIT = 1_000;
/** Shortest substring filter, in characters. */
export const MIN_SUBSTRING_LENGTH = 3;

/** Most topics of one live connection. */
export const MAX_TOPICS_PER_CONNECTION = 10;
/** Most events that one resume with `after=` replays; more are answered with `reset`. */
export const RESUME_MAX_EVENTS = 5_000;
/** Most JSON (UTF-16 code units) that one resume replays; more is answered with `reset`. */
export const RESUME_MAX_LENGTH = 4_000_000;
/** Most recent events that a hub keeps in memory for resuming clients, and their most JSON (UTF-16 code units). */
export const RECENT_MAX_EVENTS = 5_000;
export const RECENT_MAX_LENGTH = 4_000_000;
/** Most events in one frame, and the length after which a frame ends (UTF-16 code units of JSON). */
export const FRAME_MAX_EVENTS = 1_000;
export const FRAME_MAX_LENGTH = 1_000_000;
/** A framed client sends an acknowledgement after at most this many events. */
export const ACK_EVERY_EVENTS = 250;
/** A framed client with more unacknowledged events than this, or more JSON (UTF-16 code units), is closed with 4101. */
export const SLOW_READER_EVENTS = 10_000;
export const SLOW_READER_LENGTH = 4_000_000;
/** A flat client that was sent more than this (UTF-16 code units) since it last sent anything is closed with 4101. */
export const FLAT_MAX_UNCONFIRMED_LENGTH = 4_000_000;
/**
 * Most JSON (UTF-16 code units) that all lagging readers of a hub may have unacknowledged. Beyond it, sending pauses
 * for the given patience, and then the slowest readers are closed with 4101 until half of it is left.
 */
export const HUB_MAX_BACKLOG_LENGTH = 32_000_000;
export const BACKLOG_PATIENCE_MS = 1_000;
/** Most connections of one hub. */
export const MAX_SOCKETS_PER_HUB = 30_000;
/** Most hubs that `LIVE_SHARDS` can configure. */
export const MAX_LIVE_SHARDS = 32;
/** A hub's read of the log that takes longer than this has failed. */
export const LOG_READ_TIMEOUT_MS = 10_000;
/** Longest message of a client, in UTF-16 code units, or bytes if it is binary; a longer one closes the connection (1009). */
export const MAX_CLIENT_MESSAGE_LENGTH = 4_096;
/** Protocol errors that the hub answers before it closes the connection. */
export const MAX_PROTOCOL_ERRORS = 20;
/** Under load, at most one frame per audience in this window; the window grows with the cost of the last flush. */
export const FRAME_WINDOW_MS = 25;
/** A connection that never pings is sent a heartbeat this often. */
export const HEARTBEAT_INTERVAL_MS = 30_000;
/** While all connections ping, the hub checks for silent ones, and the log, this often. */
export const SWEEP_INTERVAL_MS = 60_000;
/** A connection that has pinged and then sends nothing for this long is closed at the next heartbeat. */
export const SILENT_AFTER_MS = 90_000;
/** The client library pings this often, and waits this long for the answer. */
export const CLIENT_PING_INTERVAL_MS = 25_000;
export const CLIENT_PONG_TIMEOUT_MS = 10_000;
/** A connection of the client library that has lasted this long is stable: the backoff starts over after it. */
export const CLIENT_STABLE_AFTER_MS = 5_000;
/** A snapshot or ticket request of the client library that takes longer than this has failed, and is repeated. */
export const CLIENT_REQUEST_TIMEOUT_MS = 30_000;

/** Most webhooks of a service, and the longest address of one, in UTF-16 code units. */
export const MAX_WEBHOOKS = 20;
export const MAX_WEBHOOK_URL_LENGTH = 2_000;
/** A receiver of a webhook must answer within this time. */
export const WEBHOOK_TIMEOUT_MS = 10_000;
/** An event is given up when it is this old and its webhook has failed for this long; see docs/webhooks.md. */
export const WEBHOOK_GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1_000;
/** A webhook that has done nothing but fail for this long is disabled. */
export const WEBHOOK_DISABLE_AFTER_MS = 5 * 24 * 60 * 60 * 1_000;
/** A webhook looks at the log by itself this often; mostly it is woken long before. */
export const WEBHOOK_CHECK_INTERVAL_MS = 60_000;
/** Events of the log that one query for a webhook looks at, and most of them that are sent before that is recorded. */
export const WEBHOOK_SCANNED_EVENTS = 5_000;
export const WEBHOOK_EVENTS_PER_RECORD = 25;
/** How long deliveries of webhooks are kept, the most that are kept of one webhook, and that one sweep forgets of it. */
export const WEBHOOK_DELIVERY_LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000;
export const MAX_WEBHOOK_DELIVERIES = 10_000;
export const MAX_SWEPT_DELIVERIES = 1_000;
/** What isolates and hubs have counted is written down this often, and by an isolate without requests after so long. */
export const METRICS_SAVE_INTERVAL_MS = 60_000;
export const METRICS_IDLE_SAVE_MS = 25_000;
/** What a hub has counted is stored in the hub after so long, until it is written down. */
export const METRICS_KEEP_MS = 1_000;
/** Families that an isolate or a hub counts apart; those beyond are counted together. */
export const MAX_METRIC_FAMILIES = 50;
/** Data points that an isolate or hub writes to Analytics Engine at once. The platform takes 250 of an invocation. */
export const MAX_DATA_POINTS = 250;
/** Different figures that are kept of a minute, an hour, a day and in all; new ones beyond are dropped. */
export const MAX_METRIC_KEYS = 4_000;
/** How long figures are kept by minute, by hour and by day. */
export const METRIC_MINUTES_KEPT_MS = 25 * 60 * 60 * 1_000;
export const METRIC_HOURS_KEPT_MS = 32 * 24 * 60 * 60 * 1_000;
export const METRIC_DAYS_KEPT_MS = 366 * 24 * 60 * 60 * 1_000;
/** Most buckets that one maintenance deletes, of each length. */
export const MAX_SWEPT_METRICS = 2_000;
/** Most routes, families, event types and close codes that the figures of a range list. */
export const MAX_LISTED_FIGURES = 30;
/** The checks are measured one by one on one document in so many that an isolate validates, up to this length. */
export const CHECKS_MEASURED_EVERY = 100;
export const MAX_MEASURED_LENGTH = 200_000;
