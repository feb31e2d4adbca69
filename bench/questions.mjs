/** The measured requests: lists with all kinds of filters, details, statistics, and writes. */
import { seededRecommendation, seededValidation } from '../test/workerd/seed.ts';

/** @typedef {{ path: string; body?: unknown }} Question */

/**
 * @typedef {{ size: number; versions: number }} Database
 * @typedef {(round: number, database: Database) => Question} Ask
 */

/** @param {string} path @returns {Ask} */
const get = (path) => () => ({ path });

/** @type {Record<string, Ask>} */
export const questions = {
  'list, newest first': get('/api/validations'),
  'list, by path': get('/api/validations?sort=file_path'),
  'list, a later page': (_round, { size }) => ({
    path: `/api/validations?cursor=${seededValidation(Math.floor(size / 2))}`,
  }),
  'list, most pass the filter': get('/api/validations?review=pending'),
  'list, few pass the filters': get('/api/validations?review=rejected&outcome=fail&family=pdf'),
  'list, rare and by path': get('/api/validations?review=rejected&sort=file_path'),
  'list, part of a path': get('/api/validations?file_path=page-77'),
  'list, a word of few documents': get('/api/validations?q=unique123'),
  'list, a word of all documents': get('/api/validations?q=common'),
  'list, a word of all, by path': get('/api/validations?q=common&sort=file_path'),
  'list, a word of all, a rare filter': get('/api/validations?q=common&review=rejected'),
  'recommendations, of a rule': get('/api/recommendations?rule_id=links/rule-3&status=proposed'),
  'recommendations, rare status': get('/api/recommendations?status=approved'),
  'recommendations, by rule': get('/api/recommendations/groups'),
  'documents, by path': get('/api/documents'),
  'documents, most findings first': get('/api/documents?sort=-findings'),
  'documents, newest first': get('/api/documents?sort=-validated_at'),
  // The small database has eleven documents in this folder: pages of the same length are compared.
  'documents, of a folder': get('/api/documents?folder=docs/area-5&limit=10'),
  'documents, of the folder of all': get('/api/documents?folder=docs'),
  'documents, of a rule': get('/api/documents?rule_id=links/rule-3'),
  'documents, of a rule, most findings first': get('/api/documents?rule_id=links/rule-3&sort=-findings'),
  'documents, of an owner': get('/api/documents?owner=@team-5'),
  'documents, of an owner, most findings first': get('/api/documents?owner=@team-5&sort=-findings'),
  'documents, of an owner of all': get('/api/documents?owner=@everyone'),
  'documents, of an owner of all, that are open': get(
    '/api/documents?owner=@everyone&open=true&outcome=fail',
  ),
  'documents, part of a path that few have': get('/api/documents?file_path=page-77'),
  'documents, part of a path that all have': get('/api/documents?file_path=docs/area'),
  'a document and its history': (round, { size }) => {
    const n = (round * 5) % size;
    return { path: `/api/documents/one?family=cells&file_path=docs/area-${n % 97}/page-${n}.md` };
  },
  'quality of a year': (_round, { size }) => ({ path: `/api/quality?family=default&${yearOf(size)}` }),
  'quality of a year, in a folder': (_round, { size }) => ({
    path: `/api/quality?family=default&folder=docs/area-5&${yearOf(size)}`,
  }),
  'quality of a year, of an owner': (_round, { size }) => ({
    path: `/api/quality?family=default&owner=@team-5&${yearOf(size)}`,
  }),
  detail: (round, { size }) => ({ path: `/api/validations/${seededValidation((round * 5 + 1) % size)}` }),
  'history of a file': (round) => ({
    path: `/api/validations/history?file_path=docs/area-${round % 97}/page-${round}.md`,
  }),
  'events of a validation': (round) => ({ path: `/api/validations/${seededValidation(round)}/events` }),
  'the log, from its end': (_round, { size, versions }) => ({
    path: `/api/events?after=${size * (versions + 2) - 50}`,
  }),
  stats: get('/api/stats'),
  // Each recommendation is proposed, and used once.
  approve: (round, { size }) => ({
    path: `/api/recommendations/${proposed(round, size)}/approve`,
    body: {},
  }),
  'reject a review': (round, { size }) => ({
    path: `/api/validations/${seededValidation(pending(round, size))}/reject`,
    body: {},
  }),
  // After those above, whose recommendations they supersede.
  'a new document': (round) => ({
    path: '/api/validate',
    body: { content: page(round), file_path: `docs/area-5/new-${round}.md` },
  }),
  'a new version of a document': (round, { size }) => {
    const n = (round * 5 + 3) % size;
    return {
      path: '/api/validate',
      body: { content: page(round), file_path: `docs/area-${n % 97}/page-${n}.md` },
    };
  },
};

/** A page with findings of some rules. @param {number} round */
function page(round) {
  return `# Page ${round}\n\nText   \n### Too deep\n\nText with [gone](#nowhere).\n\n\n\n* a\n- b\n`;
}

/** The days of the seeded quality, which end with that of the last document. @param {number} size */
function yearOf(size) {
  const last = (1_790_000_000 + size * 30) * 1_000;
  const [from, to] = [last - 365 * 24 * 60 * 60 * 1_000, last].map((time) =>
    new Date(time).toISOString().slice(0, 10),
  );
  return `from=${from}&to=${to}`;
}

/** @param {number} round @param {number} size */
function proposed(round, size) {
  const free = Array.from({ length: size }, (_one, n) => n).filter((n) => n % 307 !== 0 && n % 311 !== 0);
  return seededRecommendation((free[round] ?? 0) * 2);
}

/** @param {number} round @param {number} size */
function pending(round, size) {
  const free = Array.from({ length: size }, (_one, n) => n).filter((n) => n % 503 !== 0 && n % 53 !== 0);
  return free[round] ?? 0;
}
