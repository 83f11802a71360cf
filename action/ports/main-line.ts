/** Main as a line of commits, for programs without a clone. */
export interface MainLine {
  head(): Promise<string>;
  /** Whether a head still descends from a commit; no as well where the commit is gone. */
  descends(head: string, from: string): Promise<boolean>;
}
