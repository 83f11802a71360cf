/** `bash -n`: checks syntax. Nothing is executed. */
export interface Bash {
  /** What bash says of each script, in one line; empty when it parses. The same script may be asked about often: it costs once. */
  complaints(scripts: readonly string[]): Promise<readonly string[]>;
}
