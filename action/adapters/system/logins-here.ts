import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Env } from "../../core/login/server-url.ts";
import { mayAccess } from "../disk/may-access.ts";

/** A variable that holds a login, or names its file. */
const variables = [
  ...["BEARER_TOKEN", "BEARER_TOKEN_FILE", "X509_USER_PROXY", "X509_USER_CERT", "X509_USER_KEY", "KRB5CCNAME"],
  ...["PANDA_AUTH_ID_TOKEN", "PANDA_AUTH_REFRESH_TOKEN", "OIDC_AUTH_ID_TOKEN", "OIDC_AUTH_TOKEN_FILE"],
  ...["RUCIO_AUTH_TOKEN_FILE_PATH", "RUCIO_PASSWORD", "RUCIO_TOKEN", "RUCIO_X509", "SSH_AUTH_SOCK", "PGPASSFILE"],
  ...["PGPASSWORD", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "KUBECONFIG"],
  ...["GOOGLE_APPLICATION_CREDENTIALS", "GH_TOKEN", "GITHUB_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN", "NPM_TOKEN"],
  ...["TWINE_PASSWORD", "DOCKER_AUTH_CONFIG", "_CONDOR_TOKEN"],
];

const inHome = [
  ...[".globus/userkey.pem", ".globus/usercert.p12", ".netrc", ".git-credentials", ".config/git/credentials"],
  ...[".pgpass", ".rucio", ".config/rucio/rucio.cfg", ".pathena/.token", ".config/gh/hosts.yml", ".npmrc", ".pypirc"],
  ...[".aws/credentials", ".docker/config.json", ".config/containers/auth.json", ".kube/config", ".boto", ".s3cfg"],
  ...[".config/gcloud/credentials.db", ".config/gcloud/application_default_credentials.json", ".azure"],
];

/** What is in them is a login, whatever its name; of `.ssh` all but what everybody may read. */
const folders = [".ssh", ".condor/tokens.d"];
const isPublic = (name: string): boolean =>
  name.endsWith(".pub") || /^(?:known_hosts(?:\.old)?|authorized_keys|config)$/.test(name);

/**
 * The usual logins that programs of the grid find by themselves: variables, and files where they look for them. Tokens: WLCG Bearer
 * Token Discovery 1.0; proxies: `x509up_u<uid>`; Kerberos: `krb5cc_<uid>`; the others: the manuals of their programs.
 */
export const loginsHere = async (env: Env, uid: number): Promise<readonly string[]> => {
  const temporary = [`bt_u${uid}`, `x509up_u${uid}`, `krb5cc_${uid}`].map((name) => join("/tmp", name));
  const runtime = env.XDG_RUNTIME_DIR === undefined ? [] : [join(env.XDG_RUNTIME_DIR, `bt_u${uid}`)];
  const home = env.HOME ?? homedir();
  // The runner's own stand two folders above its work folder (actions/runner, HostContext.cs).
  const runner = env.RUNNER_WORKSPACE === undefined ? [] : [join(env.RUNNER_WORKSPACE, "../..", ".credentials")];
  const found = await Promise.all(folders.map((folder) => namesIn(join(home, folder))));
  const files = [...temporary, ...runtime, ...runner, ...inHome.map((name) => join(home, name)), ...found.flat()];
  const there = await Promise.all(files.map((file) => mayAccess(file)));
  return [
    ...variables.filter((name) => (env[name] ?? "") !== ""),
    ...files.filter((_, index) => there[index] === true),
  ];
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch((): readonly string[] => []);
  return names.filter((name) => !isPublic(name)).map((name) => join(folder, name));
};
