/** `bash -n`: the judge of syntax. Nothing is executed. */
export interface Bash {
  /** What bash says of each script, in one line; empty when it parses. */
  complaints(scripts: readonly string[]): Promise<readonly string[]>;
}
