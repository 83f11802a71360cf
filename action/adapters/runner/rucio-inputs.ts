import { getInput } from "@actions/core";
import type { Env } from "../../core/login/server-url.ts";
import { secretInput } from "./actions-inputs.ts";

/** Under the variables that the command line reads; none is needed where no conventions name a Rucio. */
export const rucioInputs = (env: Env): Env => ({
  NODE_TLS_REJECT_UNAUTHORIZED: env.NODE_TLS_REJECT_UNAUTHORIZED,
  RUCIO_HOST: getInput("rucio-host"),
  RUCIO_USERNAME: getInput("rucio-username"),
  RUCIO_PASSWORD: secretInput("rucio-password"),
  RUCIO_TOKEN: secretInput("rucio-token"),
  RUCIO_X509: secretInput("rucio-x509"),
});
