/** Answers about families and their rule packs. */
import type { Family, GateResult, Level } from '../things.ts';

/** A family and the state of its rule pack. */
export interface FamilySummary {
  name: Family;
  title: string;
  description: string;
  /** `bundled`: comes with Galley; `stored`: added through the API. */
  origin: 'bundled' | 'stored';
  /** Version of the ruleset, as in validations; null when the pack is invalid. */
  version: string | null;
  /** The verdict of its quality gate on its main line; absent without a gate. */
  gate?: GateResult;
  /** Only when it is so: this service takes no documents of the family, because of its settings. Others may extend its pack. */
  is_served?: false;
  /** The address of the service that the family has moved to. */
  moved_to?: string;
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
  /** The source of the pack: YAML. */
  source: string;
  /** The entity tag of the source, as in the header `ETag`: send it as `If-Match`. */
  etag: string;
  /** What makes the pack invalid. */
  problems: { path: string; message: string }[];
  /** The rules that documents of the family are checked by. */
  rules: { id: string; type: string; level: Level | 'off'; purpose: string }[];
  position: number;
}
/** What a pack would change, tried on stored documents. */
export interface FamilyImpact {
  /** The number of documents tried, in their newest versions, and whether there are more. */
  documents: number;
  more_documents: boolean;
  added: number;
  removed: number;
  /** Findings that stay, with another level. */
  changed: number;
  /** By rule, most first. */
  by_rule: { rule_id: string; added: number; removed: number; changed: number }[];
  /** In words, e.g. "this change adds 412 findings, removes 3, changes the level of 7". */
  summary: string;
}
export interface FamilyTestResult {
  name: string;
  passed: boolean;
  missing: string[];
  unexpected: string[];
}
/** POST /api/families/:name/test. Nothing is stored. */
export interface FamilyTrial {
  version: string;
  tests: FamilyTestResult[];
  impact: FamilyImpact;
  /** Parts of the pack that have no effect. */
  remarks: string[];
}
/** PUT /api/families/:name */
export interface FamilyUpdate extends FamilyTrial {
  name: Family;
  /** False when the stored pack was identical. */
  changed: boolean;
  /** The entity tag of the stored pack. */
  etag: string;
}
