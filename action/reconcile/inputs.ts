import { getInput, setSecret } from "@actions/core";
import { newsAddresses } from "../adapters/news/webhook.ts";
import {
  appInputs,
  jobInputs,
  requiredInput,
  rucioInputs,
  runnerVariable,
  secretInput,
} from "../adapters/runner/actions-inputs.ts";
import { type LoginSettings, readSettings } from "../core/login/settings.ts";
import { passSecondsIn } from "../core/pass/left.ts";
import { Failure } from "../core/problems/failure.ts";

export type ReconcileInputs = Readonly<ReturnType<typeof readInputs>>;

export const readInputs = (env: Readonly<Record<string, string | undefined>>) => {
  const monitor = getInput("monitor");
  return {
    ...jobInputs(env),
    token: secretInput("github-token"),
    app: appInputs(),
    panda: readPandaInputs(env),
    rucio: rucioInputs(env),
    news: readNews(),
    monitor: monitor === "" ? undefined : monitor,
    run: `${runnerVariable(env, "GITHUB_RUN_ID")}/${env.GITHUB_RUN_ATTEMPT ?? "1"}`,
    bot: requiredInput("bot"),
    seconds: passSecondsIn(env),
  };
};

/** Each address is masked by itself too, and the secret part behind its host: Node's own debugging shows parts alone. */
const readNews = (): ReadonlyMap<string, string> => {
  const addresses = newsAddresses(secretInput("news"));
  for (const address of addresses.values()) {
    const { pathname, search } = URL.canParse(address) ? new URL(address) : { pathname: "", search: "" };
    for (const part of [address, pathname, search]) if (part.length >= shortestSecret) setSecret(part);
  }
  return addresses;
};
/** A shorter one stands in many words of a log. */
const shortestSecret = 8;

/** Each under the variable that the command line reads; one way to log in, so that nobody wonders which was used. */
const readPandaInputs = (env: Readonly<Record<string, string | undefined>>): LoginSettings => {
  const robot = { id: getInput("panda-robot-id"), secret: secretInput("panda-robot-secret") };
  const [refresh, token] = [secretInput("panda-refresh-token"), secretInput("panda-token")];
  const ways = [
    ...(robot.id === "" && robot.secret === "" ? [] : ["panda-robot-id with panda-robot-secret"]),
    ...(refresh === "" ? [] : ["panda-refresh-token"]),
    ...(token === "" ? [] : ["panda-token"]),
  ];
  const all = "panda-robot-id with panda-robot-secret, panda-refresh-token, or panda-token";
  if (ways.length === 0)
    throw new Failure("No login to PanDA is given.", {
      wayOut: `Set the secrets of one of ${all} in the environment panda.`,
    });
  if (ways.length > 1)
    throw new Failure(`These inputs exclude each other: ${ways.join(", ")}.`, {
      wayOut: "Keep one, and delete the secrets of the others from the environment panda.",
    });
  if (ways[0] === "panda-robot-id with panda-robot-secret" && (robot.id === "" || robot.secret === ""))
    throw new Failure(`The input "panda-robot-${robot.id === "" ? "id" : "secret"}" is empty.`, {
      wayOut: "A robot needs both.",
    });
  return readSettings({
    NODE_TLS_REJECT_UNAUTHORIZED: env.NODE_TLS_REJECT_UNAUTHORIZED,
    PANDA_URL_SSL: requiredInput("panda-url"),
    PANDA_AUTH_VO: requiredInput("panda-vo"),
    PANDA_AUTH_ISSUER_HOSTS: getInput("panda-issuer-hosts"),
    PANDA_AUTH_ROBOT_ID: robot.id,
    PANDA_AUTH_ROBOT_SECRET: robot.secret,
    PANDA_AUTH_REFRESH_TOKEN: refresh,
    PANDA_AUTH_ID_TOKEN: token,
  });
};
