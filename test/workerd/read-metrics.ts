/**
 * Reads metrics as strictly as the specifications have them; the parsers on npm lose the labels of histograms.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @see https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
 */

/** Values by name and values of the labels, e.g. `galley_validations_total default pass`. */
export type Samples = ReadonlyMap<string, number>;

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"`;
const LABELS = new RegExp(LABEL, 'g');
const DESCRIPTION = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const SAMPLE = new RegExp(
  String.raw`^(${NAME})(?:\{(${LABEL}(?:,${LABEL})*)\})? ([+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN)$`,
);

/** @throws an error that names the first line that is not as it must be */
export function readMetrics(text: string, format: 'prometheus' | 'openmetrics'): Samples {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line does not end');
  if (format === 'openmetrics' && lines.pop() !== '# EOF') throw new Error('there is no # EOF at the end');
  const samples = new Map<string, number>();
  const families = new Set<string>();
  let family = { name: '', type: '' };
  let bucket = { of: '', le: -Infinity, count: 0 };
  for (const line of lines) {
    const fail = (why: string) => new Error(`${why}: ${line}`);
    const [, what, described = '', value = ''] = DESCRIPTION.exec(line) ?? [];
    if (what !== undefined) {
      if (described !== family.name) {
        if (families.has(described)) throw fail('a family is there twice');
        families.add(described);
        family = { name: described, type: '' };
      }
      if (what === 'TYPE') family.type = value;
      continue;
    }
    const [, name = '', labels = '', , , , , number = ''] = SAMPLE.exec(line) ?? [];
    if (name === '') throw fail('is no sample');
    if (!namesOf(family, format).includes(name))
      throw fail(`is no sample of a ${family.type} ${family.name}`);
    const pairs = [...labels.matchAll(LABELS)].map(([, label = '', text_ = '']) => [label, text_] as const);
    if (new Set(pairs.map(([label]) => label)).size < pairs.length) throw fail('a label is there twice');
    const key = [name, ...pairs.map(([, one]) => one)].join(' ');
    if (samples.has(key)) throw fail('is there twice');
    samples.set(key, Number(number));
    if (family.type === 'counter' && !(Number(number) >= 0)) throw fail('a counter is below 0');
    if (family.type !== 'histogram') continue;
    const of = pairs.filter(([label]) => label !== 'le').join();
    if (name.endsWith('_bucket')) {
      const bound = pairs.find(([label]) => label === 'le')?.[1] ?? '';
      const le = bound === '+Inf' ? Infinity : Number(bound);
      if (of !== bucket.of) bucket = { of, le: -Infinity, count: 0 };
      if (!(le > bucket.le) || Number(number) < bucket.count) throw fail('is less than the bucket before');
      bucket = { of, le, count: Number(number) };
    } else if (name.endsWith('_count') && (bucket.le !== Infinity || bucket.count !== Number(number))) {
      throw fail('is not what is in the last bucket');
    }
    if (name.endsWith('_count')) bucket = { of: '', le: -Infinity, count: 0 };
  }
  return samples;
}

/** The names that samples of a family may have. */
function namesOf(
  { name, type }: { name: string; type: string },
  format: 'prometheus' | 'openmetrics',
): string[] {
  switch (type) {
    case 'counter':
      return [format === 'openmetrics' ? `${name}_total` : name];
    case 'gauge':
      return [name];
    case 'histogram':
      return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
    default:
      return [];
  }
}
