import {
  appInputs,
  jobInputs,
  numberFromEvent,
  readEvent,
  requiredInput,
  secretInput,
} from "../adapters/runner/actions-inputs.ts";
import type { Env } from "../core/login/server-url.ts";

export type FormInputs = Readonly<ReturnType<typeof readInputs>>;

/** Of the event only the number: what the issue says is asked for, as it is now. */
export const readInputs = (env: Env) => ({
  ...jobInputs(env),
  token: secretInput("github-token"),
  app: appInputs(),
  bot: requiredInput("bot"),
  issue: numberFromEvent(readEvent(env), "issue.number"),
});
