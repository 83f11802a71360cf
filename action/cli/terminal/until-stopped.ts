/** Ctrl-C, and what else asks a process to end. The second time the system does what it always does. */
export const untilStopped = (): { readonly signal: AbortSignal; forget(): void } => {
  const stop = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const forget = (): void => signals.forEach((name) => process.removeListener(name, onSignal));
  const onSignal = (): void => {
    // Who hides the cursor of a terminal ends the process at a signal that nobody else listens to, and looks after us.
    setImmediate(forget);
    stop.abort();
  };
  for (const name of signals) process.on(name, onSignal);
  return { signal: stop.signal, forget };
};
