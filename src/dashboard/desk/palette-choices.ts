/** What the palette offers for a text: pages, actions of the page, and documents. */
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import { MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Document } from '../../shared/things.ts';
import {
  activityPath,
  deliverPath,
  deskPath,
  documentsPath,
  healthPath,
  homePath,
  ignoredPath,
  navigate,
  packsPath,
  qualityPath,
  queuePath,
  recommendationsPath,
  runsPath,
  validationsPath,
} from '../frame/router.ts';
import { api } from '../service/api.ts';
import { paletteActions } from './palette-actions.ts';

export interface Choice {
  group: 'Actions' | 'Pages' | 'Documents';
  label: string;
  hint: string;
  run: () => void;
}

const PAGES = [
  { label: 'Review', path: queuePath },
  { label: 'Waiting', path: homePath },
  { label: 'Documents', path: documentsPath },
  { label: 'Validations', path: validationsPath },
  { label: 'Runs', path: runsPath },
  { label: 'Recommendations', path: recommendationsPath },
  { label: 'Deliver', path: deliverPath },
  { label: 'Quality', path: qualityPath },
  { label: 'Health', path: healthPath },
  { label: 'Activity', path: activityPath },
  { label: 'Ignored', path: ignoredPath },
  { label: 'Rule packs', path: packsPath },
];
/** Documents that are offered at most. */
const MAX_DOCUMENTS = 8;
const TYPING_MS = 150;

export function useChoices(text: string): readonly Choice[] {
  const documents = useDocuments(text.trim());
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ label }: { label: string }) => words.every((word) => label.toLowerCase().includes(word));
  return [
    ...paletteActions.value.filter(matches).map((one): Choice => ({ ...one, group: 'Actions' })),
    ...PAGES.filter(matches).map(({ label, path }): Choice => ({
      group: 'Pages',
      label,
      hint: '',
      run: () => navigate(path),
    })),
    ...documents.map(({ file_path, open, family, validation_id }): Choice => ({
      group: 'Documents',
      label: revealHidden(file_path),
      hint: open > 0 ? `${open} to decide` : family,
      run: () => navigate(deskPath(validation_id)),
    })),
  ];
}

/** The documents with a text in their path, once typing pauses. */
function useDocuments(text: string): readonly Document[] {
  const [found, setFound] = useState<readonly Document[]>([]);
  useEffect(() => {
    let isWanted = true;
    const find = async () => {
      const path = text.length >= MIN_SUBSTRING_LENGTH ? { file_path: text } : { open: true };
      try {
        const { results } = await api.documents({ ...path, limit: MAX_DOCUMENTS });
        if (isWanted) setFound(results);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Pages and actions are offered all the same.
        console.warn(`Documents could not be searched: ${error.message}`);
      }
    };
    const timer = setTimeout(() => void find(), TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  const words = text.toLowerCase();
  return found.filter(({ file_path }) => file_path.toLowerCase().includes(words));
}
