import { fileIn } from './configuration/folders.ts';
import { LINT_FILES, LINT_OPTIONS_FILES } from './configuration/lint-file.ts';

/** Folders that commonly hold other people's documents. */
const VENDORED: ReadonlySet<string> = new Set([
  '.venv',
  'bower_components',
  'external',
  'site-packages',
  'third-party',
  'third_party',
  'thirdparty',
  'vendor',
  'vendored',
  'venv',
]);
const CODE = /\.[cm]js$/;

/** A configuration for a tree, and what it is made of. */
export interface InitialConfiguration {
  yaml: string;
  /** The folders that it leaves out. */
  vendored: readonly string[];
  /** The configuration of markdownlint that goes on counting, by name. */
  markdownlint?: string;
}

/**
 * Writes a `galley.yml` that fits a tree.
 *
 * @param folder - that it is for
 * @param filePaths - of the documents in it, relative to it
 */
export function initialConfiguration(folder: string, filePaths: readonly string[]): InitialConfiguration {
  const vendored = vendoredFolders(filePaths);
  const lint = [LINT_FILES, LINT_OPTIONS_FILES]
    .map((names) => names.find((name) => fileIn(folder, [name]) !== undefined))
    .find((name) => name !== undefined && !CODE.test(name));
  const yaml = [
    "# Galley's configuration: a rule pack, and which files it is about.",
    '# The levels to start from: strict, default, relaxed or markdownlint.',
    'profile: default',
    '',
    '# What `galley check` checks when it is given no files.',
    'files: [.]',
    ...(vendored.length > 0
      ? [
          '',
          '# Documents of others, in the syntax of .gitignore.',
          'ignore:',
          ...vendored.map((path) => `  - ${JSON.stringify(`/${escapePattern(path)}/`)}`),
        ]
      : []),
    ...(lint === undefined ? [] : ['', ...lintLines(lint)]),
    '',
    '# Levels and options of single rules: `galley rules` lists them.',
    'rules: {}',
    '',
  ].join('\n');
  return { yaml, vendored, ...(lint !== undefined && { markdownlint: lint }) };
}

/** A file of markdownlint stays the only place of its settings, so that editors and Galley agree. */
function lintLines(name: string): string[] {
  if (!LINT_FILES.includes(name)) return [`# ${name} counts as it is.`];
  return [
    `# The settings stay in ${name}, which editors read, too.`,
    'markdownlint:',
    `  extends: ${JSON.stringify(`./${name}`)}`,
  ];
}

/** The outermost folders that are named as those of other people. */
function vendoredFolders(filePaths: readonly string[]): string[] {
  const found = new Set<string>();
  for (const path of filePaths) {
    const folders = path.split('/').slice(0, -1);
    const depth = folders.findIndex((name) => VENDORED.has(name.toLowerCase()));
    if (depth !== -1) found.add(folders.slice(0, depth + 1).join('/'));
  }
  return [...found].toSorted();
}

function escapePattern(path: string): string {
  return path.replaceAll(/[\\*?[\]!# ]/g, String.raw`\$&`);
}
