import { ApiError, type GalleyApi } from '../../client/index.ts';
import { chunksOf } from '../../client/upload-chunks.ts';
import type { RunDocumentInput, RunRequest } from '../../shared/api/runs.ts';

type UploadApi = Pick<GalleyApi, 'createRun' | 'addDocuments' | 'controlRun'>;

/** Creates a run, adds its documents and starts it. Calling `send` again after a failure resumes the upload. */
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

  /** Number of documents that the service has confirmed. */
  get sent(): number {
    return this.#chunks.slice(0, this.#next).reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * @param onSent - called with the number of documents after each request
   * @returns the id of the run, once it has started
   * @throws {ApiError} when a request is refused or gets no answer
   */
  async send(onSent: (sent: number) => void): Promise<string> {
    this.#id ??= (await this.#api.createRun(this.#request)).id;
    const id = this.#id;
    try {
      for (const chunk of this.#chunks.slice(this.#next)) {
        // Safe to repeat: documents that arrived although their answer was lost are not added twice.
        await this.#api.addDocuments(id, chunk);
        this.#next += 1;
        onSent(this.sent);
      }
      await this.#api.controlRun(id, 'start');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.#hasStarted(error)) return id;
      // The run was started or cancelled elsewhere and accepts no more documents. The next attempt creates a new run.
      if (error.status === 404 || error.status === 409) this.#forget();
      throw error;
    }
    return id;
  }

  /** Cancels the partly uploaded run, if any. @throws {ApiError} */
  async abandon(): Promise<void> {
    if (this.#id !== undefined) await this.#api.controlRun(this.#id, 'cancel');
    this.#forget();
  }

  /** Tells whether all documents arrived and the run was started: only the answer to the start was lost. */
  #hasStarted({ status, problem }: ApiError): boolean {
    return status === 409 && this.#next === this.#chunks.length && problem.state !== 'cancelled';
  }

  #forget(): void {
    this.#id = undefined;
    this.#next = 0;
  }
}
