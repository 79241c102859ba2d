const INTERVAL_MS = 500;

/**
 * Ends this process when the one that started it is gone, as one that SIGTERM ended.
 *
 * @param parentOf tells the process id of the parent. @default - the system
 * @param end @default - SIGTERM to this process, so that it ends as it would by that
 */
export function endWithParent(
  parentOf: () => number = () => process.ppid,
  end: () => void = () => process.kill(process.pid, "SIGTERM"),
): void {
  const parent = parentOf();
  const timer = setInterval(() => {
    if (parentOf() === parent) return;
    clearInterval(timer);
    end();
  }, INTERVAL_MS);
  timer.unref();
}
