/** What `gh` says no with: one line, and the number that it exits with. */
export class No extends Error {
  readonly exitCode: number;
  constructor(line: string, exitCode = 1) {
    super(line);
    this.exitCode = exitCode;
  }
}

/** What GitHub answered that it will not do. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, said: string, address: string) {
    super(`HTTP ${status}: ${said} (${address})`);
    this.status = status;
    this.said = said;
  }
  readonly said: string;
}
