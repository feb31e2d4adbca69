/** The validation engine: text and options in, findings with exact offsets and edits out. Runs wherever JavaScript does. */
export { applyEdits, EditConflictError } from './edits.ts';
export { fixDocument, MAX_FIX_PASSES, type FixedDocument } from './fix-document.ts';
export { validateDocument, type DocumentInput, type DocumentReport } from './validate-document.ts';
