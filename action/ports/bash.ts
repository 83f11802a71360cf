/** `bash -n`: the judge of syntax. Nothing is executed. */
export interface Bash {
  /** What bash says of the text, with its line numbers; `undefined` when it parses. */
  complaint(script: string): Promise<string | undefined>;
}
