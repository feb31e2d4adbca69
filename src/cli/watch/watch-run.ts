import { printResults, tellProblems, type PrintOptions } from '../check-results.ts';
import { CheckRun, type RunSettings } from '../check-run.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { say } from '../say.ts';
import { showText } from '../source-line.ts';
import { watchDocuments } from './watch-documents.ts';
import { watchedFolders } from './watched-folders.ts';

/** Runs `galley check --watch` until it is interrupted. @returns the exit code */
export async function watchRun(settings: RunSettings, print: PrintOptions): Promise<number> {
  const { patterns, gitignore, work } = settings;
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const told = new Set<string>();
  // Each round reads the configurations and link targets again.
  let run = new CheckRun(settings);
  try {
    await watchDocuments(
      {
        cwd: work.cwd,
        async begin() {
          run = new CheckRun(settings);
          const filePaths = await run.find(told);
          const { project } = run;
          return {
            filePaths,
            check: (some) => run.check(some),
            rootOf: (filePath) => project.placeOf(filePath).root,
          };
        },
        foldersOf: (documents) =>
          watchedFolders(patterns.length > 0 ? patterns : ['.'], work.cwd, documents, gitignore),
        show(checked, all) {
          printResults(checked, run.project.rules, print, all);
          tellProblems(checked);
        },
        say: (text) => say(showText(text)),
      },
      interrupted.signal,
    );
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  return EXIT_OK;
}
