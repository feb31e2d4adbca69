/** The processor time that the tasks of a page take by themselves: what other processes take meanwhile is not in it. */

/**
 * Notes the tasks of the page's main thread.
 *
 * @param {import('playwright-core').CDPSession} session
 * @returns {Promise<() => Promise<number[]>>} ends it: the processor time of each task, in ms
 */
export async function noteTasks(session) {
  /** @type {any[]} */
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
    const isMain = (/** @type {any} */ one) =>
      main.some(({ pid, tid }) => pid === one.pid && tid === one.tid);
    return events
      .filter((one) => one.ph === 'X' && one.name === 'ThreadControllerImpl::RunTask' && isMain(one))
      .map(({ tdur = 0 }) => tdur / 1_000);
  };
}
