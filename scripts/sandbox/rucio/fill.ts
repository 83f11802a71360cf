/** What a Rucio needs before it holds data: accounts, scopes, storage elements with a posix protocol, quota. By its own interface, so that the real one is filled alike. */
export type Filler = {
  dataset(
    name: string,
    files: number,
    more?: { readonly at?: string; readonly events?: number; readonly open?: true },
  ): Promise<void>;
  /** Files number `first` and more, into a dataset that is open. */
  grow(name: string, first: number, count: number): Promise<void>;
  close(name: string): Promise<void>;
  container(name: string, datasets: readonly string[]): Promise<void>;
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<string>;
};

const ways = { lan: { read: 1, write: 1, delete: 1 }, wan: { read: 1, write: 1, delete: 1 } };

/** Names of data are `scope:name`. */
const split = (name: string): { readonly scope: string; readonly name: string } => {
  const [scope = "", rest = ""] = name.split(":");
  return { scope, name: rest };
};

export const openFiller = async (url: string, password: string): Promise<Filler> => {
  const login = { "X-Rucio-Account": "root", "X-Rucio-Username": "root", "X-Rucio-Password": password };
  const token = (await fetch(`${url}/auth/userpass`, { headers: login })).headers.get("x-rucio-auth-token") ?? "";
  const call: Filler["call"] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, "X-Rucio-Auth-Token": token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text;
  };
  const put = async (full: string, { first, count }: Numbers, { at = "NEAR_DISK", events = 10 } = {}) => {
    const { scope, name } = split(full);
    const files = Array.from({ length: count }, (_, index) => fileOf(scope, name, first + index, events));
    if (files.length > 0) await call("POST", `/dids/${scope}/${name}/dids`, { dids: files, rse: at });
  };
  const close: Filler["close"] = async (full) => {
    const { scope, name } = split(full);
    await call("PUT", `/dids/${scope}/${name}/status`, { open: false });
  };
  return {
    call,
    close,
    dataset: async (full, count, { open, ...more } = {}) => {
      const { scope, name } = split(full);
      await call("POST", `/dids/${scope}/${name}`, { type: "DATASET" });
      await put(full, { first: 0, count }, more);
      if (open === undefined) await close(full);
    },
    grow: (full, first, count) => put(full, { first, count }),
    container: async (full, datasets) => {
      const { scope, name } = split(full);
      await call("POST", `/dids/${scope}/${name}`, { type: "CONTAINER" });
      await call("POST", `/dids/${scope}/${name}/dids`, { dids: datasets.map(split) });
    },
  };
};

type Numbers = { readonly first: number; readonly count: number };

/** JEDI reads the GUID of each file (RUCIO C11). */
const fileOf = (scope: string, name: string, index: number, events: number): object => ({
  scope,
  name: `${name}.${String(index).padStart(6, "0")}.root`,
  bytes: 1000,
  adler32: "0cc737eb",
  meta: { guid: index.toString(16).padStart(32, "0"), events },
});

/** The account `reader`, who may only look, the account `keeper`, who owns the scope `mc`, and three storage elements. */
export const fillPlace = async ({ call }: Filler): Promise<void> => {
  for (const account of ["reader", "keeper"]) {
    await call("POST", `/accounts/${account}`, { type: "SERVICE", email: "a@b.c" });
    const words = { "X-Rucio-Username": account, "X-Rucio-Password": `${account}-word`, "X-Rucio-Email": "a@b.c" };
    await call("PUT", `/identities/${account}/userpass`, undefined, words);
  }
  for (const scope of ["raw", "mc", "user.other"]) await call("POST", `/accounts/keeper/scopes/${scope}`, {});
  for (const storage of ["NEAR_DISK", "NEAR_TAPE", "FAR_DISK"]) await addStorage({ call }, storage);
};

/** `unreadable`: its copies stand, and are not to be read for now. */
export const addStorage = async (
  { call }: Pick<Filler, "call">,
  storage: string,
  now: "readable" | "unreadable" = "readable",
): Promise<void> => {
  await call("POST", `/rses/${storage}`, {
    rse_type: storage.slice(-4),
    deterministic: true,
    availability_read: now === "readable",
    availability_write: true,
    availability_delete: true,
  });
  await call("POST", `/rses/${storage}/protocols/file`, {
    hostname: "localhost",
    port: 0,
    prefix: "/data/",
    impl: "rucio.rse.protocols.posix.Default",
    domains: ways,
  });
  await call("POST", `/rses/${storage}/attr/site`, { value: storage.slice(0, -5) });
  for (const account of ["root", "keeper"])
    await call("POST", `/accounts/${account}/limits/local/${storage}`, { bytes: 1e15 });
};
