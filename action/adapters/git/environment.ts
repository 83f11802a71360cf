/**
 * What git is started with: names on this list and nothing else of ours, so that a secret under whatever name goes to
 * no child. git needs its own settings, the way to its programs, the proxies, and what ssh and Kerberos log in with.
 */
const passedOn: ReadonlySet<string> = new Set([
  ...["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "XDG_CONFIG_HOME", "LD_LIBRARY_PATH"],
  ...["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY", "KRB5CCNAME"],
]);
const isPassedOn = (name: string): boolean => passedOn.has(name) || name.startsWith("GIT_");

/** An object is read as it is: `refs/replace` and grafts would show another history or another file under a name that was approved. */
export const gitEnvironment = (own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(own).filter(([name]) => isPassedOn(name))),
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_GRAFT_FILE: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
});

/** Variables by which a caller's git (a hook, say) would lead this one into another repository. */
export const misleading = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_SHALLOW_FILE",
  "GIT_NAMESPACE",
];

export const isMisled = (): boolean => misleading.some((name) => process.env[name] !== undefined);
