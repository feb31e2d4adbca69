/**
 * The anchors of documents as they are stored: what they are made of, since each family may name them in its own way.
 */
import {
  anchorsOf,
  DEFAULT_ANCHOR_STYLE,
  type AnchorSources,
  type AnchorStyle,
  type HeadingSource,
} from '../../engine/index.ts';
import { MAX_ANCHORS_LENGTH } from '../../shared/limits.ts';
import type { StoredAnchors } from '../../store/texts.ts';

/**
 * Anchor sources as JSON, or null when they exceed `MAX_ANCHORS_LENGTH` or are not all known. Links to such a document are not
 * checked.
 */
export function toStoredAnchors({ headings, ids, isPartial }: AnchorSources): string | null {
  if (isPartial) return null;
  const stored: StoredAnchors = { headings: headings.map(toStored), ids: [...ids] };
  const json = JSON.stringify(stored);
  return json.length <= MAX_ANCHORS_LENGTH ? json : null;
}

/** The anchors that a site generator makes of what is stored; undefined when that can't be told. */
export function anchorsOfStored(stored: StoredAnchors, style: AnchorStyle): ReadonlySet<string> | undefined {
  if (!('headings' in stored)) return style === DEFAULT_ANCHOR_STYLE ? new Set(stored) : undefined;
  const { headings, ids } = stored;
  return anchorsOf({ headings: headings.map(fromStored), ids, isPartial: false }, style);
}

type StoredHeading = Exclude<StoredAnchors, readonly string[]>['headings'][number];

/** Leaves out what equals the text, as nearly everything does. */
function toStored({ text, textWithAlt, source, isHtml, idAfter }: HeadingSource): StoredHeading {
  return {
    text,
    ...(textWithAlt !== text && { textWithAlt }),
    ...(source !== text && { source }),
    ...(isHtml && { isHtml }),
    ...(idAfter !== undefined && { idAfter }),
  };
}

function fromStored({ text, textWithAlt, source, isHtml = false, idAfter }: StoredHeading): HeadingSource {
  return {
    text,
    textWithAlt: textWithAlt ?? text,
    source: source ?? text,
    isHtml,
    ...(idAfter !== undefined && { idAfter }),
  };
}
