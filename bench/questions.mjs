/** The measured requests: lists with all kinds of filters, details, statistics, and a decision. */
import { seededRecommendation, seededValidation } from '../test/workerd/seed.ts';

/** @typedef {{ path: string; body?: unknown }} Question */

/** @param {string} path @returns {() => Question} */
const get = (path) => () => ({ path });

/** @type {Record<string, (round: number, size: number) => Question>} */
export const questions = {
  'list, newest first': get('/api/validations'),
  'list, by path': get('/api/validations?sort=file_path'),
  'list, a later page': (_round, size) => ({
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
  detail: (round, size) => ({ path: `/api/validations/${seededValidation((round * 5 + 1) % size)}` }),
  'history of a file': (round) => ({
    path: `/api/validations/history?file_path=docs/area-${round % 97}/page-${round}.md`,
  }),
  'events of a validation': (round) => ({ path: `/api/validations/${seededValidation(round)}/events` }),
  'the log, from its end': (_round, size) => ({ path: `/api/events?after=${size * 3 - 50}` }),
  stats: get('/api/stats'),
  // Each recommendation is proposed, and used once.
  approve: (round, size) => ({
    path: `/api/recommendations/${proposed(round, size)}/approve`,
    body: {},
  }),
  'reject a review': (round, size) => ({
    path: `/api/validations/${seededValidation(pending(round, size))}/reject`,
    body: {},
  }),
};

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
