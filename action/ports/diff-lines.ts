/** What a pull request's page shows of its files: comments and suggestions are possible at these lines and nowhere else. */
export interface DiffLines {
  /** Numbers of lines of a file at `to`, with the three before and after each change. */
  shown(from: string, to: string, path: string): Promise<ReadonlySet<number>>;
}
