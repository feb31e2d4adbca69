/** Keeps the position that a hub has delivered in its storage. */
import type { StoredPosition } from './follower.ts';

const POSITION_KEY = 'position';
const IDENTITY_KEY = 'position-identity';

export class PositionStore {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** @returns undefined for a hub that has stored none */
  load(): StoredPosition | undefined {
    const { kv } = this.#ctx.storage;
    const position = kv.get<number>(POSITION_KEY);
    if (position === undefined) return undefined;
    const known = kv.get<{ id: number; identity: string }>(IDENTITY_KEY);
    return { position, identity: known?.id === position ? known.identity : undefined };
  }

  /**
   * Stores the position without waiting for the disk, so that messages are not delayed. If the object ends before the
   * write is durable, its sockets end too, and clients resume from their own positions. An older position is harmless.
   */
  save({ position, identity }: StoredPosition): void {
    const entries = {
      [POSITION_KEY]: position,
      ...(identity !== undefined && { [IDENTITY_KEY]: { id: position, identity } }),
    };
    this.#ctx.waitUntil(this.#ctx.storage.put(entries, { allowUnconfirmed: true }));
  }
}
