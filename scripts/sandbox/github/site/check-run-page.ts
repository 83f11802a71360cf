import { html } from "./html.ts";
import type { Page, Visit } from "./visit.ts";
import { commitLink, outcome } from "./words.ts";

/** A check that an App told: `/runs/ID`. */
export const checkRunPage = ({ repository, home }: Visit, id: number): Page | undefined => {
  const run = repository.checkRuns.find((each) => each.id === id);
  if (run === undefined) return undefined;
  const { title, summary, text } = run.output;
  return {
    title: run.name,
    body: html`<p>${outcome(run.conclusion ?? run.status)} ${commitLink(home, run.headSha)}</p><h2>${title ?? ""}</h2><p>${summary ?? ""}</p><pre>${text ?? ""}</pre>`,
  };
};
