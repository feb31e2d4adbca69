/** Answers about families and their rule packs. */
import type { Family, Level } from '../things.ts';

/** A rule pack that documents can be validated by. */
export interface FamilySummary {
  name: Family;
  title: string;
  description: string;
  /** `bundled` comes with Galley; `stored` was put here. */
  origin: 'bundled' | 'stored';
  /** Version of the ruleset, as validations name it; null when the pack can't be used. */
  version: string | null;
  updated_by?: string;
  updated_at?: string;
}
/** GET /api/families */
export interface FamilyList {
  results: FamilySummary[];
  position: number;
}
/** GET /api/families/:name */
export interface FamilyDetail extends FamilySummary {
  /** The pack as it was written: YAML. */
  source: string;
  /** Why the pack can't be used, if so. */
  problems: { path: string; message: string }[];
  /** What documents of the family are checked for. */
  rules: { id: string; type: string; level: Level | 'off'; purpose: string }[];
  position: number;
}
/** What a pack would change, tried on documents that are stored. */
export interface FamilyImpact {
  /** Newest versions of documents that were tried, and whether there are more. */
  documents: number;
  more_documents: boolean;
  added: number;
  removed: number;
  /** By rule, most first. */
  by_rule: { rule_id: string; added: number; removed: number }[];
  /** In words, e.g. "this change adds 412 findings, removes 3". */
  summary: string;
}
export interface FamilyTestResult {
  name: string;
  passed: boolean;
  missing: string[];
  unexpected: string[];
}
/** POST /api/families/:name/test; nothing is changed. */
export interface FamilyTrial {
  version: string;
  tests: FamilyTestResult[];
  impact: FamilyImpact;
  /** What in the pack has no effect. */
  remarks: string[];
}
/** PUT /api/families/:name */
export interface FamilyUpdate extends FamilyTrial {
  name: Family;
  /** False when it was there already, word for word. */
  changed: boolean;
}
