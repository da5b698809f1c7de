/** The edge at which every handler's errors end: logged, and answered with nothing. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

export type Handler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

/** Wraps handlers so that malformed input, or a fault of ours, costs one answer and never the server. */
export function createEdge(log: (message: string) => void) {
  const report = (name: string, error: unknown) =>
    log(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return {
    /** A request; `empty` is the answer when it fails. */
    request:
      <P, R>(name: string, empty: R, handle: Handler<P, R>) =>
      async (params: P, token: CancellationToken): Promise<R | ResponseError<never>> => {
        let answer = empty;
        try {
          answer = await handle(params, token);
        } catch (error) {
          report(name, error);
        }
        return token.isCancellationRequested
          ? new ResponseError<never>(LSPErrorCodes.RequestCancelled, `${name} was cancelled`)
          : answer;
      },
    notification:
      <P>(name: string, handle: (params: P) => void | Promise<void>) =>
      async (params: P): Promise<void> => {
        try {
          await handle(params);
        } catch (error) {
          report(name, error);
        }
      },
  };
}

export type Edge = ReturnType<typeof createEdge>;

/** For what is said to a client that may be gone, or may not understand: nothing depends on it. */
export function ignoreFailure(sent: Promise<unknown>): void {
  sent.catch(() => undefined);
}
