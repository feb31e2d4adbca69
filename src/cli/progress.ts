/** How far a command is: a bar where standard error is a terminal, a line now and then where it is not. */
import { SingleBar } from 'cli-progress';
import { say } from './say.ts';

/** Between two lines, where there is no terminal. */
const LINE_EVERY_MS = 10_000;
/** So that all of it has place in 80 columns. */
const BAR_COLUMNS = 25;

export interface Step {
  /** What is done: "sending". */
  doing: string;
  /** What is counted: "files". */
  things: string;
}

export class Progress {
  #bar: SingleBar | undefined;
  #step: Step = { doing: '', things: '' };
  #done = 0;
  #total = 0;
  #note = '';
  #saidAt = 0;

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
      // Its own way of ending on a signal keeps the program running; who interrupts it is answered by the command.
      gracefulExit: false,
    });
    this.#show(this.#bar);
  }

  /** @param note - what else there is to say, after the numbers */
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

  /** Says something, above the bar if there is one. */
  say(text: string): void {
    this.#bar?.stop();
    say(text);
    if (this.#bar) this.#show(this.#bar);
  }

  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #show(bar: SingleBar): void {
    bar.start(this.#total, this.#done, { ...this.#step, note: this.#note });
  }
}
