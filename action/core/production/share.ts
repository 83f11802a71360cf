import type { ExternalInput } from "../request/request.ts";

/** `done` is all of it. */
export const shareOf = (require: NonNullable<ExternalInput["require"]>): number =>
  typeof require === "string" ? 1 : percent(require.finished);

export const percent = (text: string): number => Number(text.replace("%", "")) / 100;
