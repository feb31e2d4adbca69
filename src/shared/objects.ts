/**
 * Schemas of objects that refuse lists. Valibot's own take a list for an object when no field is required, because
 * `typeof []` is `object`; a service that takes `[]` for `{}` does not do what its JSON Schemas say.
 */
import { _addIssue as addIssue } from 'valibot';
import * as v from 'valibot';

/** An object of these fields and no others. */
export const strictObject = <const E extends v.ObjectEntries>(entries: E, message?: string) =>
  refusingLists(v.strictObject(entries, message));

/** An object of these fields and any others. */
export const looseObject = <const E extends v.ObjectEntries>(entries: E) =>
  refusingLists(v.looseObject(entries));

/** An object of any fields, by a schema of their names and one of their values. */
export const record = <const K extends v.GenericSchema<string, string>, const V extends v.GenericSchema>(
  key: K,
  value: V,
) => refusingLists(v.record(key, value));

function refusingLists<S extends v.GenericSchema>(schema: S): S {
  const { '~run': run } = schema;
  return Object.assign(schema, {
    // What valibot derives from a schema calls this for itself.
    '~run'(this: S, dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      if (!Array.isArray(dataset.value)) return run.call(this, dataset, config);
      addIssue(this, 'type', dataset, config);
      return dataset;
    },
  });
}
