/** The issue of a month in which owners are asked what becomes of their data. */
export interface OwnersAsked {
  /** Makes the issue of this month (`2026-12`); `false`: there is one already, and it stays as it is, open or closed. */
  ask(month: string, markdown: string): Promise<boolean>;
}
