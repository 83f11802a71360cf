/** Ctrl-C, and what else asks a process to end. The second time the system does what it always does. */
export const untilStopped = (): { readonly signal: AbortSignal; forget(): void } => {
  const stop = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const forget = (): void => signals.forEach((name) => process.removeListener(name, onSignal));
  const onSignal = (): void => {
    forget();
    stop.abort();
  };
  for (const name of signals) process.on(name, onSignal);
  return { signal: stop.signal, forget };
};
