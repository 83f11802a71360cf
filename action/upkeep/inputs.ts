import { appInputs, jobInputs } from "../adapters/runner/actions-inputs.ts";
import type { Env } from "../core/login/server-url.ts";

export type UpkeepInputs = Readonly<ReturnType<typeof readInputs>>;

export const readInputs = (env: Env) => ({ ...jobInputs(env), app: appInputs() });
