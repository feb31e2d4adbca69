import { InvalidArgumentError } from 'commander';
import * as v from 'valibot';

/**
 * Makes the parser of an option whose value a schema describes.
 *
 * @example command.option('--family <name>', 'rule pack', readOption(familySchema))
 */
export function readOption(schema: v.GenericSchema<string>): (text: string) => string {
  return (text) => {
    const parsed = v.safeParse(schema, text);
    if (parsed.success) return parsed.output;
    throw new InvalidArgumentError(`It ${parsed.issues[0].message}.`);
  };
}
