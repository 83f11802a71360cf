/** What a step may do to the machine it runs on. */
export type StepWork = {
  readonly workspace: string;
  readonly token: string;
  mask(secret: string): void;
  say(line: string): void;
  /** Exit code; what it prints goes through the line reader into the log. */
  run(command: string, args: readonly string[], cwd: string, env?: Readonly<Record<string, string>>): Promise<number>;
};
