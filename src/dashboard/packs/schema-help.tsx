import type { FamilyDetail } from '../../shared/api/families.ts';
import { rulePath } from '../frame/router.ts';
import { BASE_URL } from '../service/api.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { ApiError } from '../../client/index.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { fieldsOf, helpAt, keysAt, type Schema } from './schema-at.ts';

interface Props {
  pack: FamilyDetail;
  text: string;
  /** Where the caret is in the text; null before it was there. */
  caret: number | null;
}

/** What the schema of packs says about the place where the caret is: the field, its values, and what may stand in it. */
export function SchemaHelp({ pack, text, caret }: Props) {
  const { value: schema, problem, retry } = useLoaded(loadSchema, []);
  const keys = caret === null ? [] : keysAt(text, caret);
  const help = schema ? (helpAt(schema, keys) ?? { keys: [], schema }) : undefined;
  const rule = keys[0] === 'rules' ? pack.rules.find(({ id }) => id === keys[1]) : undefined;
  return (
    <section class="panel schema-help" tabIndex={0} aria-labelledby="help-title" data-testid="schema-help">
      <h2 id="help-title">
        {help && help.keys.length > 0 ? <code>{help.keys.join(' › ')}</code> : 'A rule pack'}
      </h2>
      {problem !== null && <LoadProblem what="The help" problem={problem} retry={retry} />}
      {!schema && problem === null && <p class="quiet">Loading…</p>}
      {rule && (
        <p>
          {rule.purpose} <a href={rulePath(rule.id, { family: pack.name })}>What it finds here</a>
        </p>
      )}
      {help?.schema.description !== undefined && help.keys.length > 0 && <p>{help.schema.description}</p>}
      {help?.schema.enum && (
        <p class="row-facts">
          {help.schema.enum.map((one) => (
            <code key={String(one)}>{String(one)}</code>
          ))}
        </p>
      )}
      {help && <Fields of={help.schema} />}
      {schema && help && help.keys.length > 0 && (
        <details class="edits">
          <summary>All fields of a pack</summary>
          <Fields of={schema} />
        </details>
      )}
    </section>
  );
}

function Fields({ of }: { of: Schema }) {
  const fields = fieldsOf(of);
  if (fields.length === 0) return null;
  return (
    <dl class="fields">
      {fields.map(([name, { description }]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{description}</dd>
        </div>
      ))}
    </dl>
  );
}

/** @throws {ApiError} as every load of the page does */
async function loadSchema(): Promise<Schema> {
  try {
    const response = await fetch(`${BASE_URL}/schemas/rule-pack.json`);
    if (!response.ok) throw new TypeError(`it answers ${response.status}`);
    const schema: Schema = await response.json();
    return schema;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const detail = `The schema of packs did not arrive: ${error.message}.`;
    throw new ApiError({ type: 'about:blank', title: 'No schema', status: 0, detail, instance: '' });
  }
}
