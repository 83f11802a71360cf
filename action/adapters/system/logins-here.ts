import { homedir } from "node:os";
import { join } from "node:path";
import type { Env } from "../../core/login/server-url.ts";
import { mayAccess } from "../disk/may-access.ts";

/** A variable that holds a login, or names its file. */
const variables = [
  ...["BEARER_TOKEN", "BEARER_TOKEN_FILE", "X509_USER_PROXY", "X509_USER_KEY", "KRB5CCNAME", "SSH_AUTH_SOCK"],
  ...["PANDA_AUTH_ID_TOKEN", "OIDC_AUTH_ID_TOKEN", "OIDC_AUTH_TOKEN_FILE", "RUCIO_AUTH_TOKEN_FILE_PATH", "PGPASSFILE"],
  ...["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GH_TOKEN"],
];

const inHome = [".globus/userkey.pem", ".netrc", ".pgpass", ".rucio", ".pathena/.token", ".config/gh/hosts.yml"];
const keys = ["id_rsa", "id_ecdsa", "id_ed25519"].map((name) => join(".ssh", name));

/**
 * Logins that programs of the grid find by themselves: variables, and files where they look for them. Tokens: WLCG Bearer
 * Token Discovery 1.0; proxies: `x509up_u<uid>`; Kerberos: `krb5cc_<uid>`; the others: the manuals of their programs.
 */
export const loginsHere = async (env: Env, uid: number): Promise<readonly string[]> => {
  const temporary = [`bt_u${uid}`, `x509up_u${uid}`, `krb5cc_${uid}`].map((name) => join("/tmp", name));
  const runtime = env.XDG_RUNTIME_DIR === undefined ? [] : [join(env.XDG_RUNTIME_DIR, `bt_u${uid}`)];
  const home = env.HOME ?? homedir();
  const files = [...temporary, ...runtime, ...[...inHome, ...keys].map((name) => join(home, name))];
  const there = await Promise.all(files.map((file) => mayAccess(file)));
  return [
    ...variables.filter((name) => (env[name] ?? "") !== ""),
    ...files.filter((_, index) => there[index] === true),
  ];
};
