import { randomUUID } from "node:crypto";

/** The random container prun names for an input that is not expanded. */
export const consolidatedName = (taskName: string): string =>
  `${taskName.split(".").slice(0, 2).join(".")}.${randomUUID()}/`;
