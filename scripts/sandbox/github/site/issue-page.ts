import { conversation } from "./conversation.ts";
import { html } from "./html.ts";
import type { Shown, Visit } from "./visit.ts";
import { stateMark } from "./words.ts";

export const issuePage = (visit: Visit, number: number): Shown => {
  const thread = visit.repository.threads.find((each) => each.number === number && each.pull === undefined);
  if (thread === undefined) return undefined;
  const pinned = thread.pinned ? " Pinned." : "";
  return {
    title: `${thread.title} #${number}`,
    body: html`<p>${stateMark(thread)}${pinned}</p>${conversation(visit, thread)}`,
  };
};
