import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { Validation } from '../../shared/things.ts';
import { api } from '../service/api.ts';

interface Ignored {
  set: ReadonlySet<string>;
  change: (fingerprints: readonly string[], isIgnored: boolean) => void;
}

/** The fingerprints of the document's findings that are ignored since it was validated. */
export function useIgnored({ id, family, file_path }: Validation): Ignored {
  const [set, setSet] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const load = async () => {
      try {
        const { results } = await api.ignored(file_path);
        setSet(new Set(results.filter((one) => one.family === family).map(({ fingerprint }) => fingerprint)));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // The findings are then shown as if they were not ignored: ignoring one again changes nothing.
        console.warn(`Ignored findings could not be read: ${error.message}`);
      }
    };
    void load();
  }, [id]);
  const change = (fingerprints: readonly string[], isIgnored: boolean) =>
    setSet((before) => {
      const next = new Set(before);
      for (const one of fingerprints)
        if (isIgnored) next.add(one);
        else next.delete(one);
      return next;
    });
  return { set, change };
}
