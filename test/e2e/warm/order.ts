/** What a warm process is asked to run, as a process of its own would be started. */
export type Order = {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** What it answers when the run has ended; by then all that the run wrote is in its pipes, and this mark behind it. */
export type Ended = { readonly code: number };

/** Ends what one run wrote. No program of ours writes a zero byte. */
export const endMark = Buffer.from("\u0000warm run ended\u0000\n");
