import { ApiError, type GalleyApi } from '../../client/index.ts';
import { chunksOf } from '../../client/upload-chunks.ts';
import type { RunDocumentInput, RunRequest } from '../../shared/api/runs.ts';

type UploadApi = Pick<GalleyApi, 'createRun' | 'addDocuments' | 'controlRun'>;

/** Makes a run, adds its documents and starts it. Sent again after a failure, it goes on where it was. */
export class RunUpload {
  readonly #api: UploadApi;
  readonly #request: RunRequest;
  readonly #chunks: readonly RunDocumentInput[][];
  #id: string | undefined;
  #next = 0;

  constructor(api: UploadApi, request: RunRequest, documents: readonly RunDocumentInput[]) {
    this.#api = api;
    this.#request = request;
    this.#chunks = chunksOf(documents);
  }

  /** How many documents have arrived. */
  get sent(): number {
    return this.#chunks.slice(0, this.#next).reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * @param onSent - told whenever more has arrived
   * @returns the id of the run, once it has started
   * @throws {ApiError} when a request is refused or does not get through
   */
  async send(onSent: (sent: number) => void): Promise<string> {
    this.#id ??= (await this.#api.createRun(this.#request)).id;
    const id = this.#id;
    try {
      for (const chunk of this.#chunks.slice(this.#next)) {
        // What has arrived although its answer was lost is there once, however often it is sent.
        await this.#api.addDocuments(id, chunk);
        this.#next += 1;
        onSent(this.sent);
      }
      await this.#api.controlRun(id, 'start');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.#hasStarted(error)) return id;
      // Someone has started or cancelled it meanwhile: it takes nothing more, and the next attempt makes another one.
      if (error.status === 404 || error.status === 409) this.#forget();
      throw error;
    }
    return id;
  }

  /** Cancels the run that is half there, if there is one. @throws {ApiError} */
  async giveUp(): Promise<void> {
    if (this.#id !== undefined) await this.#api.controlRun(this.#id, 'cancel');
    this.#forget();
  }

  /** Whether all is there and it runs: then only the answer to the start was lost. */
  #hasStarted({ status, problem }: ApiError): boolean {
    return status === 409 && this.#next === this.#chunks.length && problem.state !== 'cancelled';
  }

  #forget(): void {
    this.#id = undefined;
    this.#next = 0;
  }
}
