/** The part of Node's module that workerd has and these tests use; the types of Node are not for code in workerd. */
declare module 'node:async_hooks' {
  export class AsyncLocalStorage<T> {
    run<R>(store: T, callback: () => R): R;
    getStore(): T | undefined;
  }
}
