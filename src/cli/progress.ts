/** Shows the progress of a command: as a bar if standard error is a terminal, else as a line now and then. */
import { SingleBar } from 'cli-progress';
import { say } from './say.ts';

/** The time between two lines without a terminal, in milliseconds. */
const LINE_EVERY_MS = 10_000;
/** The width of the bar, so that the whole line fits into 80 columns. */
const BAR_COLUMNS = 25;

/** A step of a command. */
export interface Step {
  /** The activity, e.g. "sending". */
  doing: string;
  /** The unit, e.g. "files". */
  things: string;
}

/** Shows one step at a time. */
export class Progress {
  #bar: SingleBar | undefined;
  #step: Step = { doing: '', things: '' };
  #done = 0;
  #total = 0;
  #note = '';
  #saidAt = 0;

  /** Starts a step, and ends the one before. */
  begin(step: Step, total: number): void {
    this.end();
    this.#step = step;
    this.#done = 0;
    this.#total = total;
    this.#note = '';
    this.#saidAt = Date.now();
    if (!process.stderr.isTTY) return;
    this.#bar = new SingleBar({
      format: '{doing} {bar} {value}/{total} {things}{note}',
      barsize: BAR_COLUMNS,
      clearOnComplete: true,
      hideCursor: true,
      // The library's own signal handler would keep the program running. The command handles signals itself.
      gracefulExit: false,
    });
    this.#show(this.#bar);
  }

  /**
   * Updates the numbers.
   *
   * @param note - text to show after them
   */
  update(done: number, total = this.#total, note = ''): void {
    this.#done = done;
    this.#total = total;
    this.#note = note && ` · ${note}`;
    if (this.#bar) {
      this.#bar.setTotal(total);
      this.#bar.update(done, { note: this.#note });
    } else if (Date.now() - this.#saidAt >= LINE_EVERY_MS) {
      this.#saidAt = Date.now();
      const { doing, things } = this.#step;
      say(`${doing}: ${done} of ${total} ${things}${this.#note}`);
    }
  }

  /** Prints a line, above the bar if there is one. */
  say(text: string): void {
    this.#above(() => say(text));
  }

  /** Writes to standard output, above the bar if there is one. */
  print(text: string): void {
    this.#above(() => process.stdout.write(text));
  }

  /** Removes the bar. */
  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #above(write: () => void): void {
    this.#bar?.stop();
    write();
    if (this.#bar) this.#show(this.#bar);
  }

  #show(bar: SingleBar): void {
    bar.start(this.#total, this.#done, { ...this.#step, note: this.#note });
  }
}
