import { readFileSync } from 'node:fs';
import { parse as parseJsonc, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import { UsageError } from '../exit-codes.ts';

/** An object of a configuration file. */
export type Settings = Readonly<Record<string, unknown>>;

/** Reads a text file. @throws {UsageError} when it cannot be read */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Parses a YAML file. An empty file is an empty object. @throws {UsageError} with the line */
export function parseYaml(path: string, text = readText(path)): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos ? `:${error.linePos[0].line}` : '';
    throw new UsageError(`${path}${line}: ${error.message.split('\n')[0] ?? ''}`);
  }
  try {
    // Aliases are refused: a few lines of them can expand to gigabytes.
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    throw new UsageError(`${path}: must not use YAML aliases.`, { cause: thrown });
  }
}

/**
 * Parses a file as YAML or as JSON with comments, whichever its name says, else its first character.
 *
 * @throws {UsageError} with the line, also when the file holds no object
 */
export function parseSettings(path: string): Settings {
  const text = readText(path);
  const isYaml = /\.ya?ml$/i.test(path) || (!/\.jsonc?$/i.test(path) && !/^\s*(?:\{|\/[/*])/.test(text));
  const value = isYaml ? parseYaml(path, text) : parseJson(path, text);
  if (!isSettings(value)) throw new UsageError(`${path}: must be an object.`);
  return value;
}

/** Whether a value is an object, not a list. */
export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(path: string, text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split('\n').length;
  throw new UsageError(`${path}:${line}: ${printParseErrorCode(error.error)}`);
}
