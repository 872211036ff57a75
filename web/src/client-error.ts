import type { Code } from './protocol';

/**
 * Why a request was not answered. Beside the protocol's own codes there are
 * `dead`: there is no core; `interrupted`: the core stopped before it
 * answered; `safe`: the core is one that only reads.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly code: Code | 'dead' | 'interrupted' | 'safe',
    message: string,
    readonly details?: unknown,
  ) {
    super(message);
  }
}
